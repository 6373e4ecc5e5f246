// Row 0: can the clock be trusted, and are the tables fresh? rules.md 5.4, design.md section 5.
#include <fmt/format.h>

#include "verifier/check.h"

namespace evisa::verifier {
namespace {

using std::chrono::duration_cast;
using std::chrono::minutes;
using visa::ReasonCode;
using visa::Severity;

/// What is wrong with the clock, as the reason's parameters.
visa::ReasonParams clock_params(const visa::ClockState& clock) {
  constexpr std::int64_t kDay = 86'400;
  const std::int64_t seconds = clock.off_seconds.value_or(0);
  const std::string days = fmt::to_string(seconds / kDay);
  switch (clock.fault) {
    case visa::ClockFault::offset_table:
      return {{"variant", "offset_table"}};
    case visa::ClockFault::ahead:
      return {{"days", days}, {"variant", "ahead"}};
    case visa::ClockFault::ahead_of_service:
      return {{"seconds", fmt::to_string(seconds)}, {"variant", "ahead_of_service"}};
    case visa::ClockFault::behind:
    case visa::ClockFault::none:
      break;
  }
  if (seconds >= 2 * kDay) return {{"days", days}, {"variant", "behind_days"}};
  return {{"seconds", fmt::to_string(seconds)}};
}

CheckResult check_age(const Facts& facts, Findings& findings) {
  if (!facts.trust.data_as_of) {
    findings.add(ReasonCode::DATA_STALE, {{"minutes", "?"}, {"variant", "unknown_age"}});
    return CheckResult::undetermined;
  }
  const auto age = duration_cast<minutes>(facts.request.now - *facts.trust.data_as_of);
  if (age <= minutes{facts.rules.data_stale_min}) return CheckResult::successful;
  // Two tiers of one reason: a notice first, a second look when the copy is too old to rely on.
  const bool too_old = age > minutes{facts.rules.data_stale_second_look_min};
  findings.add_at_most(too_old ? Severity::refuse : Severity::notice, ReasonCode::DATA_STALE,
                       {{"minutes", fmt::to_string(age.count())}});
  return too_old ? CheckResult::undetermined : CheckResult::successful;
}

}  // namespace

CheckResult check_clock_and_data(const Facts& facts, Findings& findings) {
  if (!facts.clock_trusted) {
    // The age of the tables cannot be told by a clock that is off.
    findings.add(ReasonCode::CLOCK_UNTRUSTED, clock_params(facts.clock));
    return CheckResult::undetermined;
  }
  const CheckResult age = check_age(facts, findings);
  const bool unconfirmed = facts.entry() && facts.request.cut_off &&
                           facts.rules.offline_entry == visa::OfflineEntry::second_look;
  if (facts.trust.revocations != nullptr && !unconfirmed) return age;
  // No revocation table at all, or an entry that the authority wants looked at while the airport
  // service cannot be asked: missing information, not a fault of the traveller.
  if (age != CheckResult::undetermined) {
    const auto old = duration_cast<minutes>(facts.request.now - *facts.trust.data_as_of).count();
    findings.add(ReasonCode::DATA_STALE,
                 {{"minutes", fmt::to_string(old)},
                  {"variant", unconfirmed ? "service_not_asked" : "no_revocations"}});
  }
  return CheckResult::undetermined;
}

}  // namespace evisa::verifier
