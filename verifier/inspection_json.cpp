// An inspection as JSON.
#include "verifier/inspection_json.h"

#include "verifier/visa_json.h"

namespace evisa::verifier {
namespace {

using crypto::Json;

Json id_or_null(const std::optional<visa::Crossing>& event) {
  return event ? Json(event->id.text()) : Json(nullptr);
}

Json to_json(const Check& check) {
  Json json;
  json["id"] = check.id;
  json["result"] = to_string(check.result);
  json["reasons"] = Json::array();
  for (const auto code : check.reasons) json["reasons"].push_back(visa::to_string(code));
  return json;
}

Json to_json(const visa::VisaUseState& use) {
  Json json;
  json["state"] = visa::to_string(use.use);
  json["entry"] = id_or_null(use.entry);
  json["exit"] = id_or_null(use.exit);
  json["conflicts"] = Json::array();
  for (const auto& event : use.conflicts) json["conflicts"].push_back(event.id.text());
  return json;
}

}  // namespace

Json to_json(const visa::Reason& reason, const visa::ReasonTable& table, visa::Language language) {
  Json json;
  json["code"] = visa::to_string(reason.code);
  json["severity"] = visa::to_string(reason.severity);
  json["params"] = Json::object();
  for (const auto& [key, value] : reason.params) json["params"][key] = value;
  json["officer"] = table.officer_text(reason, language);
  json["traveller"] = table.traveller_text(reason, language);
  return json;
}

Json to_json(const Inspection& inspection, const InspectionRequest& request,
             const visa::ReasonTable& table, visa::Language language) {
  Json json;
  json["outcome"] = visa::to_string(inspection.outcome);
  json["headline"] =
      inspection.headline ? Json(visa::to_string(*inspection.headline)) : Json(nullptr);
  json["direction"] = visa::to_string(request.direction);
  json["checkpoint"] = request.checkpoint;
  json["at"] = visa::to_string(request.now);
  json["reasons"] = Json::array();
  for (const auto& reason : inspection.reasons)
    json["reasons"].push_back(to_json(reason, table, language));
  json["checks"] = Json::array();
  for (const auto& check : inspection.checks) json["checks"].push_back(to_json(check));
  json["visa"] = inspection.visa ? visa_to_json(*inspection.visa) : Json(nullptr);
  json["exit_deadline"] =
      inspection.exit_deadline ? Json(inspection.exit_deadline->iso()) : Json(nullptr);
  json["use"] = to_json(inspection.use);
  json["duplicate_of"] =
      inspection.duplicate_of ? Json(inspection.duplicate_of->text()) : Json(nullptr);
  json["ruleset_id"] = inspection.ruleset_id;
  json["bundle_sequence"] = inspection.bundle_sequence;
  json["data_age_minutes"] =
      inspection.data_age_minutes ? Json(*inspection.data_age_minutes) : Json(nullptr);
  return json;
}

}  // namespace evisa::verifier
