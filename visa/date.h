// Calendar dates and instants. Visa dates are plain local dates; instants are UTC milliseconds.
#pragma once

#include <chrono>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

/// An instant in UTC, in milliseconds.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A date that exists in the Gregorian calendar, years 1 to 9999.
class Date {
 public:
  /// Errors: out_of_range (31 April, month 13, year 0 or above 9999).
  [[nodiscard]] static Result<Date> from_ymd(int year, unsigned month, unsigned day);
  /// Reads `YYYY-MM-DD` and nothing else. Errors: malformed, out_of_range.
  [[nodiscard]] static Result<Date> parse(std::string_view iso);
  [[nodiscard]] static Date from_days(std::chrono::sys_days days);

  [[nodiscard]] int year() const { return int{ymd().year()}; }
  [[nodiscard]] unsigned month() const { return unsigned{ymd().month()}; }
  [[nodiscard]] unsigned day() const { return unsigned{ymd().day()}; }
  [[nodiscard]] std::chrono::sys_days days() const { return days_; }

  /// Days outside the years 1 to 9999 become the first or last day of that range, here and below.
  [[nodiscard]] Date plus_days(int n) const;
  /// Adds months and clamps to the end of the month: 31 August + 3 months = 30 November.
  [[nodiscard]] Date plus_months(int n) const;
  /// Days from `other` to this date; negative when this date is earlier.
  [[nodiscard]] int days_since(const Date& other) const {
    return static_cast<int>((days_ - other.days_).count());
  }

  /// `YYYY-MM-DD`.
  [[nodiscard]] std::string iso() const;

  auto operator<=>(const Date&) const = default;

 private:
  explicit Date(std::chrono::sys_days days) : days_(days) {}
  [[nodiscard]] std::chrono::year_month_day ymd() const {
    return std::chrono::year_month_day{days_};
  }
  std::chrono::sys_days days_{};
};

/// Reads `YYYY-MM-DDTHH:MM[:SS[.mmm]]Z` (UTC only). Errors: malformed, out_of_range.
[[nodiscard]] Result<Instant> parse_instant(std::string_view text);
/// `YYYY-MM-DDTHH:MM:SSZ`, with `.mmm` only when the milliseconds are not zero.
[[nodiscard]] std::string to_string(Instant instant);

/// The two-digit years of an MRZ (Doc 9303-3 gives no century rule; rules.md 6.3):
/// a birth date is the latest year not after `today`.
[[nodiscard]] int expand_birth_year(int two_digits, const Date& today);
/// Expiry and valid until lie in the window today - 10 years .. today + 20 years where one fits;
/// else the nearest.
[[nodiscard]] int expand_expiry_year(int two_digits, const Date& today);

}  // namespace evisa::visa
