// Local time of Kazakhstan as a fixed table of UTC offsets, so that no booth depends on its tzdata.
// Source: tzdata 2024a; rules.md section 4.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "visa/date.h"

namespace evisa::visa {

class LocalTime {
 public:
  struct Step {
    Instant from;
    std::chrono::minutes offset;
    bool operator==(const Step&) const = default;
  };

  /// Kazakhstan (Astana, Almaty): +06:00 before 2024-02-29T18:00:00Z, +05:00 from then on.
  [[nodiscard]] static LocalTime kazakhstan();
  /// Errors: malformed (empty, not ascending, an offset beyond +-14:00).
  [[nodiscard]] static Result<LocalTime> from_steps(std::vector<Step> steps);

  [[nodiscard]] std::chrono::minutes offset_at(Instant instant) const;
  /// The local calendar date of an instant.
  [[nodiscard]] Date date_of(Instant instant) const;
  /// The first instant of a local date, 00:00:00.000.
  [[nodiscard]] Instant start_of(const Date& date) const;
  /// `YYYY-MM-DD HH:MM` in local time, for people.
  [[nodiscard]] std::string format(Instant instant) const;
  /// True when 2024-02-29T18:30Z is 23:30 of 29 February, 19:00Z is 1 March, and today is +05:00.
  [[nodiscard]] bool self_test(Instant now) const;

  [[nodiscard]] const std::vector<Step>& steps() const { return steps_; }
  bool operator==(const LocalTime&) const = default;

 private:
  explicit LocalTime(std::vector<Step> steps) : steps_(std::move(steps)) {}
  std::vector<Step> steps_;  // ascending; the first one reaches back to the beginning of time
};

}  // namespace evisa::visa
