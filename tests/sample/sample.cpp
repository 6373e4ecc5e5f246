// One invented e-visa with its keys and a bundle, made anew for each program that asks.
#include "tests/sample/sample.h"

#include "crypto/files.h"
#include "crypto/seal_text.h"
#include "tests/sample/must.h"
#include "visa/embedded_data.h"

namespace evisa::sample {
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
  using std::chrono::days;
  const auto now = must(visa::parse_instant("2026-11-20T10:00:00Z"));
  const auto ca = must(crypto::CertificateAuthority::create(
      crypto::SigningKey::generate(crypto::SigningKey::Algorithm::ed25519),
      {"KZ", "Sample CSCA", 1, now - days{100}, now + days{3000}}));
  auto key = crypto::SigningKey::generate(crypto::SigningKey::Algorithm::ed25519);
  auto certificate =
      must(ca.issue_signer(key, {"KZ", "VS", 0x1a, now - days{90}, now + days{330}}));
  const auto secret = key.serialise();
  const auto signing = must(crypto::Ed25519SecretKey::from_seed(secret.view().last(32)));
  auto signer = std::make_shared<const crypto::SealSigner>(
      must(crypto::SealSigner::open(std::move(key), certificate, crypto::Profile::national)));
  const auto visa = invented_visa();
  auto seal = must(signer->seal(visa, date("2026-11-01")));
  auto text = crypto::seal_to_text(seal);
  return {visa,
          std::move(seal),
          std::move(text),
          std::move(signer),
          ca.certificate(),
          crypto::SignerSet::build({certificate}, {ca.certificate()}),
          signing.public_key(),
          now,
          "P<INDSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<\n"
          "Z1234567<1IND9001158M3107047<<<<<<<<<<<<<<<4"};
}

}  // namespace

const Sample& one() {
  static const Sample made = make();
  return made;
}

crypto::BundleContents bundle_contents(std::uint64_t sequence) {
  crypto::BundleContents contents;
  contents.sequence = sequence;
  contents.issued_at = one().now;
  contents.next_update = one().now + std::chrono::hours{24};
  contents.signers = {{one().signer->certificate(), {}}};
  contents.anchors = {one().csca};
  contents.ruleset_text = visa::k_ruleset_txt;
  contents.airports_csv = visa::k_airports_csv;
  contents.countries_csv = visa::k_countries_csv;
  contents.reasons_csv = visa::k_reasons_csv;
  return contents;
}

void write_bundle(const std::filesystem::path& folder, const crypto::BundleContents& contents,
                  const crypto::MinisignSecretKey& authority) {
  const auto bytes = must(crypto::encode_bundle(contents));
  const auto write = [&](const char* name, crypto::ByteView content) {
    must(crypto::write_file(folder / name, content));
  };
  write("trust.bundle", bytes);
  write("trust.bundle.minisig", crypto::as_bytes(authority.sign(bytes, "sample")));
  write("authority.pub", crypto::as_bytes(authority.public_key().text("sample authority")));
}

}  // namespace evisa::sample
