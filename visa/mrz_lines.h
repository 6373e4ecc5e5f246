// An MRZ as text: two lines of MRZ characters.
#pragma once

#include <string_view>

#include "visa/result.h"

namespace evisa::visa {

struct MrzText {
  std::string_view line1, line2;
};

/// Splits at line breaks, or in the middle when there is none; blanks around lines are dropped.
/// Errors: malformed (anything but two lines of 44 or of 36).
[[nodiscard]] Result<MrzText> split_mrz(std::string_view text);

/// Errors: malformed (a character outside A-Z 0-9 `<`; says which and where).
[[nodiscard]] Result<void> check_mrz_characters(const MrzText& text);

}  // namespace evisa::visa
