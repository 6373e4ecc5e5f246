// Judging a clock by the latest known time, the bundle's issue and the table of UTC offsets.
#include "visa/clock.h"

#include <algorithm>

namespace evisa::visa {
namespace {

using std::chrono::ceil;
using std::chrono::seconds;

}  // namespace

ClockState judge_clock(Instant now, const KnownTime& known, const RuleSet& rules) {
  // Tables from the future are a known time too: they were issued, so that moment has passed.
  const auto latest = std::max({known.latest, known.bundle_issued, known.service});
  if (latest && *latest - now > seconds{rules.clock_skew_max_s}) {
    return {ClockFault::behind, ceil<seconds>(*latest - now).count()};
  }
  if (known.bundle_issued &&
      now - *known.bundle_issued > std::chrono::days{rules.clock_ahead_max_days}) {
    return {ClockFault::ahead, ceil<seconds>(now - *known.bundle_issued).count()};
  }
  if (known.service && now - *known.service > seconds{rules.clock_skew_max_s}) {
    return {ClockFault::ahead_of_service, ceil<seconds>(now - *known.service).count()};
  }
  // rules.md section 4: a table that gets local midnight wrong must not decide on dates.
  if (!rules.local_time.self_test(now)) return {ClockFault::offset_table, std::nullopt};
  return {};
}

}  // namespace evisa::visa
