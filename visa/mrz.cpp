// Names of the MRZ formats, and dates of birth with unknown parts.
#include "visa/mrz.h"

#include <fmt/format.h>

namespace evisa::visa {

std::string_view to_string(MrzFormat format) {
  switch (format) {
    case MrzFormat::td3:
      return "TD3";
    case MrzFormat::mrv_a:
      return "MRV-A";
    case MrzFormat::mrv_b:
      return "MRV-B";
  }
  return "?";
}

std::string BirthDate::display() const {
  const auto two = [](std::optional<unsigned> part) {
    return part ? fmt::format("{:02}", *part) : std::string{"??"};
  };
  return fmt::format("{}-{}-{}", year ? fmt::format("{:04}", *year) : "????", two(month), two(day));
}

bool BirthDate::possible() const {
  // A leap year and a long month stand in for what is not known.
  return Date::from_ymd(year.value_or(2000), month.value_or(1), day.value_or(1)).has_value();
}

BirthDate BirthDate::from(const Date& date) { return {date.year(), date.month(), date.day()}; }

}  // namespace evisa::visa
