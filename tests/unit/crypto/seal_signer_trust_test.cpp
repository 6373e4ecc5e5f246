// The sub-indications of Doc 9303-13 appendix D about the signer: known, trusted, in its period,
// not revoked.
#include <gtest/gtest.h>

#include "tests/unit/crypto/seal_validation_fixture.h"

namespace evisa::crypto {
namespace {

using test::date;
using test::icao_office;
using test::instant;
using test::office;
using test::SealOffice;
using test::validate;
using test::with_header;
using enum SubIndication;
using Indications = std::vector<SubIndication>;

TEST(SealSignerTrust, UnknownCertificate) {
  const auto result =
      validate(office().seal(), SignerSet::build({}, {office().csca.certificate()}));
  EXPECT_EQ(result.sub_indications, Indications{unknown_certificate});
  EXPECT_NE(result.detail.find("1A"), std::string::npos);
}

TEST(SealSignerTrust, UntrustedCertificateWithoutItsCsca) {
  const auto other = SealOffice::open(Profile::national);
  for (const auto& anchors : {std::vector<Certificate>{}, {other.csca.certificate()}}) {
    const auto result =
        validate(office().seal(), SignerSet::build({office().certificate}, anchors));
    EXPECT_EQ(result.sub_indications, Indications{untrusted_certificate});
    EXPECT_EQ(*result.signer, office().certificate);
  }
}

TEST(SealSignerTrust, UntrustedCertificateForAKeyTheProfileDoesNotAllow) {
  // An ICAO seal under an Ed25519 signer, and a national one under a P-256 signer.
  auto header = office().header();
  header.type_category = 0x01;
  const auto icao = validate(office().sign(header, office().features()));
  EXPECT_EQ(icao.sub_indications, Indications{untrusted_certificate});
  header.type_category = 0x02;
  const auto national =
      validate(icao_office().sign(header, icao_office().features()), icao_office().trust());
  EXPECT_EQ(national.sub_indications, Indications{untrusted_certificate});
}

TEST(SealSignerTrust, UntrustedCertificateOnceTheRevocationListHasEnded) {
  const auto list_until = [](const char* next) {
    const auto der = office().csca.issue_crl({}, instant("2026-11-01T00:00:00Z"), instant(next));
    return RevocationList::parse(der.value(), office().csca.certificate()).value();
  };
  const auto validate_with = [](const std::vector<RevocationList>& lists) {
    return validate(office().seal(),
                    SignerSet::build({office().certificate}, {office().csca.certificate()}, lists));
  };
  const auto ended = list_until("2026-11-20T09:59:59Z");  // a second before the inspection
  const auto current = list_until("2026-11-20T10:00:00Z");
  EXPECT_EQ(validate_with({current}).status, SealStatus::valid);
  const auto result = validate_with({ended});
  EXPECT_EQ(result.sub_indications, Indications{untrusted_certificate});
  EXPECT_NE(result.detail.find("2026-11-20T09:59:59"), std::string::npos) << result.detail;
  EXPECT_FALSE(result.verified);
  EXPECT_EQ(validate_with({ended, current}).status, SealStatus::valid);  // the newer one counts
  EXPECT_EQ(validate_with({current, ended}).status, SealStatus::valid);
}

TEST(SealSignerTrust, AnEndedRevocationListOfAnotherCscaChangesNothing) {
  const auto other = SealOffice::open(Profile::national);
  const auto der =
      other.csca.issue_crl({}, instant("2026-10-01T00:00:00Z"), instant("2026-11-01T00:00:00Z"));
  const auto list = RevocationList::parse(der.value(), other.csca.certificate()).value();
  const auto trust = SignerSet::build(
      {office().certificate}, {office().csca.certificate(), other.csca.certificate()}, {list});
  EXPECT_EQ(validate(office().seal(), trust).status, SealStatus::valid);
}

TEST(SealSignerTrust, PinnedSignerNeedsNoChain) {
  const auto trust = SignerSet::build({}, {office().certificate});
  EXPECT_EQ(validate(office().seal(), trust).status, SealStatus::valid);
}

TEST(SealSignerTrust, ExpiredCertificateIsJudgedAtTheSignatureDate) {
  // The signer's period: 2026-09-01T00:00Z to 2027-11-01T00:00Z; Kazakhstan is at +05:00.
  const auto sealed_on = [](const char* iso) {
    return with_header([&](SealHeader& h) { h.signature_date = date(iso); });
  };
  const auto late = instant("2028-06-01T00:00:00Z");
  for (const auto* good : {"2026-09-01", "2027-11-01"}) {
    EXPECT_EQ(validate_seal(sealed_on(good), office().trust(), late).status, SealStatus::valid)
        << good;
  }
  for (const auto* bad : {"2026-08-31", "2027-11-02"}) {
    EXPECT_EQ(validate_seal(sealed_on(bad), office().trust(), late).sub_indications,
              Indications{expired_certificate})
        << bad;
  }
}

TEST(SealSignerTrust, CertificateThatIsNotYetValidIsExpiredToo) {
  const auto early = instant("2026-08-31T23:59:59Z");
  const auto result = validate_seal(office().seal(), office().trust(), early);
  EXPECT_EQ(result.sub_indications, Indications{expired_certificate});
}

TEST(SealSignerTrust, ASealFromTheFutureIsExpiredToo) {
  // 20 November in Kazakhstan; a day is allowed for clocks and time zones.
  const auto sealed_on = [](const char* iso) {
    return validate(with_header([&](SealHeader& h) { h.signature_date = date(iso); }));
  };
  EXPECT_EQ(sealed_on("2026-11-21").status, SealStatus::valid);
  const auto ahead = sealed_on("2026-11-22");
  EXPECT_EQ(ahead.sub_indications, Indications{expired_certificate});
  EXPECT_NE(ahead.detail.find("yet to come on 2026-11-20"), std::string::npos) << ahead.detail;
  EXPECT_FALSE(ahead.verified);
}

TEST(SealSignerTrust, RevokedCertificateRefusesSealsOfThatDayAndLater) {
  auto trust = office().trust();
  trust.revoke("KZVS", "001A", instant("2026-11-02T18:59:59Z"));  // 2 November, 23:59:59 local
  const auto before = validate(office().seal(), trust);
  EXPECT_EQ(before.status, SealStatus::valid);
  EXPECT_EQ(before.signer_revoked_at, instant("2026-11-02T18:59:59Z"));
  for (const auto* day : {"2026-11-02", "2026-11-03"}) {
    const auto seal = with_header([&](SealHeader& h) { h.signature_date = date(day); });
    EXPECT_EQ(validate(seal, trust).sub_indications, Indications{revoked_certificate}) << day;
  }
}

TEST(SealSignerTrust, RevokedSignerPastItsPeriodProvesNothing) {
  auto trust = office().trust();
  trust.revoke("KZVS", "1a", instant("2027-01-01T00:00:00Z"));
  const auto result = validate_seal(office().seal(), trust, instant("2027-11-02T00:00:00Z"));
  EXPECT_EQ(result.sub_indications, Indications{expired_certificate});
}

TEST(SealSignerTrust, RevocationOfAnotherSignerChangesNothing) {
  auto trust = office().trust();
  trust.revoke("KZVS", "1b", instant("2026-09-02T00:00:00Z"));
  trust.revoke("KZVT", "1a", instant("2026-09-02T00:00:00Z"));
  EXPECT_EQ(validate(office().seal(), trust).status, SealStatus::valid);
}

TEST(SealSignerTrust, TriesEveryTrustedCandidateOfOneReference) {
  // Two signers that call themselves KZVS 1a under one CSCA, one under another CSCA.
  const auto key = SigningKey::generate(SigningKey::Algorithm::ed25519);
  const auto twin = office().csca.issue_signer(key, test::request("VS", 0x1a)).value();
  const auto stranger = SealOffice::open(Profile::national);
  const auto trust = SignerSet::build({stranger.certificate, twin, office().certificate},
                                      {office().csca.certificate()});
  const auto result = validate(office().seal(), trust);
  EXPECT_EQ(result.status, SealStatus::valid);
  EXPECT_EQ(*result.signer, office().certificate);
  EXPECT_EQ(validate(stranger.seal(), trust).sub_indications, Indications{invalid_signature});
}

}  // namespace
}  // namespace evisa::crypto
