// One invented e-visa with its keys, made anew for each benchmark program.
#include "tests/bench/sample.h"

#include "crypto/seal_text.h"
#include "tests/bench/must.h"

namespace evisa::bench {
namespace {

visa::Date date(const char* iso) { return must(visa::Date::parse(iso)); }

visa::Visa invented_visa() {
  visa::Visa visa;
  visa.number = must(visa::VisaNumber::compose(26, 12345678));
  visa.category = must(visa::CategoryCode::parse("B12"));
  visa.name = {"SHARMA", "RAVI KUMAR", false};
  visa.issuing_state = must(visa::CountryCode::parse("KAZ"));
  visa.nationality = must(visa::CountryCode::parse("IND"));
  visa.birth = visa::BirthDate::from(date("1990-01-15"));
  visa.sex = visa::Sex::male;
  visa.passport_number = must(visa::PassportNumber::parse("Z1234567"));
  visa.passport_issuing_state = must(visa::CountryCode::parse("IND"));
  visa.valid_from = date("2026-11-10");
  visa.valid_until = date("2027-01-05");
  visa.stay.days = 30;
  visa.entry_points = {must(visa::AirportCode::parse("ALA")),
                       must(visa::AirportCode::parse("NQZ"))};
  visa.issue_date = date("2026-11-01");
  return visa;
}

Sample make() {
  Sample sample;
  sample.visa = invented_visa();
  sample.now = must(visa::parse_instant("2026-11-20T10:00:00Z"));
  using std::chrono::days;
  const crypto::CertificateRequest ca_request{"KZ", "Bench CSCA", 1, sample.now - days{100},
                                              sample.now + days{3000}};
  const auto ca = must(crypto::CertificateAuthority::create(
      crypto::SigningKey::generate(crypto::SigningKey::Algorithm::ed25519), ca_request));
  auto key = crypto::SigningKey::generate(crypto::SigningKey::Algorithm::ed25519);
  const crypto::CertificateRequest request{"KZ", "VS", 0x1a, sample.now - days{90},
                                           sample.now + days{330}};
  auto certificate = must(ca.issue_signer(key, request));
  const auto secret = key.serialise();
  const auto signing = must(crypto::Ed25519SecretKey::from_seed(secret.view().last(32)));
  sample.signer_public = signing.public_key();
  const auto signer =
      must(crypto::SealSigner::open(std::move(key), certificate, crypto::Profile::national));
  sample.seal = must(signer.seal(sample.visa, date("2026-11-01")));
  sample.text = crypto::seal_to_text(sample.seal);
  sample.signers = crypto::SignerSet::build({certificate}, {ca.certificate()});
  sample.passport_mrz =
      "P<INDSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<\nZ1234567<1IND9001158M3107047<<<<<<<<<<<<<<<4";
  return sample;
}

}  // namespace

const Sample& sample() {
  static const Sample one = make();
  return one;
}

}  // namespace evisa::bench
