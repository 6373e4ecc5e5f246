// The two lines of an MRZ in a frame, and their pixels in the network's scale.
#pragma once

#include <array>
#include <optional>

#include "reader/gray_image.h"
#include "reader/mrz/ink_map.h"
#include "reader/mrz/strip.h"

namespace evisa::reader::mrz {

struct Place {
  double x = 0, y = 0;
};

/// Middles of the first and the last capital of both lines, in pixels of the frame.
struct LinePair {
  std::array<Place, 2> upper, lower;
  double height = 0;  ///< of a capital, pixels
  int cells = 44;     ///< characters in a line, as assumed
  [[nodiscard]] double pitch() const;
};

/// The same lines of a document that lies upside down.
[[nodiscard]] LinePair turned(const LinePair& lines);

/// A piece of a line of text grown to the whole line.
[[nodiscard]] Band grow(const InkMap& map, const Band& piece);

/// Fits two parallel lines of text, 1.4 to 3.4 characters apart, to a band and what is above and
/// below it; nothing when there are none. The ends may be off by a character or two.
[[nodiscard]] std::optional<LinePair> fit_lines(const InkMap& map, const Band& band, int cells);

/// The lines once more on the frame's own pixels around them, finer than the map that they were
/// found in; as they were when there is nothing better.
[[nodiscard]] LinePair refined(const GrayView& frame, const LinePair& lines);

inline constexpr int kMarginCells = 3;  ///< on either side of a cut line

/// Cuts the lines out. Each strip holds `cells` characters and the margins.
[[nodiscard]] std::array<Strip, 2> cut_lines(const GrayView& frame, const LinePair& lines);
/// Cuts `cells` characters out of the lines' middle, without margins.
[[nodiscard]] std::array<Strip, 2> cut_middle(const GrayView& frame, const LinePair& lines,
                                              int cells);

/// The strips of the same lines upside down.
[[nodiscard]] std::array<Strip, 2> turned(const std::array<Strip, 2>& strips);

/// True when a band lies on one of the lines.
[[nodiscard]] bool covers(const LinePair& lines, const InkMap& map, const Band& band);

}  // namespace evisa::reader::mrz
