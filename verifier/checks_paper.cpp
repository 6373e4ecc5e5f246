// Rows 18b and 19: the print-out, and what the officer saw. rules.md 5.4, 1.8 (C12, C14).
#include <fmt/format.h>

#include "verifier/check.h"
#include "verifier/differences.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;

bool shown(const Facts& facts) {
  return facts.request.ticks.printout_shown.value_or(facts.request.seal.has_value() ||
                                                     facts.request.printed_mrz.has_value());
}

std::string ticked_differences(const Facts& facts) {
  std::string text;
  for (const auto& field : facts.request.ticks.printout_differs)
    text += (text.empty() ? "" : ", ") + field;
  return text;
}

bool mismatch(Findings& findings, std::string fields) {
  if (fields.empty()) return false;
  findings.add(ReasonCode::PRINTOUT_MISMATCH, {{"field", std::move(fields)}});
  return true;
}

/// SPEC: Doc 9303-7 9.4: the check digits of the printed MRZ hold.
bool printed_mrz_misread(const Facts& facts, Findings& findings) {
  const auto& printed = facts.request.printed_mrz;
  if (!printed || printed->defects.empty()) return false;
  findings.add(ReasonCode::MRZ_CHECK_FAILED,
               {{"field", printed->defects.front().field}, {"variant", "printed"}});
  return true;
}

/// On leaving, the table's own severity stands (a notice); else the rule set's policy decides.
bool add_by_policy_or_table(const Facts& facts, Findings& findings, visa::Policy policy,
                            ReasonCode code) {
  return facts.exit() ? findings.add(code) : findings.add_by_policy(policy, code);
}

}  // namespace

CheckResult check_printout(const Facts& facts, Findings& findings) {
  const bool ticked = mismatch(findings, ticked_differences(facts));
  const bool misread = printed_mrz_misread(facts, findings);
  if (facts.visa == nullptr) return ticked || misread ? CheckResult::failed : CheckResult::aborted;
  bool failed = ticked || misread;
  if (!shown(facts))
    failed |= add_by_policy_or_table(facts, findings, facts.rules.printout_missing,
                                     ReasonCode::PRINTOUT_MISSING);
  if (facts.verified() != nullptr && facts.request.record)
    failed |=
        mismatch(findings, differing_fields(facts.verified()->visa(), facts.request.record->visa));
  if (facts.request.printed_mrz)
    failed |= mismatch(findings, differing_fields(*facts.request.printed_mrz, *facts.visa));
  if (!facts.visa->number) {  // use and revocation cannot be asked
    findings.add(ReasonCode::PRINTOUT_MISMATCH,
                 {{"field", "visa_number"}, {"variant", "data_missing"}});
    failed = true;
  }
  return failed ? CheckResult::failed : CheckResult::successful;
}

CheckResult check_officer_ticks(const Facts& facts, Findings& findings) {
  const OfficerTicks& ticks = facts.request.ticks;
  const bool asked = ticks.passport_in_doubt || ticks.blank_pages || ticks.children_travelling ||
                     ticks.companion_without_visa;
  if (!asked) return CheckResult::not_supported;
  bool objected = false;
  if (ticks.passport_in_doubt) objected |= findings.add(ReasonCode::PASSPORT_CONDITION);
  if (ticks.blank_pages && *ticks.blank_pages < facts.rules.blank_pages_min)
    objected |=
        findings.add(ReasonCode::BLANK_PAGES_LOW, {{"pages", fmt::to_string(*ticks.blank_pages)}});
  if (ticks.children_travelling)
    objected |= add_by_policy_or_table(facts, findings, facts.rules.children_rule,
                                       ReasonCode::CHILDREN_TRAVELLING);
  if (ticks.companion_without_visa) objected |= findings.add(ReasonCode::COMPANION_WITHOUT_VISA);
  return objected ? CheckResult::failed : CheckResult::successful;
}

}  // namespace evisa::verifier
