// Every sub-indication of Doc 9303-13 appendix D and Doc 9303-7 9.4 that the seal itself gives.
#include "crypto/seal_validation.h"

#include <gtest/gtest.h>

#include <functional>

#include "crypto/c40.h"
#include "tests/unit/crypto/seal_validation_fixture.h"

namespace evisa::crypto {
namespace {

using test::hex;
using test::icao_office;
using test::instant;
using test::office;
using test::SealOffice;
using test::validate;
using test::with_header;
using enum SubIndication;
using Indications = std::vector<SubIndication>;

/// The office's seal with changed features, signed properly.
Bytes with_features(const std::function<void(std::vector<FeatureValue>&)>& change) {
  auto features = office().features();
  change(features);
  return office().sign(office().header(), features);
}
void replace(std::vector<FeatureValue>& features, std::uint8_t tag, Bytes value) {
  for (auto& feature : features) {
    if (feature.tag == tag) feature.value = value;
  }
}
void remove(std::vector<FeatureValue>& features, std::uint8_t tag) {
  std::erase_if(features, [tag](const auto& f) { return f.tag == tag; });
}

TEST(SealValidation, NationalSealYieldsTheVisaThatWasSealed) {
  const auto result = validate(office().seal());
  EXPECT_EQ(result.status, SealStatus::valid) << result.detail;
  EXPECT_EQ(result.sub_indications, Indications{});
  EXPECT_EQ(result.profile, Profile::national);
  ASSERT_TRUE(result.verified);
  EXPECT_EQ(result.verified->visa(), test::invented_visa());
  EXPECT_EQ(result.verified->header().signer, "KZVS");
  EXPECT_EQ(result.verified->header().certificate_reference, "1A");
  EXPECT_EQ(*result.signer, office().certificate);
}

TEST(SealValidation, IcaoSealYieldsTheVisaThatWasSealed) {
  const auto result = validate(icao_office().seal(), icao_office().trust());
  EXPECT_EQ(result.status, SealStatus::valid) << result.detail;
  EXPECT_EQ(result.sub_indications, Indications{});
  ASSERT_TRUE(result.verified);
  EXPECT_EQ(result.verified->profile(), Profile::icao);
  EXPECT_EQ(result.verified->visa(), test::invented_visa());
}

TEST(SealValidation, ReadError) {
  EXPECT_EQ(validate({}).sub_indications, Indications{read_error});
  const auto result = crypto::read_error("no code found");
  EXPECT_EQ(result.sub_indications, Indications{SubIndication::read_error});
  EXPECT_EQ(result.status, SealStatus::invalid);
  EXPECT_EQ(result.detail, "no code found");
}

TEST(SealValidation, WrongFormatForBytesThatAreNoSeal) {
  Bytes longer = office().seal();
  longer.push_back(0);
  for (const Bytes& bytes : {hex("00"), hex("dc03"), longer, Bytes(2000, 0xDC)}) {
    const auto result = validate(bytes);
    EXPECT_EQ(result.sub_indications, Indications{wrong_format});
    EXPECT_EQ(result.status, SealStatus::invalid);
    EXPECT_FALSE(result.detail.empty());
  }
}

TEST(SealValidation, WrongFormatForEachMissingFeatureOfTheNationalProfile) {
  for (const int number : {0x01, 0x03, 0x04, 0x05, 0x06, 0x80, 0x81, 0x82, 0x83}) {
    const auto tag = static_cast<std::uint8_t>(number);
    const auto result = validate(with_features([&](auto& f) { remove(f, tag); }));
    EXPECT_EQ(result.sub_indications, Indications{wrong_format}) << number;
    EXPECT_FALSE(result.verified);
  }
}

TEST(SealValidation, WrongFormatForEachFeatureThatDoesNotFit) {
  struct Case {
    std::uint8_t tag;
    std::string_view value, why;
  };
  for (const auto& [tag, value, why] :
       {Case{0x01, "6abc", "MRZ of 3 characters"}, Case{0x03, "", "no byte"},
        Case{0x03, "0101", "two bytes"}, Case{0x04, "1e00", "two bytes"},
        Case{0x05, "33be", "2 bytes"}, Case{0x05, "133c133c133c", "fillers only"},
        Case{0x05, "000033be33be", "a shift"}, Case{0x06, "", "empty"},
        Case{0x06, "4231324142", "5 bytes"}, Case{0x06, "b12d", "not ASCII"},
        Case{0x80, "00000000", "4 bytes"}, Case{0x80, "232048", "30 February"},
        Case{0x81, "33be1fed20c61fed", "no digits"}, Case{0x82, "", "no airport"},
        Case{0x82, "fe42", "one letter"}, Case{0x83, "133c", "fillers only"},
        Case{0x83, "1fed", "no letters"}}) {
    const auto result = validate(with_features([&](auto& f) { replace(f, tag, hex(value)); }));
    EXPECT_EQ(result.sub_indications, Indications{wrong_format}) << int{tag} << " " << why;
  }
}

TEST(SealValidation, WrongFormatForAirportsOutOfOrderOrTwice) {
  auto features = office().features();
  Bytes ala, nqz;
  for (const auto& f : features) {
    if (f.tag == 0x82) {
      ala.assign(f.value.begin(), f.value.begin() + 2);
      nqz.assign(f.value.begin() + 2, f.value.end());
    }
  }
  const auto join = [](Bytes a, const Bytes& b) {
    a.insert(a.end(), b.begin(), b.end());
    return a;
  };
  for (const Bytes& value : {join(nqz, ala), join(ala, ala)}) {
    const auto result = validate(with_features([&](auto& f) { replace(f, 0x82, value); }));
    EXPECT_EQ(result.sub_indications, Indications{wrong_format});
  }
  EXPECT_EQ(validate(with_features([&](auto& f) { replace(f, 0x82, nqz); })).status,
            SealStatus::valid);
}

TEST(SealValidation, WrongFormatForTwoMrzOrAnotherCountryInTheNationalProfile) {
  const auto both = with_features([](auto& f) { f.push_back({0x02, Bytes(44)}); });
  EXPECT_EQ(validate(both).sub_indications, Indications{wrong_format});
  const auto foreign = with_header([](SealHeader& h) { h.issuing_country = "UTO"; });
  EXPECT_EQ(validate(foreign).sub_indications, Indications{wrong_format});
}

TEST(SealValidation, UnknownFeatureStaysValid) {
  const auto result = validate(with_features([](auto& f) { f.push_back({0x7E, {1, 2, 3}}); }));
  EXPECT_EQ(result.sub_indications, Indications{unknown_feature});
  EXPECT_EQ(result.status, SealStatus::valid);
  EXPECT_TRUE(result.verified);
  const auto additional = validate(with_features([](auto& f) { f.push_back({0x07, {1}}); }));
  EXPECT_EQ(additional.sub_indications, Indications{});
}

TEST(SealValidation, WrongFormatForAnAdditionalFeatureOfMoreThan254Bytes) {
  const auto of_size = [](std::size_t size) {
    return validate(with_features([&](auto& f) { f.push_back({0x07, Bytes(size, 0x41)}); }));
  };
  EXPECT_EQ(of_size(254).sub_indications, Indications{});
  EXPECT_EQ(of_size(255).sub_indications, Indications{wrong_format});
}

TEST(SealValidation, InvalidDocumentType) {
  const auto other = with_header([](SealHeader& h) { h.type_category = 0x03; });
  EXPECT_EQ(validate(other).sub_indications, Indications{invalid_documenttype});
  const auto wrong_profile = validate(office().seal(), office().trust(), {Profile::icao, false});
  EXPECT_EQ(wrong_profile.sub_indications, Indications{invalid_documenttype});
  EXPECT_FALSE(wrong_profile.verified);
  const auto unknown = validate(other, SignerSet{});
  EXPECT_EQ(unknown.sub_indications, (Indications{unknown_certificate, invalid_documenttype}));
}

TEST(SealValidation, AnyDocumentTypeVerifiesButYieldsNoVisa) {
  auto header = icao_office().header();
  header.feature_definition = 0xFB;
  const auto seal = icao_office().sign(header, {});
  const auto result = validate(seal, icao_office().trust(), {std::nullopt, true});
  EXPECT_EQ(result.status, SealStatus::valid) << result.detail;
  EXPECT_FALSE(result.verified);
}

TEST(SealValidation, InvalidSignature) {
  Bytes seal = office().seal();
  seal.back() ^= 1;
  const auto result = validate(seal);
  EXPECT_EQ(result.sub_indications, Indications{invalid_signature});
  EXPECT_FALSE(result.verified);
  EXPECT_TRUE(result.seal);  // to show, never to admit
}

TEST(SealValidation, InvalidVisaMrzIsCheckedLast) {
  const auto swap_mrz_digit = [](auto& features) {
    for (auto& f : features) {
      if (f.tag != 0x01) continue;
      auto text = c40_decode(f.value).value();
      text[44 + 9] = text[44 + 9] == '1' ? '2' : '1';  // the passport number's check digit
      f.value = c40_encode(text).value();
    }
  };
  const auto result = validate(with_features(swap_mrz_digit));
  EXPECT_EQ(result.sub_indications, Indications{invalid_visa_mrz});
  EXPECT_FALSE(result.verified);
  Bytes forged = with_features(swap_mrz_digit);
  forged.back() ^= 1;
  EXPECT_EQ(validate(forged).sub_indications, Indications{invalid_signature});
}

TEST(SealValidation, InvalidVisaMrzWhenHeaderAndMrzNameDifferentIssuingStates) {
  const auto with_states = [](const char* in_header, const char* in_mrz) {
    const SealOffice& office = icao_office();
    auto features = office.features();
    for (auto& f : features) {
      if (f.tag != 0x01) continue;
      auto text = c40_decode(f.value).value();
      text.replace(2, 3, in_mrz);  // no check digit covers it
      f.value = c40_encode(text).value();
    }
    auto header = office.header();
    header.issuing_country = in_header;
    return validate(office.sign(header, features), office.trust());
  };
  EXPECT_EQ(with_states("KAZ", "KAZ").sub_indications, Indications{});
  EXPECT_EQ(with_states("KAZ", "D<<").sub_indications, Indications{invalid_visa_mrz});
  for (const auto* other : {"UTO", "D<<"}) {
    const auto result = with_states(other, "KAZ");
    EXPECT_TRUE(result.has(invalid_visa_mrz)) << other;
    EXPECT_FALSE(result.verified) << other;
    // As in the published seals: another State's two codes are not compared.
    EXPECT_FALSE(with_states(other, "D<<").has(invalid_visa_mrz)) << other;
  }
}

TEST(SealValidation, CollectsSeveralInTheStandardsOrder) {
  auto trust = office().trust();
  trust.revoke("KZVS", "1a", instant("2026-10-01T00:00:00Z"));
  Bytes seal = with_features([](auto& f) { f.push_back({0x7E, {1}}); });
  seal.back() ^= 1;
  const auto result =
      validate_seal(seal, trust, instant("2026-08-01T00:00:00Z"), {Profile::icao, false});
  EXPECT_EQ(result.sub_indications,
            (Indications{unknown_feature, invalid_documenttype, expired_certificate,
                         revoked_certificate, invalid_signature}));
  EXPECT_NE(result.detail.find("5d02"), std::string::npos) << result.detail;
}

TEST(SealValidation, NoFlippedByteStaysValid) {
  const Bytes seal = office().seal();
  const auto trust = office().trust();
  for (std::size_t at = 0; at < seal.size(); ++at) {
    for (const int mask : {0x01, 0x80, 0xFF}) {
      Bytes flipped = seal;
      flipped[at] = static_cast<std::uint8_t>(flipped[at] ^ mask);
      const auto result = validate(flipped, trust);
      ASSERT_EQ(result.status, SealStatus::invalid) << "byte " << at;
      ASSERT_FALSE(result.verified);
    }
  }
}

TEST(SealValidation, SpellsIndicationsAsTheStandard) {
  EXPECT_EQ(to_string(untrusted_certificate), "UNTRUSTED_CERTIFICATE");
  EXPECT_EQ(to_string(invalid_documenttype), "INVALID_DOCUMENTTYPE");
  EXPECT_EQ(to_string(invalid_visa_mrz), "INVALID_VISA_MRZ");
}

}  // namespace
}  // namespace evisa::crypto
