// Certificates, keys and CRLs: what is taken out of them, what they verify, what is refused.
#include "crypto/certificate.h"

#include <gtest/gtest.h>

#include "crypto/public_key.h"
#include "tests/unit/crypto/certificate_specimens.h"
#include "tests/unit/crypto/seal_fixture.h"

namespace evisa::crypto {
namespace {

using test::hex;
using test::instant;
using test::SealOffice;

SealOffice national() { return SealOffice::open(Profile::national); }

// P-256 with explicit parameters, made with OpenSSL for this test.
constexpr std::string_view kExplicitHead =
    "3082014b3082010306072a8648ce3d02013081f7020101302c06072a8648ce3d0101022100ffffffff000000010000"
    "00000000000000000000ffffffffffffffffffffffff305b0420ffffffff00000001000000000000000000000000ff"
    "fffffffffffffffffffffc04205ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b0315"
    "00c49d360886e704936a6678e1139d26b7819f7e90044104";
constexpr std::string_view kGenerator =
    "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
    "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
constexpr std::string_view kTwiceTheGenerator =
    "7cf27b188d034f7e8a52380304b51ac3c08969e277f21b35a60b48fc47669978"
    "07775510db8ed040293d9ac69f7430dbba7dade63ce982299e04b79d227873d1";
constexpr std::string_view kExplicitTail =
    "022100ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc63255102010103420004be7b6bea60"
    "6773fbf6f2e9b628225efda1163733aab3c308c266e801d53404d6d590038410bec1d8334e448eca5bc4a790988100"
    "5ef248646405e7debbdfd044";

std::string explicit_key(std::string_view generator) {
  return std::string(kExplicitHead) + std::string(generator) + std::string(kExplicitTail);
}

TEST(PublicKey, TakesExplicitParametersOfAKnownCurveOnly) {
  const auto known = PublicKey::from_spki(hex(explicit_key(kGenerator)));
  ASSERT_TRUE(known) << known.error().message;
  EXPECT_EQ(known->type(), KeyType::p256);
  const auto other = PublicKey::from_spki(hex(explicit_key(kTwiceTheGenerator)));
  ASSERT_FALSE(other) << "another generator makes another group";
  EXPECT_EQ(other.error().code, Errc::unsupported);
}

TEST(PublicKey, RefusesOtherAlgorithmsAndCurves) {
  for (const auto spki :
       {// secp256k1, P-192, RSA
        "3056301006072a8648ce3d020106052b8104000a034200046e4e63b35d4df3b5d804bad9967d89a4684378b93e"
        "b3"
        "1be0e681a01a5732452d61fe72d148a708e1826ba8b238e0127abe9d9e76e07db363d6505b4230e260db",
        "3049301306072a8648ce3d020106082a8648ce3d03010103320004304953fea4d28f18d43bec247509b1ae20af"
        "75"
        "6cd27cfe38186c4f3e7b15416ba58f654b79f695bc5104aa6f3313d405",
        "30819f300d06092a864886f70d010101050003818d0030818902818100d13b19c5f90f88500c87aa1451d0365a"
        "3b"
        "95a62110accf33a2f5bd916cfcf96d8cab0eac603ce667b54a8de2d8fe52c3215e4d4721c73b5908c4823cd6d9"
        "08"
        "517503dd8b7c59bbac3650d04f3f95d355b2132f87b814a375a2f50c870ae6830add7b166414b9d0c852732ffe"
        "27"
        "e87c2f9b9efbba3c732b80735f31c62181a0fd0203010001"}) {
    const auto key = PublicKey::from_spki(hex(spki));
    ASSERT_FALSE(key);
    EXPECT_EQ(key.error().code, Errc::unsupported);
  }
  EXPECT_FALSE(PublicKey::from_spki({}));
}

TEST(PublicKey, RefusesASignatureOfAnotherWidth) {
  const auto office = SealOffice::open(Profile::icao);
  const Bytes message = {1, 2, 3};
  Bytes signature = office.key.sign(message).value();
  EXPECT_TRUE(office.certificate.verifies(message, signature));
  signature.push_back(0);
  EXPECT_FALSE(office.certificate.verifies(message, signature));
  EXPECT_FALSE(office.certificate.verifies(message, ByteView(signature).first(63)));
  EXPECT_FALSE(office.certificate.verifies(message, Bytes(64)));
  EXPECT_FALSE(office.certificate.verifies(message, {}));
}

TEST(Certificate, SaysWhatItHolds) {
  const auto office = national();
  const Certificate& signer = office.certificate;
  EXPECT_EQ(signer.serial_hex(), "1a");
  EXPECT_EQ(signer.subject_common_name(), "VS");
  EXPECT_EQ(signer.signer_identifier(), "KZVS");
  EXPECT_EQ(signer.not_before(), instant("2026-09-01T00:00:00Z"));
  EXPECT_EQ(signer.not_after(), instant("2027-11-01T00:00:00Z"));
  EXPECT_EQ(signer.key_type(), KeyType::ed25519);
  EXPECT_FALSE(signer.is_ca());
  EXPECT_TRUE(signer.may_sign_seals());
  EXPECT_TRUE(office.csca.certificate().is_ca());
  EXPECT_FALSE(office.csca.certificate().may_sign_seals());
  EXPECT_EQ(signer.sha256_hex().size(), 64U);
}

TEST(Certificate, RoundTripsThroughPemAndDer) {
  const auto office = national();
  const std::string both =
      "a comment\n" + office.certificate.pem() + office.csca.certificate().pem();
  EXPECT_EQ(Certificate::parse(office.certificate.der()).value(), office.certificate);
  EXPECT_EQ(Certificate::parse(as_bytes(both)).value(), office.certificate);
  const auto all = Certificate::parse_all(as_bytes(both));
  ASSERT_TRUE(all);
  ASSERT_EQ(all->size(), 2U);
  EXPECT_EQ((*all)[1], office.csca.certificate());
}

TEST(Certificate, RefusesWhatIsNone) {
  const auto office = national();
  Bytes longer = office.certificate.der(), cut = longer;
  longer.push_back(0);
  cut.pop_back();
  const std::string pem = office.certificate.pem();
  for (const Bytes& bytes : {longer, cut, Bytes{}, Bytes{0x30}, Bytes(70'000, 0x30)}) {
    EXPECT_FALSE(Certificate::parse(bytes));
  }
  for (const std::string& text :
       {std::string("nothing"), pem.substr(0, pem.size() / 2),
        std::string("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"),
        std::string("-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n"),
        pem + "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"}) {
    EXPECT_FALSE(Certificate::parse_all(as_bytes(text))) << text;
  }
}

TEST(Certificate, IsIssuedByTheHolderOfTheIssuersKeyOnly) {
  for (const Profile profile : {Profile::national, Profile::icao}) {
    const auto office = SealOffice::open(profile), other = SealOffice::open(profile);
    EXPECT_TRUE(office.certificate.issued_by(office.csca.certificate()));
    EXPECT_TRUE(office.csca.certificate().issued_by(office.csca.certificate()));
    EXPECT_FALSE(office.certificate.issued_by(other.csca.certificate()));  // same name, other key
    EXPECT_FALSE(office.certificate.issued_by(office.certificate));
    Bytes forged = office.certificate.der();
    forged.back() ^= 1;
    const auto parsed = Certificate::parse(forged);
    EXPECT_TRUE(!parsed || !parsed->issued_by(office.csca.certificate()));
  }
}

TEST(Certificate, NoFlippedByteIsStillIssued) {
  const auto office = national();
  for (std::size_t i = 0; i < office.certificate.der().size(); i += 7) {
    Bytes flipped = office.certificate.der();
    flipped[i] ^= 0x01;
    const auto parsed = Certificate::parse(flipped);
    EXPECT_FALSE(parsed && parsed->issued_by(office.csca.certificate())) << i;
  }
}

TEST(Certificate, OfAP256SignerCarriesExplicitParameters) {
  // Doc 9303-12: EC parameters are given explicitly; the generator of P-256 is among them.
  const auto office = SealOffice::open(Profile::icao);
  EXPECT_EQ(office.certificate.key_type(), KeyType::p256);
  EXPECT_NE(to_hex(office.certificate.der()).find(kGenerator), std::string::npos);
}

TEST(RevocationList, CountsOnlyWhenItsIssuerSignedIt) {
  for (const Profile profile : {Profile::national, Profile::icao}) {
    const auto office = SealOffice::open(profile), other = SealOffice::open(profile);
    const auto at = instant("2026-11-01T06:00:00Z");
    const auto der =
        office.csca.issue_crl({{"1a", at}, {"00ff", at}}, at, instant("2026-12-01T00:00:00Z"));
    ASSERT_TRUE(der) << der.error().message;
    const auto crl = RevocationList::parse(*der, office.csca.certificate());
    ASSERT_TRUE(crl) << crl.error().message;
    ASSERT_EQ(crl->entries().size(), 2U);
    EXPECT_EQ(crl->entries()[0].serial_hex, "1a");
    EXPECT_EQ(crl->entries()[0].revoked_at, at);
    EXPECT_EQ(crl->this_update(), at);
    EXPECT_EQ(crl->next_update(), instant("2026-12-01T00:00:00Z"));
    for (const Certificate& wrong : {other.csca.certificate(), office.certificate}) {
      EXPECT_EQ(RevocationList::parse(*der, wrong).error().code, Errc::bad_signature);
    }
    Bytes forged = *der;
    forged[forged.size() / 2] ^= 1;
    EXPECT_FALSE(RevocationList::parse(forged, office.csca.certificate()));
    EXPECT_EQ(RevocationList::parse(hex("3000"), office.csca.certificate()).error().code,
              Errc::malformed);
  }
}

TEST(RevocationList, RevokesInTheSignerSetOfItsIssuerOnly) {
  const auto office = national(), other = national();
  const auto at = instant("2026-10-01T00:00:00Z"), next = instant("2026-12-01T00:00:00Z");
  const auto own = RevocationList::parse(office.csca.issue_crl({{"1a", at}}, at, next).value(),
                                         office.csca.certificate());
  const auto foreign = RevocationList::parse(other.csca.issue_crl({{"1a", at}}, at, next).value(),
                                             other.csca.certificate());
  const std::vector anchors = {office.csca.certificate(), other.csca.certificate()};
  const auto revoked = SignerSet::build({office.certificate}, anchors, {own.value()});
  EXPECT_EQ(revoked.signers().at(0).revoked_at, at);
  EXPECT_EQ(validate_seal(office.seal(), revoked, test::inspection_time()).sub_indications,
            std::vector{SubIndication::revoked_certificate});
  const auto untouched = SignerSet::build({office.certificate}, anchors, {foreign.value()});
  EXPECT_FALSE(untouched.signers().at(0).revoked_at);
}

TEST(SignerSet, DoesNotTrustACscaAsSigner) {
  const auto office = national();
  const auto set = SignerSet::build({office.csca.certificate()}, {office.csca.certificate()});
  ASSERT_EQ(set.signers().size(), 1U);
  EXPECT_FALSE(set.signers()[0].trusted);
  EXPECT_FALSE(set.signers()[0].distrust.empty());
}

TEST(SignerSet, DoesNotTrustASignerWithoutTheExtendedKeyUsage) {
  const auto csca = Certificate::parse(as_bytes(test::kSpecimenCsca)).value();
  const auto signer = Certificate::parse(as_bytes(test::kSpecimenWithoutUsage)).value();
  ASSERT_TRUE(signer.issued_by(csca));
  const auto set = SignerSet::build({signer}, {csca});
  EXPECT_FALSE(set.signers().at(0).trusted);
  EXPECT_NE(set.signers().at(0).distrust.find("usage"), std::string::npos);
  EXPECT_TRUE(SignerSet::build({signer}, {csca, signer}).signers().at(0).trusted);  // pinned
}

TEST(SignerSet, DoesNotTrustASignerOutsideItsCscasPeriod) {
  const auto csca = Certificate::parse(as_bytes(test::kSpecimenCsca)).value();
  const auto signer = Certificate::parse(as_bytes(test::kSpecimenBeyondCsca)).value();
  ASSERT_TRUE(signer.issued_by(csca));
  ASSERT_TRUE(signer.may_sign_seals());
  const auto set = SignerSet::build({signer}, {csca});
  EXPECT_FALSE(set.signers().at(0).trusted);
  EXPECT_NE(set.signers().at(0).distrust.find("period"), std::string::npos);
}

}  // namespace
}  // namespace evisa::crypto
