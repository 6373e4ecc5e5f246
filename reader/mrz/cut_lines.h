// Two lines of a frame as pixels in the network's scale.
#pragma once

#include <array>

#include "reader/gray_image.h"
#include "reader/mrz/line_pair.h"
#include "reader/mrz/strip.h"

namespace evisa::reader::mrz {

inline constexpr int kMarginCells = 3;  ///< on either side of a cut line

/// Cuts the lines out. Each strip holds `cells` characters and the margins.
[[nodiscard]] std::array<Strip, 2> cut_lines(const GrayView& frame, const LinePair& lines);
/// Cuts `cells` characters out of the lines' middle, without margins.
[[nodiscard]] std::array<Strip, 2> cut_middle(const GrayView& frame, const LinePair& lines,
                                              int cells);

/// The strips of the same lines upside down.
[[nodiscard]] std::array<Strip, 2> turned(const std::array<Strip, 2>& strips);

}  // namespace evisa::reader::mrz
