// What a visa says, as JSON: a record's own keys without those only a register knows.
#include "verifier/visa_json.h"

#include "db/record_json.h"

namespace evisa::verifier {

void write_visa(crypto::JsonWriter& json, const visa::Visa& visa) {
  json.begin_object().key("visa_number").text_or_null(visa.number);
  db::write_visa(json, visa);
  json.end_object();
}

crypto::Json visa_to_json(const visa::Visa& visa) {
  crypto::JsonWriter json;
  write_visa(json, visa);
  return crypto::parse_json(json.take()).value();
}

}  // namespace evisa::verifier
