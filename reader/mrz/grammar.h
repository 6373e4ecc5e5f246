// Which characters may stand where (Doc 9303-4 4.2.2, Doc 9303-7 4.2.2 and 5.2.2), and which of
// them look alike in OCR-B.
#pragma once

#include <bitset>
#include <cstddef>
#include <vector>

#include "reader/mrz/alphabet.h"
#include "visa/mrz.h"

namespace evisa::reader::mrz {

using Characters = std::bitset<kNone>;

/// What may stand in each place of `line` (0 or 1) of a format.
[[nodiscard]] const std::vector<Characters>& allowed(visa::MrzFormat format, std::size_t line);

/// True for two characters that a print or a camera can turn into each other: O and 0, B and 8.
[[nodiscard]] bool look_alike(char a, char b);

}  // namespace evisa::reader::mrz
