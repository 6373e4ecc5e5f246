// Visa numbers (ISO 7064 MOD 11,10) and passport numbers.
#include "visa/document_numbers.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "visa/check_digit.h"
#include "visa/digits.h"

namespace evisa::visa {
namespace {

constexpr std::uint64_t kOrdinals = 10'000'000'000;  // ten digits before the check digit
constexpr std::uint32_t kRandoms = 100'000'000;
constexpr std::size_t kVisaDigits = 11;

using VisaDigits = std::array<char, kVisaDigits>;

std::string_view first_ten(const VisaDigits& digits) { return {digits.data(), kVisaDigits - 1}; }

VisaDigits digits_of(std::uint64_t ordinal) {
  VisaDigits digits{};
  for (std::size_t i = kVisaDigits - 1; i-- > 0; ordinal /= 10) {
    digits[i] = static_cast<char>('0' + ordinal % 10);
  }
  digits.back() = mod_11_10_check_digit(first_ten(digits));
  return digits;
}

/// The eleven digits of a typed number; false when it is anything else.
bool collect_digits(std::string_view text, VisaDigits& digits) {
  std::size_t count = 0;
  if (text.empty() || !is_digit(text.front()) || !is_digit(text.back())) return false;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    if (!is_digit(c) || count == kVisaDigits) return false;
    digits[count++] = c;
  }
  return count == kVisaDigits;
}

}  // namespace

Result<VisaNumber> VisaNumber::parse(std::string_view text) {
  VisaDigits digits{};
  if (!collect_digits(text, digits)) {
    return fail(Errc::malformed,
                fmt::format("found \"{}\", expected a visa number of 11 digits", text));
  }
  const char expected = mod_11_10_check_digit(first_ten(digits));
  if (digits.back() != expected) {
    return fail(Errc::out_of_range,
                fmt::format("visa number {}: check digit is {}, expected {}", text, digits.back(),
                            expected),
                "a digit was probably mistyped: compare all eleven with the print-out");
  }
  std::uint64_t ordinal = 0;
  for (const char c : first_ten(digits)) ordinal = ordinal * 10 + static_cast<unsigned>(c - '0');
  return from_ordinal(ordinal);
}

Result<VisaNumber> VisaNumber::compose(unsigned year, std::uint32_t random) {
  if (year > 99 || random >= kRandoms) {
    return fail(Errc::out_of_range,
                fmt::format("visa number of year {} and random part {}: expected 0..99 and "
                            "0..99999999",
                            year, random));
  }
  return from_ordinal(std::uint64_t{year} * kRandoms + random);
}

Result<VisaNumber> VisaNumber::from_ordinal(std::uint64_t ordinal) {
  if (ordinal >= kOrdinals) {
    return fail(Errc::out_of_range,
                fmt::format("visa number ordinal {}: expected at most ten digits", ordinal));
  }
  VisaNumber number;
  number.ordinal_ = ordinal;
  return number;
}

std::string VisaNumber::text() const {
  const VisaDigits digits = digits_of(ordinal_);
  return {digits.data(), digits.size()};
}

Result<PassportNumber> PassportNumber::parse(std::string_view text) {
  std::string_view body = text;
  while (!body.empty() && body.back() == '<') body.remove_suffix(1);
  PassportNumber number;
  for (const char c : body) {
    if (c == ' ' || c == '-') continue;
    const char upper = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    if ((!is_upper(upper) && !is_digit(upper)) || number.text_.size() == 9) {
      number.text_.clear();
      break;
    }
    number.text_.push_back(upper);
  }
  if (number.text_.empty()) {
    return fail(
        Errc::malformed,
        fmt::format("found \"{}\", expected a passport number of 1 to 9 characters A-Z 0-9", text));
  }
  return number;
}

std::string PassportNumber::mrz() const {
  std::string padded = text_;
  padded.resize(9, '<');
  return padded;
}

}  // namespace evisa::visa
