// Numbers that name a document: visa number, passport number.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

/// An e-visa's number: 11 digits, YY + 8 random digits + ISO 7064 MOD 11,10 check digit.
class VisaNumber {
 public:
  VisaNumber() = default;
  /// Spaces and hyphens between digits are accepted when a person typed them.
  /// Errors: malformed (not 11 digits), out_of_range (check digit: found, expected).
  [[nodiscard]] static Result<VisaNumber> parse(std::string_view text);
  /// Composes a number. `year` 0..99, `random` 0..99 999 999. Errors: out_of_range.
  [[nodiscard]] static Result<VisaNumber> compose(unsigned year, std::uint32_t random);
  /// 11 digits.
  [[nodiscard]] std::string text() const;
  /// The first ten digits as an integer (the check digit follows from them): the key of every
  /// table.
  [[nodiscard]] std::uint64_t ordinal() const { return ordinal_; }
  [[nodiscard]] static Result<VisaNumber> from_ordinal(std::uint64_t ordinal);
  auto operator<=>(const VisaNumber&) const = default;

 private:
  std::uint64_t ordinal_ = 0;
};

/// A passport number: 1 to 9 characters A-Z 0-9, without fillers (what a TD3 MRZ can hold).
class PassportNumber {
 public:
  PassportNumber() = default;
  /// Drops fillers at the end, spaces and hyphens; lower case becomes upper case.
  /// Cyrillic look-alikes are not folded here: see look_alikes.h. Errors: malformed.
  [[nodiscard]] static Result<PassportNumber> parse(std::string_view text);
  [[nodiscard]] const std::string& text() const { return text_; }
  /// 9 characters, padded with `<`.
  [[nodiscard]] std::string mrz() const;
  auto operator<=>(const PassportNumber&) const = default;

 private:
  std::string text_;
};

}  // namespace evisa::visa
