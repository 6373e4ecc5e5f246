// An invented CSCA, visa signer and visa for the tests of seals.
#include "tests/unit/crypto/seal_fixture.h"

namespace evisa::crypto::test {

visa::Date date(std::string_view iso) { return visa::Date::parse(iso).value(); }
visa::Instant instant(std::string_view text) { return visa::parse_instant(text).value(); }
Bytes hex(std::string_view text) { return from_hex(text).value(); }
visa::Instant inspection_time() { return instant("2026-11-20T10:00:00Z"); }

visa::Visa invented_visa() {
  visa::Visa visa;
  visa.number = visa::VisaNumber::compose(26, 12345678).value();
  visa.category = visa::CategoryCode::parse("B12").value();
  visa.name = {"SPECIMEN", "ANNA MARIA", false};
  visa.issuing_state = visa::CountryCode::parse("KAZ").value();
  visa.nationality = visa::CountryCode::parse("IND").value();
  visa.birth = visa::BirthDate::from(date("1990-01-15"));
  visa.sex = visa::Sex::female;
  visa.passport_number = visa::PassportNumber::parse("Z1234567").value();
  visa.passport_issuing_state = visa::CountryCode::parse("IND").value();
  visa.valid_from = date("2026-11-10");
  visa.valid_until = date("2027-01-05");
  visa.stay.days = 30;
  visa.entry_points = {visa::AirportCode::parse("ALA").value(),
                       visa::AirportCode::parse("NQZ").value()};
  visa.issue_date = date("2026-11-01");
  return visa;
}

CertificateRequest request(std::string_view name, std::uint64_t serial) {
  return {"KZ", std::string(name), serial, instant("2026-09-01T00:00:00Z"),
          instant("2027-11-01T00:00:00Z")};
}

SealOffice SealOffice::open(Profile profile) {
  const auto algorithm =
      profile == Profile::national ? SigningKey::Algorithm::ed25519 : SigningKey::Algorithm::p256;
  const CertificateRequest root{"KZ", "Test CSCA", 1, instant("2026-01-01T00:00:00Z"),
                                instant("2036-01-01T00:00:00Z")};
  auto csca = CertificateAuthority::create(SigningKey::generate(algorithm), root).value();
  auto key = SigningKey::generate(algorithm);
  auto certificate = csca.issue_signer(key, request("VS", 0x1a)).value();
  return {std::move(csca), std::move(key), std::move(certificate), profile};
}

SealSigner SealOffice::signer() const {
  return SealSigner::open(key, certificate, profile).value();
}

SignerSet SealOffice::trust() const {
  return SignerSet::build({certificate}, {csca.certificate()});
}

Bytes SealOffice::seal() const {
  return signer().seal(invented_visa(), date("2026-11-01")).value();
}

SealHeader SealOffice::header() const { return decode_seal(seal()).value().header(); }

std::vector<FeatureValue> SealOffice::features() const {
  return encode_visa_features(invented_visa(), profile).value();
}

Bytes SealOffice::sign(const SealHeader& header, const std::vector<FeatureValue>& features) const {
  auto part = encode_signed_part(header, features).value();
  const auto signature = key.sign(part).value();
  return append_signature(std::move(part), signature).value();
}

}  // namespace evisa::crypto::test
