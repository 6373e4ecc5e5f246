// Row 11: the date window, by local dates, all ends inclusive. rules.md 5.3, 5.5.
#include <fmt/format.h>

#include <algorithm>

#include "verifier/check.h"

namespace evisa::verifier {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using visa::ReasonCode;
using visa::Severity;

std::int64_t whole_minutes_up(milliseconds span) {
  return std::chrono::ceil<minutes>(span).count();
}

void report_too_early(const Facts& facts, Findings& findings, const visa::Date& from) {
  const auto left = whole_minutes_up(facts.rules.local_time.start_of(from) - facts.judged_at);
  visa::ReasonParams params{{"date", from.iso()}, {"minutes", fmt::to_string(left)}};
  // rules.md 5.3: so little is missing that the traveller may wait in the transit area.
  if (facts.entry() && left <= facts.rules.early_wait_min) params.emplace_back("may_wait", "yes");
  findings.add(ReasonCode::VISA_NOT_YET_VALID, std::move(params));
}

/// Landed before midnight of the last day, reached the booth after it.
bool expired_in_queue(const Facts& facts) {
  const auto& landed = facts.request.arrival;
  if (!facts.entry() || !landed || *landed > facts.request.now) return false;
  return facts.rules.local_time.date_of(*landed) <= facts.visa->valid_until &&
         facts.request.now - *landed <= minutes{facts.rules.queue_grace_min};
}

void report_expired(const Facts& facts, Findings& findings) {
  const std::string& flight = facts.request.flight;
  if (expired_in_queue(facts))
    findings.add(ReasonCode::VISA_EXPIRED_IN_QUEUE, {{"flight", flight.empty() ? "?" : flight}});
  else
    findings.add(ReasonCode::VISA_EXPIRED, {{"date", facts.visa->valid_until.iso()}});
}

void report_tight_arrival(const Facts& facts, Findings& findings) {
  const auto& time = facts.rules.local_time;
  const auto since_start = facts.judged_at - time.start_of(*facts.visa->valid_from);
  const auto to_end = time.start_of(facts.visa->valid_until.plus_days(1)) - facts.judged_at;
  const auto nearest = std::min(since_start, to_end);
  if (nearest > minutes{facts.rules.arrival_tight_min}) return;
  findings.add(ReasonCode::ARRIVAL_TIGHT, {{"minutes", fmt::to_string(whole_minutes_up(nearest))}});
}

bool arrival_missing(const Facts& facts) { return facts.boarding() && !facts.arrival_known; }

/// rules.md 5.6, last line: an error in the data is looked at, never "valid". The paper and the
/// register have to be compared, which is what PRINTOUT_MISMATCH tells the officer.
bool first_day_is_sound(const Facts& facts, Findings& findings) {
  const auto& from = facts.visa->valid_from;
  if (from && *from <= facts.visa->valid_until) return true;
  visa::ReasonParams params{{"field", "valid_from"},
                            {"variant", from ? "data_contradict" : "data_missing"}};
  if (from) {
    params.emplace_back("a", from->iso());
    params.emplace_back("b", facts.visa->valid_until.iso());
  }
  findings.add(ReasonCode::PRINTOUT_MISMATCH, std::move(params));
  return false;
}

}  // namespace

CheckResult check_date_window(const Facts& facts, Findings& findings) {
  if (facts.visa == nullptr) return CheckResult::aborted;
  const bool sound = first_day_is_sound(facts, findings);
  if (!facts.clock_trusted) return CheckResult::undetermined;
  // Without its arrival a flight is judged by now: it can then be too late, never too early.
  if (sound && facts.day < *facts.visa->valid_from && !arrival_missing(facts)) {
    report_too_early(facts, findings, *facts.visa->valid_from);
    return CheckResult::failed;
  }
  // On leaving, staying too long is row 21's. The last day stands even where the first is in doubt.
  if (!facts.exit() && facts.day > facts.visa->valid_until) {
    report_expired(facts, findings);
    return CheckResult::failed;
  }
  if (!sound) return CheckResult::undetermined;
  if (!facts.boarding()) return CheckResult::successful;
  if (arrival_missing(facts)) {
    // The flight that lands in Kazakhstan decides; without its arrival nobody can say.
    findings.add_at(Severity::second_look, ReasonCode::ARRIVAL_TIGHT,
                    {{"minutes", "?"}, {"variant", "arrival_unknown"}});
    return CheckResult::undetermined;
  }
  report_tight_arrival(facts, findings);
  return CheckResult::successful;
}

}  // namespace evisa::verifier
