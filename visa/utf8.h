// UTF-8 text that people type: decoding, and case folding of the letters this project meets.
#pragma once

#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

/// Takes the next code point off the front of `text`, which must not be empty.
/// Errors: malformed (overlong, surrogate, truncated, above U+10FFFF); `text` is then unchanged.
[[nodiscard]] Result<char32_t> next_code_point(std::string_view& text);

void append_utf8(std::string& out, char32_t code_point);

/// `"ә" (U+04D9)`: how a message names a character.
[[nodiscard]] std::string quoted(char32_t code_point);

/// The capital of a Latin or Cyrillic letter; every other code point unchanged.
[[nodiscard]] char32_t to_capital(char32_t code_point);

/// Latin and Cyrillic letters as capitals; bytes that are not UTF-8 unchanged.
[[nodiscard]] std::string to_capitals(std::string_view utf8);

}  // namespace evisa::visa
