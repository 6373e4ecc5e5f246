// Calendar dates: reading, writing, month arithmetic, two-digit years.
#include "visa/date.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "visa/digits.h"

namespace evisa::visa {
namespace {

using namespace std::chrono;

constexpr sys_days kFirstDay = year{1} / January / 1;
constexpr sys_days kLastDay = year{9999} / December / 31;

/// `count`: days since 1970; kept inside the years 1 to 9999.
sys_days clamped(std::int64_t count) {
  return sys_days{days{static_cast<int>(std::clamp<std::int64_t>(
      count, kFirstDay.time_since_epoch().count(), kLastDay.time_since_epoch().count()))}};
}

}  // namespace

Result<Date> Date::from_ymd(int year_number, unsigned month_number, unsigned day_number) {
  const auto refuse = [&] {
    return fail(Errc::out_of_range, fmt::format("no such date: {:04}-{:02}-{:02}", year_number,
                                                month_number, day_number));
  };
  if (year_number < 1 || year_number > 9999 || month_number > 12 || day_number > 31) {
    return refuse();
  }
  const year_month_day ymd{std::chrono::year{year_number}, std::chrono::month{month_number},
                           std::chrono::day{day_number}};
  if (!ymd.ok()) return refuse();
  return Date(sys_days{ymd});
}

Result<Date> Date::parse(std::string_view iso) {
  const auto y = iso.size() == 10 ? read_digits(iso.substr(0, 4)) : std::nullopt;
  const auto m = iso.size() == 10 ? read_digits(iso.substr(5, 2)) : std::nullopt;
  const auto d = iso.size() == 10 ? read_digits(iso.substr(8, 2)) : std::nullopt;
  if (!y || !m || !d || iso[4] != '-' || iso[7] != '-') {
    return fail(Errc::malformed, fmt::format("found \"{}\", expected a date like 2026-11-20", iso));
  }
  return from_ymd(static_cast<int>(*y), *m, *d);
}

Date Date::from_days(sys_days days) { return Date(clamped(days.time_since_epoch().count())); }

Date Date::plus_days(int n) const {
  return Date(clamped(std::int64_t{days_.time_since_epoch().count()} + n));
}

Date Date::plus_months(int n) const {
  const std::int64_t total = std::int64_t{year()} * 12 + month() - 1 + n;
  if (total < 12) return Date(kFirstDay);
  if (total >= 10000 * 12) return Date(kLastDay);
  const std::chrono::year y{static_cast<int>(total / 12)};
  const std::chrono::month m{static_cast<unsigned>(total % 12 + 1)};
  const auto last = year_month_day_last{y, month_day_last{m}}.day();
  return Date(sys_days{y / m / std::min(ymd().day(), last)});
}

namespace {

/// `count` digits of a number that has no more.
void put_digits(char* to, std::size_t count, unsigned number) {
  for (; count > 0; number /= 10) to[--count] = static_cast<char>('0' + number % 10);
}

}  // namespace

std::string Date::iso() const {
  if (year() < 0 || year() > 9999) return fmt::format("{:04}-{:02}-{:02}", year(), month(), day());
  std::string text = "0000-00-00";
  put_digits(text.data(), 4, static_cast<unsigned>(year()));
  put_digits(text.data() + 5, 2, month());
  put_digits(text.data() + 8, 2, day());
  return text;
}

namespace {

/// `HH:MM[:SS[.mmm]]` as milliseconds since midnight; nullopt when it does not follow the grammar.
std::optional<std::int64_t> read_clock(std::string_view text, bool& exists) {
  const auto part = [&](std::size_t at, std::size_t n, char before) -> std::optional<unsigned> {
    if (text.size() < at + n || (at > 0 && text[at - 1] != before)) return std::nullopt;
    return read_digits(text.substr(at, n));
  };
  const bool short_form = text.size() == 5;
  const auto h = part(0, 2, ' ');
  const auto m = part(3, 2, ':');
  const auto s = short_form ? std::optional{0U} : part(6, 2, ':');
  const auto ms = short_form || text.size() == 8 ? std::optional{0U} : part(9, 3, '.');
  if (!h || !m || !s || !ms || (!short_form && text.size() != 8 && text.size() != 12)) {
    return std::nullopt;
  }
  exists = *h < 24 && *m < 60 && *s < 60;
  return ((std::int64_t{*h} * 60 + *m) * 60 + *s) * 1000 + *ms;
}

}  // namespace

Result<Instant> parse_instant(std::string_view text) {
  bool exists = false;
  std::optional<std::int64_t> clock;
  if (text.size() >= 17 && text[10] == 'T' && text.back() == 'Z') {
    clock = read_clock(text.substr(11, text.size() - 12), exists);
  }
  if (!clock) {
    return fail(Errc::malformed,
                fmt::format("found \"{}\", expected an instant like 2026-11-20T10:00:00Z", text),
                "instants are UTC and end in Z");
  }
  const auto date = Date::parse(text.substr(0, 10));
  if (!date) return std::unexpected(date.error());
  if (!exists) return fail(Errc::out_of_range, fmt::format("no such time of day: \"{}\"", text));
  return Instant{date->days()} + milliseconds{*clock};
}

std::string to_string(Instant instant) {
  const auto day = floor<days>(instant);
  const auto ms = static_cast<unsigned>((instant - day).count());
  std::string clock = ms % 1000 == 0 ? "T00:00:00Z" : "T00:00:00.000Z";
  put_digits(clock.data() + 1, 2, ms / 3'600'000);
  put_digits(clock.data() + 4, 2, ms / 60'000 % 60);
  put_digits(clock.data() + 7, 2, ms / 1000 % 60);
  if (ms % 1000 != 0) put_digits(clock.data() + 10, 3, ms % 1000);
  return Date::from_days(day).iso() + clock;
}

int expand_birth_year(int two_digits, const Date& today) {
  const int candidate = today.year() - today.year() % 100 + two_digits;
  return candidate > today.year() ? candidate - 100 : candidate;
}

int expand_expiry_year(int two_digits, const Date& today) {
  const int first = today.year() - 10;
  const int last = today.year() + 20;
  const auto distance = [&](int year) { return std::max({0, first - year, year - last}); };
  int best = today.year() - today.year() % 100 + two_digits;
  for (const int candidate : {best - 100, best + 100}) {
    if (distance(candidate) < distance(best)) best = candidate;
  }
  return best;
}

}  // namespace evisa::visa
