// The fixed offset table of Kazakhstan (tzdata 2024a) and what is worked out with it.
#include "visa/local_time.h"

#include <fmt/format.h>

namespace evisa::visa {

using namespace std::chrono;

namespace {

const Instant kUnification = sys_days{year{2024} / February / 29} + 18h;

}  // namespace

LocalTime LocalTime::kazakhstan() { return LocalTime({{Instant::min(), 6h}, {kUnification, 5h}}); }

Result<LocalTime> LocalTime::from_steps(std::vector<Step> steps) {
  if (steps.empty()) return fail(Errc::malformed, "no UTC offset: at least one is needed");
  // The first offset reaches back for ever, so that every instant has a local time.
  steps.front().from = Instant::min();
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (steps[i].offset < -14h || steps[i].offset > 14h) {
      return fail(Errc::malformed,
                  fmt::format("UTC offset of {} minutes: expected at most 14 hours either way",
                              steps[i].offset.count()));
    }
    if (i > 0 && steps[i].from <= steps[i - 1].from) {
      return fail(Errc::malformed, "UTC offsets are not in ascending order of time");
    }
  }
  return LocalTime(std::move(steps));
}

minutes LocalTime::offset_at(Instant instant) const {
  auto step = steps_.rbegin();
  while (step + 1 != steps_.rend() && instant < step->from) ++step;
  return step->offset;
}

Date LocalTime::date_of(Instant instant) const {
  return Date::from_days(floor<days>(instant + offset_at(instant)));
}

Instant LocalTime::start_of(const Date& date) const {
  // In the first period that reaches local midnight of the date; a period that only begins after
  // that midnight begins the date itself.
  for (std::size_t i = 0; i < steps_.size(); ++i) {
    const Instant midnight = Instant{date.days()} - steps_[i].offset;
    const Instant start = std::max(midnight, steps_[i].from);
    if (i + 1 == steps_.size() || start < steps_[i + 1].from) return start;
  }
  return Instant{date.days()};
}

std::string LocalTime::format(Instant instant) const {
  const auto local = instant + offset_at(instant);
  const auto minute = floor<minutes>(local - floor<days>(local)).count();
  return fmt::format("{} {:02}:{:02}", Date::from_days(floor<days>(local)).iso(), minute / 60,
                     minute % 60);
}

bool LocalTime::self_test(Instant now) const {
  const auto reads = [this](Instant instant, sys_days day, minutes clock) {
    return instant + offset_at(instant) == day + clock;
  };
  return reads(kUnification + 30min, year{2024} / February / 29, 23h + 30min) &&
         reads(kUnification + 1h, year{2024} / March / 1, 0h) && offset_at(now) == 5h;
}

}  // namespace evisa::visa
