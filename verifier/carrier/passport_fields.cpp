// A passport's fields without an MRZ.
#include "verifier/carrier/passport_fields.h"

namespace evisa::verifier::carrier {

std::vector<std::string> missing_fields(const PassportFields& fields) {
  std::vector<std::string> missing;
  const auto need = [&](bool known, const char* field) {
    if (!known) missing.emplace_back(field);
  };
  need(fields.number.has_value(), "document_number");
  need(fields.issuing_state.has_value(), "issuing_state");
  need(fields.nationality.has_value(), "nationality");
  need(fields.name.has_value(), "name");
  need(fields.birth.has_value(), "date_of_birth");
  need(fields.sex.has_value(), "sex");
  need(fields.expiry.has_value(), "date_of_expiry");
  return missing;
}

visa::Mrz passport_of(const PassportFields& fields) {
  visa::Mrz mrz;
  mrz.format = visa::MrzFormat::td3;
  mrz.document_code = "P";
  if (fields.number) mrz.document_number = fields.number->text();
  if (fields.issuing_state) mrz.issuing_state = *fields.issuing_state;
  if (fields.nationality) mrz.nationality = *fields.nationality;
  if (fields.name) mrz.name = *fields.name;
  if (fields.birth) mrz.birth = *fields.birth;
  if (fields.sex) mrz.sex = *fields.sex;
  mrz.expiry = fields.expiry;
  for (auto& field : missing_fields(fields))
    mrz.defects.push_back({std::move(field), "nothing", "a value"});
  return mrz;
}

}  // namespace evisa::verifier::carrier
