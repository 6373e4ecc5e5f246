// Sample records, built through the strict parsers.
#include "printout_sample.h"

#include "crypto/seal.h"
#include "crypto/visa_features.h"

namespace evisa::issuer::sample {
namespace {

using visa::Date;

visa::MrzName name(std::string primary, std::string secondary) {
  return {std::move(primary), std::move(secondary), false};
}

}  // namespace

visa::VisaRecord record() {
  visa::VisaRecord r;
  r.visa.number = visa::VisaNumber::compose(26, 12345678).value();
  r.visa.category = visa::CategoryCode::parse("B12").value();
  r.visa.name = name("SHARMA", "RAVI KUMAR");
  r.visa.issuing_state = visa::CountryCode::parse("KAZ").value();
  r.visa.nationality = visa::CountryCode::parse("IND").value();
  r.visa.birth = visa::BirthDate::from(Date::parse("1990-01-15").value());
  r.visa.sex = visa::Sex::male;
  r.visa.passport_number = visa::PassportNumber::parse("Z1234567").value();
  r.visa.passport_issuing_state = visa::CountryCode::parse("IND").value();
  r.visa.valid_from = Date::parse("2026-11-10").value();
  r.visa.valid_until = Date::parse("2027-01-05").value();
  r.visa.stay = {.days = 30};
  r.visa.entry_points = {visa::AirportCode::parse("ALA").value(),
                         visa::AirportCode::parse("NQZ").value()};
  r.visa.issue_date = Date::parse("2026-11-01").value();
  r.application_number = "16546778150988";
  r.invitation_number = "3622000299";
  r.inviter = "«Жібек жолы Саяхат» ЖШС";
  return r;
}

visa::VisaRecord long_record() {
  visa::VisaRecord r = record();
  r.visa.name =
      name("WIJAYAWARDENAPURASINGHE MUDIYANSELAGE", "ABHAYARATNA BANDARANAYAKE THILAKARATHNE");
  r.visa.nationality = visa::CountryCode::parse("VCT").value();
  r.visa.passport_issuing_state = r.visa.nationality;
  r.visa.category = visa::CategoryCode::parse("C12").value();
  r.visa.stay = {.days = 15, .months = 2};
  r.visa.sex = visa::Sex::unspecified;
  r.visa.birth = {1958, {}, {}};
  r.application_number = "12345678901234567890";
  r.invitation_number = "98765432109876543210";
  r.inviter =
      "«Қазақстан Республикасы Денсаулық сақтау министрлігінің Ұлттық ғылыми онкология және "
      "трансплантология орталығы» шаруашылық жүргізу құқығындағы республикалық мемлекеттік "
      "кәсіпорны, Астана қаласы, Керей, Жәнібек хандар көшесі, 3";
  return r;
}

crypto::Bytes seal_of(const visa::Visa& visa) {
  crypto::SealHeader header;
  header.issuing_country = "KAZ";
  header.signer = "KZ01";
  header.certificate_reference = "1A";
  header.issue_date = visa.issue_date;
  header.signature_date = visa.issue_date;
  header.feature_definition = 0x5D;
  header.type_category = 0x02;
  const auto features = crypto::encode_visa_features(visa, crypto::Profile::national).value();
  auto signed_part = crypto::encode_signed_part(header, features).value();
  crypto::Bytes signature(64);
  for (std::size_t i = 0; i < signature.size(); ++i)
    signature[i] = static_cast<std::uint8_t>(i * 37 + 11);
  return crypto::append_signature(std::move(signed_part), signature).value();
}

PrintoutOptions options() {
  return {.created = visa::parse_instant("2026-11-01T09:30:00Z").value()};
}

}  // namespace evisa::issuer::sample
