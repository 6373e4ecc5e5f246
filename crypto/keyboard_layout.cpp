// Keyboard layouts by key position; table in keyboard_layout.h.
#include "crypto/keyboard_layout.h"

#include <algorithm>
#include <array>
#include <string>

#include "crypto/seal_text.h"

namespace evisa::crypto {
namespace {

constexpr std::u32string_view kLatin = U"QWERTYUIOPASDFGHJKLZXCVBNM";
constexpr std::u32string_view kCyrillicLower = U"йцукенгшщзфывапролдячсмить";
constexpr std::u32string_view kCyrillicUpper = U"ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ";
constexpr std::u32string_view kDigits = U"1234567890";
constexpr std::u32string_view kKazakhPlain = U"\"әіңғ,.үұқ";
constexpr std::u32string_view kKazakhShifted = U"!ӘІҢҒ;:ҮҰҚ";
constexpr std::u32string_view kRussianShifted = U"!\"№;%:?*()";
constexpr std::u32string_view kUsShifted = U"!@#$%^&*()";
static_assert(kLatin.size() == kCyrillicLower.size() && kLatin.size() == kCyrillicUpper.size());
static_assert(kDigits.size() == kKazakhPlain.size() && kDigits.size() == kKazakhShifted.size() &&
              kDigits.size() == kRussianShifted.size() && kDigits.size() == kUsShifted.size());

/// The counterpart of `c` in `to`, or 0 when `from` does not have it.
char32_t counterpart(char32_t c, std::u32string_view from, std::u32string_view to) {
  const auto at = from.find(c);
  return at == std::u32string_view::npos ? 0 : to[at];
}

bool is_kazakh_letter(char32_t c) {
  constexpr std::u32string_view kLetters = U"әіңғүұқӘІҢҒҮҰҚ";
  return kLetters.find(c) != std::u32string_view::npos;
}

char32_t digit_of(char32_t c, DigitRow row) {
  switch (row) {
    case DigitRow::plain:
      return 0;
    case DigitRow::kazakh: {
      const char32_t plain = counterpart(c, kKazakhPlain, kDigits);
      return plain ? plain : counterpart(c, kKazakhShifted, kDigits);
    }
    case DigitRow::russian_shifted:
      return counterpart(c, kRussianShifted, kDigits);
    case DigitRow::us_shifted:
      return counterpart(c, kUsShifted, kDigits);
  }
  return 0;
}

/// Decodes UTF-8 as far as keyboards of these layouts go (up to three bytes); other bytes stay as
/// they are and are refused later by the strict reader.
std::u32string characters_of(std::string_view utf8) {
  std::u32string text;
  const auto byte = [&](std::size_t i) {
    return i < utf8.size() ? static_cast<unsigned char>(utf8[i]) : 0U;
  };
  const auto continues = [&](std::size_t i) { return (byte(i) & 0xC0U) == 0x80U; };
  for (std::size_t i = 0; i < utf8.size();) {
    if ((byte(i) & 0xE0U) == 0xC0U && continues(i + 1)) {
      text += static_cast<char32_t>((byte(i) & 0x1FU) << 6 | (byte(i + 1) & 0x3FU));
      i += 2;
    } else if ((byte(i) & 0xF0U) == 0xE0U && continues(i + 1) && continues(i + 2)) {
      text += static_cast<char32_t>((byte(i) & 0x0FU) << 12 | (byte(i + 1) & 0x3FU) << 6 |
                                    (byte(i + 2) & 0x3FU));
      i += 3;
    } else {
      text += static_cast<char32_t>(byte(i++));
    }
  }
  return text;
}

bool is_blank(char32_t c) { return c == U' ' || (c >= U'\t' && c <= U'\r') || c == 0; }

}  // namespace

DigitRow digit_row_of(std::u32string_view text) {
  // The prefix `KZV1` ends in the first key of the row, so its fourth character tells the shift.
  const char32_t one = text.size() > 3 ? text[3] : U'1';
  if (one == U'"' || std::ranges::any_of(text, is_kazakh_letter)) return DigitRow::kazakh;
  if (one != U'!') return DigitRow::plain;
  const bool cyrillic = std::ranges::any_of(text, [](char32_t c) {
    return counterpart(c, kCyrillicLower, kLatin) || counterpart(c, kCyrillicUpper, kLatin);
  });
  return cyrillic ? DigitRow::russian_shifted : DigitRow::us_shifted;
}

char32_t key_of(char32_t c, DigitRow row) {
  if (c >= U'a' && c <= U'z') return c - U'a' + U'A';
  if (const char32_t digit = digit_of(c, row)) return digit;
  if (const char32_t letter = counterpart(c, kCyrillicLower, kLatin)) return letter;
  if (const char32_t letter = counterpart(c, kCyrillicUpper, kLatin)) return letter;
  return c;
}

std::string repair_keyboard_layout(std::string_view utf8) {
  std::u32string text = characters_of(utf8);
  std::erase_if(text, is_blank);
  const DigitRow row = digit_row_of(text);
  std::string repaired;
  for (const char32_t c : text) {
    const char32_t key = key_of(c, row);
    repaired += key < 0x80 ? static_cast<char>(key) : '?';  // `?` is in no alphabet: refused later
  }
  return repaired;
}

}  // namespace evisa::crypto
