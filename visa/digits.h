// Fixed-width decimal digits, as dates, MRZ fields and numbers carry them.
#pragma once

#include <optional>
#include <string_view>

namespace evisa::visa {

[[nodiscard]] constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
[[nodiscard]] constexpr bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

/// 1 to 9 digits and nothing else (no sign, no blank).
[[nodiscard]] constexpr std::optional<unsigned> read_digits(std::string_view text) {
  if (text.empty() || text.size() > 9) return std::nullopt;
  unsigned value = 0;
  for (const char c : text) {
    if (!is_digit(c)) return std::nullopt;
    value = value * 10 + static_cast<unsigned>(c - '0');
  }
  return value;
}

}  // namespace evisa::visa
