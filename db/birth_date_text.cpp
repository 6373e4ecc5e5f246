// Birth dates as text, with parts that may be unknown (Doc 9303-3 4.8): `1990-??-??`.
#include <fmt/core.h>

#include <algorithm>
#include <charconv>

#include "db/record_json.h"

namespace evisa::db {
namespace {

constexpr int kLeapYear = 2000;  // a day without a year may be 29 February

/// A part of fixed width: digits, or all `?` for unknown. False when it is neither.
bool read_part(std::string_view part, std::optional<int>& value) {
  if (std::ranges::all_of(part, [](char c) { return c == '?'; })) return true;
  int number = 0;
  const auto end = part.data() + part.size();
  const bool digits = std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || std::from_chars(part.data(), end, number).ptr != end) return false;
  value = number;
  return true;
}

/// Whether some calendar has a date with these parts.
bool exists(const std::optional<int>& year, const std::optional<int>& month,
            const std::optional<int>& day) {
  const auto m = static_cast<unsigned>(month.value_or(1)),
             d = static_cast<unsigned>(day.value_or(1));
  return visa::Date::from_ymd(year.value_or(kLeapYear), m, d).has_value();
}

}  // namespace

std::string birth_date_text(const visa::BirthDate& birth) {
  const auto part = [](const auto& value, int width) {
    return value ? fmt::format("{:0{}}", *value, width)
                 : std::string(static_cast<std::size_t>(width), '?');
  };
  return part(birth.year, 4) + "-" + part(birth.month, 2) + "-" + part(birth.day, 2);
}

Result<visa::BirthDate> parse_birth_date(std::string_view text) {
  std::optional<int> year, month, day;
  const bool shaped = text.size() == 10 && text[4] == '-' && text[7] == '-';
  if (!shaped || !read_part(text.substr(0, 4), year) || !read_part(text.substr(5, 2), month) ||
      !read_part(text.substr(8, 2), day)) {
    return fail(Errc::malformed, fmt::format("birth date: found \"{}\", expected YYYY-MM-DD", text),
                "write ?? for a month or day that the passport does not show");
  }
  if (!exists(year, month, day)) {
    return fail(Errc::out_of_range, fmt::format("birth date: {} does not exist", text));
  }
  visa::BirthDate birth;
  birth.year = year;
  if (month) birth.month = static_cast<unsigned>(*month);
  if (day) birth.day = static_cast<unsigned>(*day);
  return birth;
}

}  // namespace evisa::db
