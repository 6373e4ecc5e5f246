// The two check digits of the project, and no others.
#pragma once

#include <string_view>

namespace evisa::visa {

/// Doc 9303-3 4.9: weights 7 3 1, modulo 10; 0-9, A-Z = 10-35, `<` = 0.
/// `text`: MRZ characters only. Returns the digit as a character '0'..'9', or 0 for another
/// character.
[[nodiscard]] char mrz_check_digit(std::string_view text);

/// ISO 7064 MOD 11,10 over decimal digits. Returns the digit as a character, or 0 for a non-digit.
[[nodiscard]] char mod_11_10_check_digit(std::string_view digits);

}  // namespace evisa::visa
