// A carrier's question as canonical JSON, and what it left out.
//
//   asked = {"version":1, "reference":text, "seal":lower-case hex|null, "visa":11 digits|null,
//            "passport":null|{"mrz":line 1 + line 2}|{"number":text, "issuing_state":text,
//            "nationality":text, "primary":text, "secondary":text, "birth":YYYY-MM-DD,
//            "sex":"F"|"M"|"<", "expiry":YYYY-MM-DD|null}, "airport":text, "arrival":time|null,
//            "flight":text, "printout":boolean|null, "language":"en"|"ru"|"kk"|"zh"}
#include "crypto/strict_json.h"
#include "verifier/carrier/receipts.h"

namespace evisa::verifier::carrier {
namespace {

using crypto::Json;

Json passport_json(const visa::Mrz& passport) {
  if (!passport.line1.empty()) return {{"mrz", passport.line1 + passport.line2}};
  return {{"number", passport.document_number},
          {"issuing_state", passport.issuing_state.text()},
          {"nationality", passport.nationality.text()},
          {"primary", passport.name.primary},
          {"secondary", passport.name.secondary},
          {"birth", passport.birth.display()},
          {"sex", std::string(1, visa::mrz_char(passport.sex))},
          {"expiry", passport.expiry ? Json(passport.expiry->iso()) : Json()}};
}

}  // namespace

std::string asked_json(const BoardingRequest& request) {
  return crypto::write_json(
      {{"version", 1},
       {"reference", request.reference},
       {"seal", request.scan ? Json(crypto::to_hex(*request.scan)) : Json()},
       {"visa", request.visa_number ? Json(request.visa_number->text()) : Json()},
       {"passport", request.passport ? passport_json(*request.passport) : Json()},
       {"airport", request.airport},
       {"arrival", request.arrival ? Json(visa::to_string(*request.arrival)) : Json()},
       {"flight", request.flight},
       {"printout", request.printout_shown ? Json(*request.printout_shown) : Json()},
       {"language", visa::to_string(request.language)}});
}

std::vector<std::string> missing_in(const BoardingRequest& request) {
  std::vector<std::string> missing;
  if (!request.passport) missing.emplace_back("passport");
  // Made of fields: its defects are the fields that were not given.
  if (request.passport && request.passport->line1.empty())
    for (const auto& defect : request.passport->defects) missing.push_back(defect.field);
  if (!request.scan && !request.visa_number) missing.emplace_back("visa_number");
  if (!request.arrival) missing.emplace_back("arrival");
  return missing;
}

}  // namespace evisa::verifier::carrier
