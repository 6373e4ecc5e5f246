// Rows 10, 20, 21: what the crossing log says of this visa. rules.md 5.2, 5.4, 5.6.
#include <fmt/format.h>

#include "verifier/check.h"
#include "verifier/stay.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;

std::string local_date(const Facts& facts, visa::Instant instant) {
  return facts.rules.local_time.date_of(instant).iso();
}

void report_conflict(const Facts& facts, Findings& findings) {
  if (facts.use.conflicts.empty()) return;
  // Without an entry that counts it is the exit of a missed one that a later entry stands against.
  const auto& first = facts.use.entry ? facts.use.entry : facts.use.exit;
  findings.add(ReasonCode::DOUBLE_USE_CONFLICT, {{"a", first ? first->id.text() : "?"},
                                                 {"b", facts.use.conflicts.front().id.text()}});
}

void report_used(const Facts& facts, Findings& findings, ReasonCode code) {
  visa::ReasonParams params;
  const auto& entry = facts.use.entry;
  params.emplace_back("date", entry ? local_date(facts, entry->time) : "?");
  params.emplace_back("checkpoint", entry ? std::string(entry->airport.text()) : "?");
  if (code == ReasonCode::ENTRY_ALREADY_USED)
    params.emplace_back("exit_date",
                        facts.use.exit ? local_date(facts, facts.use.exit->time) : "?");
  findings.add(code, std::move(params));
}

/// The log counts one entry for each visa (rules.md 5.2), which is all that an e-visa has. A seal
/// that states more is no mistake of the traveller: what its earlier use leaves is an officer's to
/// say, neither a refusal nor an admission.
bool states_more_entries(const Facts& facts) { return facts.visa->entries != 1; }

CheckResult leave_entries_open(const Facts& facts, Findings& findings) {
  const auto& use = facts.use;
  const auto& first = use.entry ? use.entry : use.exit;
  std::string stated = facts.visa->entries == 0 ? "unlimited" : fmt::to_string(facts.visa->entries);
  if (first)
    stated += fmt::format(" ({} {}{}{})", local_date(facts, first->time), first->airport.text(),
                          use.exit ? " - " : "",
                          use.exit ? local_date(facts, use.exit->time) : std::string());
  findings.add_at(visa::Severity::second_look, ReasonCode::MULTI_ENTRY_UNEXPECTED,
                  {{"n", std::move(stated)}});
  return CheckResult::undetermined;
}

/// No entry is known; that is worth something only where the log was asked.
CheckResult check_unused(const Facts& facts, Findings& findings) {
  if (facts.request.history_asked) return CheckResult::successful;
  findings.add_at(visa::Severity::second_look, ReasonCode::DATA_STALE,
                  {{"minutes", "?"}, {"variant", "log_not_asked"}});
  return CheckResult::undetermined;
}

CheckResult check_overstay(const Facts& facts, Findings& findings) {
  if (!facts.clock_trusted) return CheckResult::undetermined;
  const visa::Date entered = facts.rules.local_time.date_of(facts.use.entry->time);
  const visa::Date deadline = exit_deadline(*facts.visa, entered, facts.rules);
  const int days = overstay_days(deadline, facts.day);
  if (days == 0) return CheckResult::successful;
  findings.add(ReasonCode::OVERSTAY, {{"date", deadline.iso()},
                                      {"n", fmt::to_string(days)},
                                      {"band", std::string(overstay_band(days))}});
  return CheckResult::failed;
}

}  // namespace

CheckResult check_single_entry(const Facts& facts, Findings& findings) {
  if (facts.exit()) return CheckResult::not_supported;
  if (facts.visa == nullptr) return CheckResult::aborted;
  if (!facts.visa->number) return CheckResult::undetermined;
  const bool used_before = facts.use.use != visa::VisaUse::issued;
  if (states_more_entries(facts) && used_before && facts.duplicate == nullptr)
    return leave_entries_open(facts, findings);
  report_conflict(facts, findings);
  switch (facts.use.use) {
    case visa::VisaUse::issued:
      return check_unused(facts, findings);
    case visa::VisaUse::inside:
      // The same scan again (row 20) is the same event, not a second use.
      if (facts.duplicate != nullptr) return CheckResult::successful;
      report_used(facts, findings, ReasonCode::ENTRY_OPEN_STAY);
      return CheckResult::failed;
    case visa::VisaUse::spent:
      break;
  }
  report_used(facts, findings, ReasonCode::ENTRY_ALREADY_USED);
  return CheckResult::failed;
}

CheckResult check_duplicate_scan(const Facts& facts, Findings& findings) {
  if (facts.boarding()) return CheckResult::not_supported;  // a boarding check records nothing
  if (facts.visa == nullptr) return CheckResult::aborted;
  if (facts.duplicate == nullptr) return CheckResult::successful;
  const auto ago =
      std::chrono::duration_cast<std::chrono::minutes>(facts.request.now - facts.duplicate->time);
  findings.add(ReasonCode::DUPLICATE_SCAN, {{"minutes", fmt::to_string(ago.count())}});
  return CheckResult::successful;
}

CheckResult check_exit_stay(const Facts& facts, Findings& findings) {
  if (!facts.exit()) return CheckResult::not_supported;
  if (facts.visa == nullptr) return CheckResult::aborted;
  const bool one_stay = facts.use.use == visa::VisaUse::inside && facts.use.conflicts.empty();
  if (states_more_entries(facts) && facts.use.entry && !one_stay && facts.duplicate == nullptr)
    return leave_entries_open(facts, findings);
  report_conflict(facts, findings);
  switch (facts.use.use) {
    case visa::VisaUse::inside:
      if (facts.use.entry) return check_overstay(facts, findings);
      break;
    case visa::VisaUse::spent:
      if (facts.duplicate != nullptr) return CheckResult::successful;
      break;
    case visa::VisaUse::issued:
      break;
  }
  findings.add(ReasonCode::NO_ENTRY_RECORD);
  return CheckResult::failed;
}

}  // namespace evisa::verifier
