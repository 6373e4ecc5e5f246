// Row 12: the checkpoint. rules.md 1.8 (C2, C3, C7), 5.4.
#include <fmt/format.h>

#include <algorithm>

#include "verifier/check.h"

namespace evisa::verifier {
namespace {

using visa::ReasonCode;

bool contains(const std::vector<visa::AirportCode>& list, visa::AirportCode code) {
  return std::ranges::find(list, code) != list.end();
}

/// The visa itself names its entry points (seal feature 82) and this is none of them.
bool outside_entry_points(const Facts& facts) {
  if (facts.visa == nullptr || facts.visa->entry_points.empty()) return false;
  return facts.airport == nullptr || !contains(facts.visa->entry_points, facts.airport->iata);
}

/// The airports at which this visa is good without a question: the rule set's list, narrowed to the
/// visa's entry points.
bool listed(const Facts& facts) {
  return contains(facts.rules.checkpoints_allowed, facts.airport->iata) &&
         !outside_entry_points(facts);
}

std::string list_text(const Facts& facts) {
  const bool by_visa = facts.visa != nullptr && !facts.visa->entry_points.empty();
  std::string text;
  for (const auto& code : by_visa ? facts.visa->entry_points : facts.rules.checkpoints_allowed)
    text += (text.empty() ? "" : ", ") + std::string(code.text());
  return text;
}

}  // namespace

CheckResult check_checkpoint(const Facts& facts, Findings& findings) {
  if (facts.airport != nullptr && listed(facts)) return CheckResult::successful;
  const bool international =
      facts.airport != nullptr && (facts.airport->international ||
                                   contains(facts.rules.checkpoints_allowed, facts.airport->iata));
  const ReasonCode code =
      international ? ReasonCode::CHECKPOINT_OTHER_AIRPORT : ReasonCode::CHECKPOINT_NOT_ALLOWED;
  const visa::Policy policy = facts.exit()    ? facts.rules.exit_checkpoint_rule
                              : international ? facts.rules.other_intl_airport
                                              : facts.rules.non_airport;
  std::string name = facts.request.checkpoint.empty() ? "?" : facts.request.checkpoint;
  if (facts.airport != nullptr)
    name = fmt::format("{} {}", facts.airport->iata.text(), facts.airport->name);
  // A rule set for all visas does not cancel what is signed into this one.
  const bool signed_limit = !facts.exit() && outside_entry_points(facts);
  const bool objected = findings.add_by_policy(
      policy, code, {{"checkpoint", std::move(name)}, {"list", list_text(facts)}},
      signed_limit ? visa::Severity::second_look : visa::Severity::ok);
  return objected ? CheckResult::failed : CheckResult::successful;
}

}  // namespace evisa::verifier
