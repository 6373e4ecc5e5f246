// Seals to fields: worked examples of the standards, laws, and every rule of strict decoding.
#include <gtest/gtest.h>

#include <array>

#include "tests/unit/crypto/seal_fixture.h"

namespace evisa::crypto {
namespace {

using test::hex;

// BSI TR-03137-1 annex F: a visa with an MRV-B, brainpoolP224r1.
constexpr std::string_view kAnnexF =
    "dc036abc6d32c8a72cb10f7134b798155d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c2038"
    "33734aaf47f0c32f1a1e20eb2625393afe310403a00000050633be1fed20c6ff38d5573247608c9b64cae022c1c5"
    "249660e51ae316d600f974aac2129c3f093c35955314026304705cd24c1b8100711bd4411f068e8d93e8b7";
constexpr std::string_view kHeader = "dc0398589c3cc8a721712e91fa2e91fa5d01";
constexpr std::string_view kSignature = "ff0411223344";

Result<UnverifiedSeal> decode(std::string_view text) { return decode_seal(hex(text)); }
Result<UnverifiedSeal> decode_features(std::string_view features) {
  return decode(std::string(kHeader) + std::string(features) + std::string(kSignature));
}

TEST(SealDecode, ReadsTheVisaOfTr03137AnnexF) {
  const auto seal = decode(kAnnexF);
  ASSERT_TRUE(seal);
  EXPECT_EQ(seal->header().version, 3);
  EXPECT_EQ(seal->header().issuing_country, "D<<");
  EXPECT_EQ(seal->header().signer, "DETS");
  EXPECT_EQ(seal->header().certificate_reference, "32");
  EXPECT_EQ(seal->header().issue_date.iso(), "2020-01-01");
  EXPECT_EQ(seal->header().signature_date.iso(), "2021-12-03");
  EXPECT_EQ(seal->header().document_type(), 0x5D01);
  EXPECT_EQ(seal->feature_count(), 3U);
  EXPECT_EQ(seal->signed_part().size(), 77U);
  EXPECT_EQ(seal->signature().size(), 56U);
  const auto visa = decode_visa_features(*seal, Profile::icao);
  ASSERT_TRUE(visa) << visa.error().message;
  EXPECT_EQ(visa->name.primary, "DENT");
  EXPECT_EQ(visa->name.secondary, "ARTHUR PHILIP");
  EXPECT_EQ(visa->passport_number.text(), "47110815P");  // the MRZ's own number differs: no error
  EXPECT_EQ(visa->stay.days, 160);
  EXPECT_EQ(visa->valid_until.iso(), "2020-05-25");
}

TEST(SealDecode, ReadsReferencesOfEveryLength) {
  struct Case {
    std::string_view bytes, reference;
  };
  // Own, derived from Doc 9303-13 2.3.1; version 3 with its fixed 5 characters comes last.
  for (const auto& [bytes, reference] :
       {Case{"dc0398589c3cc8a6fe322e91fa2e91fa5d01", "1"},
        Case{"dc0398589c3cc8a819a62e91fa2e91fa5d01", "001"},
        Case{"dc0398589c3cc8aa19a521712e91fa2e91fa5d01", "0001A"},
        Case{"dc0398589c3cc8cd19cf2d0a4045538066bbfe472e91fa2e91fa5d01", "0123456789ABCDEF"},
        Case{"dc0398589c3cc8fd19a620372ce13372401c46ad535759e866926d2379bd19ce2678fe342e91fa2e91fa5"
             "d01",
             "00112233445566778899AABBCCDDEEFF00112233"},
        Case{"dc026abc6d32c8a51a1f8d7ad88d7ad8fb06", "00032"}}) {
    const auto seal = decode(std::string(bytes) + std::string(kSignature));
    ASSERT_TRUE(seal) << bytes << ": " << seal.error().message;
    EXPECT_EQ(seal->header().certificate_reference, reference);
  }
}

TEST(SealDecode, RefusesBrokenHeaders) {
  for (const auto bytes :
       {"", "dc", "dc03", "dd0398589c3cc8a721712e91fa2e91fa5d01",
        "dc0098589c3cc8a721712e91fa2e91fa5d01", "dc0198589c3cc8a721712e91fa2e91fa5d01",
        "dc0498589c3cc8a721712e91fa2e91fa5d01", "dc0398589c3cc8a721712e91fa2e91",
        "dc03d9cac8a73a99105b99105b99fb06",  // length no number
        "dc0398589c3cc8a52e91fa2e91fa5d01",  // length 00
        "dc030000"
        "9c3cc8a721712e91fa2e91fa5d01",          // country with a shift
        "dc0398589c3cc8a721712320482e91fa5d01",  // 30 February
        "dc0398589c3cc8a721712e91fa0000005d01"}) {
    EXPECT_FALSE(decode(std::string(bytes) + std::string(kSignature))) << bytes;
  }
}

TEST(SealDecode, RefusesReferencesThatAreNoHexNumbers) {
  SealHeader header;
  header.issuing_country = "KAZ";
  header.signer = "KZVS";
  header.certificate_reference = "1G";
  EXPECT_EQ(encode_signed_part(header, {}).error().code, Errc::malformed);
  // `1G` coded by hand: KZVS02 + (5, 20, shift) = 5*1600 + 20*40 + 1 = 2261
  const auto seal = decode("dc0398589c3cc8a722612e91fa2e91fa5d01ff0411223344");
  ASSERT_FALSE(seal);
  EXPECT_NE(seal.error().message.find("1G"), std::string::npos) << seal.error().message;
}

TEST(SealDecode, ReadsTheDecimalLengthOfSignerDezvOnly) {
  // BSI TR-03171: DEZV writes 40 for 40 characters; for everyone else 40 is hex.
  SealHeader header;
  header.issuing_country = "D<<";
  header.signer = "DEZV";
  header.certificate_reference = "00112233445566778899AABBCCDDEEFF00112233";
  header.issue_date = header.signature_date = test::date("2025-05-14");
  const auto bytes = append_signature(encode_signed_part(header, {}).value(), hex("11")).value();
  EXPECT_EQ(to_hex(bytes).substr(8, 8), "6d38dc05");
  EXPECT_EQ(decode_seal(bytes)->header().certificate_reference, header.certificate_reference);
}

TEST(SealDecode, RefusesBrokenMessageZones) {
  for (const auto features : {"040200", "0404a0", "0480", "048101a0", "04820001a0", "0483000001a0",
                              "0403a000000403a00000",  // a tag twice
                              "04ff"}) {
    EXPECT_FALSE(decode_features(features)) << features;
  }
  EXPECT_TRUE(decode_features("0403a00000"));
}

TEST(SealDecode, RefusesBrokenSignatureZones) {
  for (const auto end : {"", "ff", "ff00", "ff0211", "ff81041122334", "ff8104112233440",
                         "ff041122334455", "ff0411223344ff0411223344",
                         "ff8104"
                         "11223344"}) {
    const std::string text = std::string(kHeader) + end;
    EXPECT_FALSE(decode(text.size() % 2 ? text + "0" : text)) << end;
  }
}

TEST(SealDecode, KeepsUnknownFeaturesAndKnowsOnlyRawLengthsInVersion3) {
  const auto seal = decode_features("7f020102");
  ASSERT_TRUE(seal);
  EXPECT_EQ(to_hex(*seal->find(0x7f)), "0102");
  std::string long_feature = "0780";
  for (int i = 0; i < 128; ++i) long_feature += "aa";
  const std::string v3 =
      "dc026abc6d32c8a51a1f8d7ad88d7ad8fb06" + long_feature + std::string(kSignature);
  ASSERT_TRUE(decode(v3));
  EXPECT_EQ(decode(v3)->find(7)->size(), 128U);
  EXPECT_FALSE(
      decode_features(long_feature));  // in version 4 the same byte is an indefinite length
}

TEST(SealDecode, RefusesMoreThan1024BytesAndMoreThan64Features) {
  const auto office = test::SealOffice::open(Profile::national);
  const SealHeader header = office.header();
  const auto part = encode_signed_part(header, std::vector{FeatureValue{7, Bytes(1000)}}).value();
  EXPECT_EQ(append_signature(part, Bytes(64)).error().code, Errc::out_of_range);
  EXPECT_EQ(decode_seal(Bytes(1025, 0xDC)).error().code, Errc::out_of_range);
  std::vector<FeatureValue> many;
  for (std::uint8_t tag = 0; tag < 65; ++tag) many.push_back({tag, {}});
  const auto seal = append_signature(encode_signed_part(header, many).value(), Bytes(64)).value();
  EXPECT_EQ(decode_seal(seal).error().code, Errc::malformed);
}

TEST(SealDecode, WritesWhatItReads) {
  const auto seal = decode(kAnnexF);
  std::vector<FeatureValue> features;
  for (std::size_t i = 0; i < seal->feature_count(); ++i) {
    const auto feature = seal->feature(i);
    features.push_back({feature.tag, Bytes(feature.value.begin(), feature.value.end())});
  }
  const auto again =
      append_signature(encode_signed_part(seal->header(), features).value(), seal->signature());
  EXPECT_EQ(to_hex(*again), kAnnexF);
}

TEST(SealDecode, SurvivesEveryTruncation) {
  const Bytes whole = hex(kAnnexF);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    EXPECT_FALSE(decode_seal(ByteView(whole).first(size))) << size;
  }
}

TEST(SealReference, IsComparedAsANumber) {
  EXPECT_TRUE(same_reference("001A", "1a"));
  EXPECT_TRUE(same_reference("00", "0"));
  EXPECT_FALSE(same_reference("1A", "1A0"));
  EXPECT_FALSE(same_reference("", "0"));
  EXPECT_FALSE(same_reference("1G", "1G"));
}

}  // namespace
}  // namespace evisa::crypto
