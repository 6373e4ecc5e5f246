// An inspection as JSON.
#include "verifier/inspection_json.h"

#include "verifier/visa_json.h"

namespace evisa::verifier {
namespace {

using crypto::JsonWriter;

constexpr std::size_t kUsualBytes = 4096;

std::string_view code_text(visa::ReasonCode code) { return visa::to_string(code); }

void write(JsonWriter& json, const visa::Reason& reason, const visa::ReasonTable& table,
           visa::Language language) {
  json.begin_object();
  json.key("code").text(visa::to_string(reason.code));
  json.key("severity").text(visa::to_string(reason.severity));
  json.key("params").begin_object();
  for (const auto& [key, value] : reason.params) json.key(key).text(value);
  json.end_object();
  json.key("officer").text(table.officer_text(reason, language));
  json.key("traveller").text(table.traveller_text(reason, language));
  json.end_object();
}

void write(JsonWriter& json, const Check& check) {
  json.begin_object();
  json.key("id").text(check.id);
  json.key("result").text(to_string(check.result));
  json.key("reasons").texts(check.reasons, code_text);
  json.end_object();
}

void write(JsonWriter& json, const visa::VisaUseState& use) {
  const auto event_id = [](const visa::Crossing& event) { return event.id.text(); };
  json.begin_object();
  json.key("state").text(visa::to_string(use.use));
  json.key("entry").text_or_null(use.entry, event_id);
  json.key("exit").text_or_null(use.exit, event_id);
  json.key("conflicts").texts(use.conflicts, event_id);
  json.end_object();
}

}  // namespace

crypto::Json to_json(const visa::Reason& reason, const visa::ReasonTable& table,
                     visa::Language language) {
  JsonWriter json;
  write(json, reason, table, language);
  return crypto::parse_json(json.take()).value();
}

void write_findings(JsonWriter& json, const Inspection& inspection) {
  json.key("checks").begin_list();
  for (const auto& check : inspection.checks) write(json, check);
  json.end_list().key("visa");
  if (inspection.visa) {
    write_visa(json, *inspection.visa);
  } else {
    json.null();
  }
  json.key("exit_deadline").text_or_null(inspection.exit_deadline, [](const auto& day) {
    return day.iso();
  });
  json.key("use");
  write(json, inspection.use);
}

std::string inspection_json(const Inspection& inspection, const InspectionRequest& request,
                            const visa::ReasonTable& table, visa::Language language) {
  JsonWriter json(kUsualBytes);
  json.begin_object();
  json.key("outcome").text(visa::to_string(inspection.outcome));
  json.key("headline").text_or_null(inspection.headline, code_text);
  json.key("direction").text(visa::to_string(request.direction));
  json.key("checkpoint").text(request.checkpoint);
  json.key("at").text(visa::to_string(request.now));
  json.key("reasons").begin_list();
  for (const auto& reason : inspection.reasons) write(json, reason, table, language);
  json.end_list();
  write_findings(json, inspection);
  json.key("duplicate_of").text_or_null(inspection.duplicate_of);
  json.key("ruleset_id").text(inspection.ruleset_id);
  json.key("bundle_sequence").number(inspection.bundle_sequence);
  json.key("data_age_minutes");
  if (inspection.data_age_minutes) {
    json.number(*inspection.data_age_minutes);
  } else {
    json.null();
  }
  return json.end_object().take();
}

crypto::Json to_json(const Inspection& inspection, const InspectionRequest& request,
                     const visa::ReasonTable& table, visa::Language language) {
  return crypto::parse_json(inspection_json(inspection, request, table, language)).value();
}

}  // namespace evisa::verifier
