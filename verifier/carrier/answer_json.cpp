// The answer to a carrier as JSON.
#include "verifier/carrier/boarding.h"
#include "verifier/inspection_json.h"

namespace evisa::verifier {

crypto::Json carrier_answer(const Inspection& inspection, const InspectionRequest& request,
                            const visa::ReasonTable& table, visa::Language language) {
  const auto answer = carrier::answer_of(inspection, request, table, language);
  crypto::Json json;
  json["answer"] = visa::to_string(answer.answer);
  json["code"] = answer.code ? crypto::Json(visa::to_string(*answer.code)) : crypto::Json(nullptr);
  json["text"] = answer.text;
  json["at"] = visa::to_string(answer.at);  // so that the carrier can prove what it was told
  return json;
}

}  // namespace evisa::verifier
