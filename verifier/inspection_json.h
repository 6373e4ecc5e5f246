// An inspection as JSON: everything that decided, with the texts in one language.
//
//   inspection = { "outcome", "headline": code | null, "direction", "checkpoint", "at",
//                  "reasons": [ { "code", "severity", "params": {...}, "officer", "traveller" } ...
//                  ], "checks": [ { "id", "result", "reasons": [ code ... ] } ... ], "visa":
//                  record's visa fields | null, "exit_deadline": date | null, "use": { "state",
//                  "entry": event id | null, "exit": ..., "conflicts": [...] }, "duplicate_of":
//                  event id | null, "ruleset_id", "bundle_sequence", "data_age_minutes":
//                  integer | null }
#pragma once

#include "crypto/json_writer.h"
#include "crypto/strict_json.h"
#include "verifier/inspection.h"

namespace evisa::verifier {

[[nodiscard]] crypto::Json to_json(const visa::Reason& reason, const visa::ReasonTable& table,
                                   visa::Language language);
/// For the airline (rules.md 5.5): `{"answer": BOARD | CALL_BORDER | DO_NOT_BOARD, "code", "text",
/// "at"}` and nothing else: no name, number or address leaves by this.
[[nodiscard]] crypto::Json carrier_answer(const Inspection& inspection,
                                          const InspectionRequest& request,
                                          const visa::ReasonTable& table, visa::Language language);
[[nodiscard]] std::string inspection_json(const Inspection& inspection,
                                          const InspectionRequest& request,
                                          const visa::ReasonTable& table, visa::Language language);
/// The members `checks` to `use`, into the object that is open.
void write_findings(crypto::JsonWriter& json, const Inspection& inspection);
/// The whole, for whoever adds to it.
[[nodiscard]] crypto::Json to_json(const Inspection& inspection, const InspectionRequest& request,
                                   const visa::ReasonTable& table, visa::Language language);

}  // namespace evisa::verifier
