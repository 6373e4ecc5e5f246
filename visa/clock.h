// Can this device's clock be believed? Judged by what is known of time (design.md section 5, Time).
#pragma once

#include <cstdint>
#include <optional>

#include "visa/date.h"
#include "visa/rule_set.h"

namespace evisa::visa {

enum class ClockFault {
  none,
  behind,            ///< before a time that is known to have passed
  ahead,             ///< further after the bundle's issue than any bundle is in use
  ahead_of_service,  ///< of what the airport's service says it is
  offset_table,      ///< the table of UTC offsets fails its self-test
};

struct ClockState {
  ClockFault fault = ClockFault::none;
  /// How far behind the latest known time, or ahead of the bundle's issue or of the service; none
  /// where it is not known.
  std::optional<std::int64_t> off_seconds;

  [[nodiscard]] bool trusted() const { return fault == ClockFault::none; }
  bool operator==(const ClockState&) const = default;
};

/// What a device knows of time besides its clock.
struct KnownTime {
  std::optional<Instant> latest;         ///< the latest time it has ever seen
  std::optional<Instant> bundle_issued;  ///< issue of the tables in force
  std::optional<Instant> service{};      ///< what the airport's service says it is now
};

/// Not trusted is a clock that is more than `clock_skew_max_s` before a known time or off from the
/// service's, or more than `clock_ahead_max_days` after the bundle's issue; in between, a late
/// clock shows as old tables.
[[nodiscard]] ClockState judge_clock(Instant now, const KnownTime& known, const RuleSet& rules);

}  // namespace evisa::visa
