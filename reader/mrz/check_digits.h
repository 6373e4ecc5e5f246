// What the check digits of line 2 say of its characters (Doc 9303-3 4.9).
#pragma once

#include <array>
#include <string>
#include <vector>

#include "reader/mrz/alphabet.h"
#include "visa/mrz_layout.h"

namespace evisa::reader::mrz {

/// Probabilities of a cell's characters; what may not stand there has none.
using Chances = std::array<double, kNone>;

/// Line 2 on condition that every check digit of the format is right.
struct Checked {
  double holds = 0;            ///< probability of the condition itself; 0: it cannot be met
  std::vector<Chances> cells;  ///< of each cell under it; empty when it cannot be met
};

/// Sums exactly over all texts, not over a choice of them. `line2`: as many cells as the format has
/// characters, independent of each other.
[[nodiscard]] Checked given_check_digits(visa::MrzFormat format, const std::vector<Chances>& line2);

/// Where a check digit of line 2 is wrong: its field with the digit; of the composite check digit
/// itself alone. `lines`: MRZ characters only, as long as the format's.
[[nodiscard]] std::vector<visa::MrzSpan> failed_checks(visa::MrzFormat format,
                                                       const std::array<std::string, 2>& lines);

/// True when each check digit of the format is right. `lines`: MRZ characters only.
[[nodiscard]] bool checks_hold(visa::MrzFormat format, const std::array<std::string, 2>& lines);

}  // namespace evisa::reader::mrz
