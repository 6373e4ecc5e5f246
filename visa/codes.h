// Short codes as strong types: country, airport, visa category, sex.
#pragma once

#include <array>
#include <compare>
#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

/// A State or nationality code as an MRZ carries it: 1 to 3 letters A-Z, without fillers
/// (`D` for Germany). Not checked against ISO 3166: Doc 9303-3 section 5 has codes of its own.
class CountryCode {
 public:
  CountryCode() = default;
  /// Accepts fillers at the end (`D<<`), and `DEU` as `D`. Errors: malformed.
  [[nodiscard]] static Result<CountryCode> parse(std::string_view text);
  [[nodiscard]] std::string_view text() const;
  /// Three characters, padded with `<`.
  [[nodiscard]] std::string mrz() const;
  [[nodiscard]] bool empty() const { return chars_[0] == 0; }
  auto operator<=>(const CountryCode&) const = default;

 private:
  std::array<char, 3> chars_{};
};

/// An IATA location code: exactly 3 letters A-Z.
class AirportCode {
 public:
  AirportCode() = default;
  /// Errors: malformed.
  [[nodiscard]] static Result<AirportCode> parse(std::string_view text);
  [[nodiscard]] std::string_view text() const { return {chars_.data(), chars_[0] ? 3U : 0U}; }
  auto operator<=>(const AirportCode&) const = default;

 private:
  std::array<char, 3> chars_{};
};

/// A visa category as Kazakhstan writes it, 1 to 4 characters A-Z 0-9: `B12`, `B1`, `C12`.
class CategoryCode {
 public:
  CategoryCode() = default;
  /// Errors: malformed.
  [[nodiscard]] static Result<CategoryCode> parse(std::string_view text);
  [[nodiscard]] std::string_view text() const;
  auto operator<=>(const CategoryCode&) const = default;

 private:
  std::array<char, 4> chars_{};
};

/// Doc 9303-3 4.8: F, M, or `<` for unspecified.
enum class Sex { unspecified, female, male };

[[nodiscard]] char mrz_char(Sex sex);
/// Errors: malformed (anything but F, M, `<`; X is accepted as unspecified).
[[nodiscard]] Result<Sex> parse_sex(char c);

}  // namespace evisa::visa
