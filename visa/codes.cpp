// Reading short codes.
#include "visa/codes.h"

#include <fmt/format.h>

#include <algorithm>

#include "visa/digits.h"

namespace evisa::visa {
namespace {

template <std::size_t N>
std::string_view up_to_zero(const std::array<char, N>& chars) {
  return {chars.data(), static_cast<std::size_t>(std::ranges::find(chars, 0) - chars.begin())};
}

}  // namespace

Result<CountryCode> CountryCode::parse(std::string_view text) {
  const std::string_view letters = text.substr(0, text.find('<'));
  const bool only_fillers_follow =
      std::ranges::all_of(text.substr(letters.size()), [](char c) { return c == '<'; });
  if (text.size() > 3 || letters.empty() || !only_fillers_follow ||
      !std::ranges::all_of(letters, is_upper)) {
    return fail(Errc::malformed,
                fmt::format("found \"{}\", expected a country code of 1 to 3 letters A-Z", text));
  }
  // SPEC: Doc 9303-3 section 5: Germany is D in every machine readable zone. DEU is its ISO 3166
  // code: an application that says DEU would otherwise never match its passport.
  CountryCode code;
  std::ranges::copy(letters == "DEU" ? std::string_view{"D"} : letters, code.chars_.begin());
  return code;
}

std::string_view CountryCode::text() const { return up_to_zero(chars_); }

std::string CountryCode::mrz() const {
  std::string padded{text()};
  padded.resize(3, '<');
  return padded;
}

Result<AirportCode> AirportCode::parse(std::string_view text) {
  if (text.size() != 3 || !std::ranges::all_of(text, is_upper)) {
    return fail(Errc::malformed,
                fmt::format("found \"{}\", expected an airport code of 3 letters A-Z", text),
                "for example NQZ (Astana) or ALA (Almaty)");
  }
  AirportCode code;
  std::ranges::copy(text, code.chars_.begin());
  return code;
}

Result<CategoryCode> CategoryCode::parse(std::string_view text) {
  const auto allowed = [](char c) { return is_upper(c) || is_digit(c); };
  if (text.empty() || text.size() > 4 || !std::ranges::all_of(text, allowed)) {
    return fail(
        Errc::malformed,
        fmt::format("found \"{}\", expected a visa category of 1 to 4 characters A-Z 0-9", text),
        "for example B12, B1 or C12");
  }
  CategoryCode code;
  std::ranges::copy(text, code.chars_.begin());
  return code;
}

std::string_view CategoryCode::text() const { return up_to_zero(chars_); }

char mrz_char(Sex sex) {
  switch (sex) {
    case Sex::unspecified:
      return '<';
    case Sex::female:
      return 'F';
    case Sex::male:
      return 'M';
  }
  return '<';
}

Result<Sex> parse_sex(char c) {
  switch (c) {
    case 'F':
      return Sex::female;
    case 'M':
      return Sex::male;
    case '<':
    case 'X':
      return Sex::unspecified;
    default:
      return fail(Errc::malformed, fmt::format("found sex '{}', expected F, M or <", c));
  }
}

}  // namespace evisa::visa
