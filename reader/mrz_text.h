// MRZs in the text of a page.
#pragma once

#include <string_view>
#include <vector>

#include "reader/reading.h"

namespace evisa::reader {

/// Every two consecutive lines that look like an MRZ: both of 44 or both of 36 characters A-Z 0-9
/// `<`, the first beginning with a letter and holding a filler. Blanks within a line are ignored,
/// as are empty lines between the two. Check digits are not looked at.
[[nodiscard]] std::vector<FoundMrz> find_mrzs(std::string_view text);

}  // namespace evisa::reader
