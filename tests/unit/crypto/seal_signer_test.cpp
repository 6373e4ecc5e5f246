// Making seals, certificates and CRLs: what is refused before a signature is made.
#include "crypto/seal_signer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "crypto/seal_text.h"
#include "tests/unit/crypto/seal_fixture.h"

namespace evisa::crypto {
namespace {

using test::date;
using test::instant;
using test::SealOffice;

SigningKey ed25519() { return SigningKey::generate(SigningKey::Algorithm::ed25519); }
SigningKey p256() { return SigningKey::generate(SigningKey::Algorithm::p256); }

TEST(SealSigner, WritesTheFeaturesInTheOrderOfTheirTags) {
  const auto seal = decode_seal(SealOffice::open(Profile::national).seal()).value();
  std::string tags;
  for (std::size_t i = 0; i < seal.feature_count(); ++i) {
    tags += to_hex(std::array{seal.feature(i).tag}) + " ";
  }
  EXPECT_EQ(tags, "01 03 04 05 06 80 81 82 83 ");
}

TEST(SealSigner, CodesTheInventedVisaByteForByte) {
  // The golden bytes of docs/seal.md, worked out by an independent program; only the signature
  // differs from key to key.
  const auto seal = decode_seal(SealOffice::open(Profile::national).seal()).value();
  EXPECT_EQ(to_hex(seal.signed_part()),
            "dc0398589c3cc8a72171a807baa807ba5d020130db515db9b8218da3a93c5bd458135c6f57fc133c"
            "133c133c133c133c136020383373453e8dca51e520124dff45661a7403010104031e00000506f48f"
            "2d0a403c06034231328003a9674a8108271626a139dc4bf182045b77ad9883028dca");
  EXPECT_EQ(seal.signature().size(), 64U);
}

TEST(SealSigner, Ed25519SealsAreDeterministicAndFitAQrCodeOfVersion10) {
  const auto office = SealOffice::open(Profile::national);
  EXPECT_EQ(office.seal(), office.seal());
  EXPECT_LE(seal_to_text(office.seal()).size(), 311U);  // alphanumeric capacity of version 10-M
}

TEST(SealSigner, RefusesAKeyThatIsNotItsCertificates) {
  for (const Profile profile : {Profile::national, Profile::icao}) {
    const auto office = SealOffice::open(profile);
    const auto other = profile == Profile::national ? ed25519() : p256();
    EXPECT_EQ(SealSigner::open(other, office.certificate, profile).error().code, Errc::untrusted);
    EXPECT_EQ(SealSigner::open(office.csca.key(), office.csca.certificate(), profile).error().code,
              Errc::untrusted);
  }
}

TEST(SealSigner, RefusesAKeyOfTheOtherProfile) {
  const auto national = SealOffice::open(Profile::national), icao = SealOffice::open(Profile::icao);
  EXPECT_EQ(SealSigner::open(national.key, national.certificate, Profile::icao).error().code,
            Errc::untrusted);
  EXPECT_EQ(SealSigner::open(icao.key, icao.certificate, Profile::national).error().code,
            Errc::untrusted);
}

TEST(SealSigner, RefusesToSignOutsideItsCertificatesPeriod) {
  const auto signer = SealOffice::open(Profile::national).signer();
  for (const auto* day : {"2026-08-31", "2027-11-02"}) {
    EXPECT_EQ(signer.seal(test::invented_visa(), date(day)).error().code, Errc::out_of_range)
        << day;
  }
}

TEST(SealSigner, RefusesAVisaThatLacksARequiredField) {
  const auto signer = SealOffice::open(Profile::national).signer();
  const auto refused = [&](auto change) {
    auto visa = test::invented_visa();
    change(visa);
    const auto seal = signer.seal(visa, date("2026-11-01"));
    return !seal && seal.error().code == Errc::malformed;
  };
  EXPECT_TRUE(refused([](auto& v) { v.number.reset(); }));
  EXPECT_TRUE(refused([](auto& v) { v.valid_from.reset(); }));
  EXPECT_TRUE(refused([](auto& v) { v.passport_issuing_state.reset(); }));
  EXPECT_TRUE(refused([](auto& v) { v.entry_points.clear(); }));
  EXPECT_TRUE(refused([](auto& v) { v.entry_points.push_back(v.entry_points[0]); }));
  EXPECT_TRUE(refused([](auto& v) { v.category = {}; }));
  EXPECT_TRUE(refused([](auto& v) { v.entries = 256; }));
  EXPECT_TRUE(refused([](auto& v) { v.issuing_state = visa::CountryCode::parse("UZB").value(); }));
}

TEST(SealSigner, IcaoProfileNeedsNoNationalFeatures) {
  const auto office = SealOffice::open(Profile::icao);
  auto visa = test::invented_visa();
  visa.number.reset();
  visa.valid_from.reset();
  visa.passport_issuing_state.reset();
  visa.entry_points.clear();
  const auto seal = office.signer().seal(visa, date("2026-11-01"));
  ASSERT_TRUE(seal) << seal.error().message;
  const auto result = validate_seal(*seal, office.trust(), test::inspection_time());
  ASSERT_TRUE(result.verified) << result.detail;
  EXPECT_EQ(result.verified->visa(), visa);
}

TEST(SealSigner, SortsEntryPoints) {
  auto visa = test::invented_visa();
  std::ranges::reverse(visa.entry_points);
  const auto office = SealOffice::open(Profile::national);
  EXPECT_EQ(office.signer().seal(visa, date("2026-11-01")).value(), office.seal());
}

TEST(SigningKeyFile, RoundTripsAndRefusesWhatIsNone) {
  const Bytes message = {7};
  for (const auto& key : {ed25519(), p256()}) {
    const auto again = SigningKey::deserialise(key.serialise().view());
    ASSERT_TRUE(again);
    EXPECT_EQ(again->algorithm(), key.algorithm());
    EXPECT_TRUE(again->serialise().equals(key.serialise()));
    EXPECT_EQ(again->sign(message)->size(), 64U);
  }
  EXPECT_EQ(SigningKey::deserialise(Bytes(32, 1)).error().code, Errc::malformed);
  EXPECT_EQ(SigningKey::deserialise(Bytes(33, 9)).error().code, Errc::unsupported);
  Bytes zero(33), large(33, 0xFF);
  zero[0] = large[0] = 2;
  EXPECT_EQ(SigningKey::deserialise(zero).error().code, Errc::out_of_range);
  EXPECT_EQ(SigningKey::deserialise(large).error().code, Errc::out_of_range);
}

TEST(CertificateAuthority, RefusesRequestsThatMakeNoGoodCertificate) {
  const auto office = SealOffice::open(Profile::national);
  const auto issue = [&](auto change) {
    auto request = test::request("VS", 2);
    change(request);
    const auto certificate = office.csca.issue_signer(ed25519(), request);
    return certificate ? Errc::io : certificate.error().code;
  };
  EXPECT_EQ(issue([](auto& r) { r.serial = 0; }), Errc::malformed);
  EXPECT_EQ(issue([](auto& r) { r.common_name = "VISA"; }), Errc::malformed);
  EXPECT_EQ(issue([](auto& r) { r.country = "kz"; }), Errc::malformed);
  EXPECT_EQ(issue([](auto& r) { r.not_after = r.not_before; }), Errc::out_of_range);
  EXPECT_EQ(issue([](auto& r) { r.not_after = instant("2036-01-02T00:00:00Z"); }),
            Errc::out_of_range);
}

TEST(CertificateAuthority, OpensWithItsOwnKeyOnly) {
  const auto office = SealOffice::open(Profile::national);
  const auto wrong = CertificateAuthority::open(ed25519(), office.csca.certificate());
  EXPECT_EQ(wrong.issue_signer(ed25519(), test::request("VS", 2)).error().code, Errc::untrusted);
  const auto right = CertificateAuthority::open(office.csca.key(), office.csca.certificate());
  EXPECT_TRUE(right.issue_signer(ed25519(), test::request("VS", 2)));
}

TEST(CertificateAuthority, RefusesACrlThatIsNone) {
  const auto office = SealOffice::open(Profile::national);
  const auto at = test::inspection_time();
  EXPECT_EQ(office.csca.issue_crl({}, at, at).error().code, Errc::out_of_range);
  EXPECT_EQ(office.csca.issue_crl({{"xyz", at}}, at, at + std::chrono::hours(1)).error().code,
            Errc::malformed);
}

}  // namespace
}  // namespace evisa::crypto
