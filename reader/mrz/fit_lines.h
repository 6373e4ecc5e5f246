// From a heap of strokes to the two lines of text that it may belong to.
#pragma once

#include <optional>

#include "reader/gray_image.h"
#include "reader/mrz/ink_map.h"
#include "reader/mrz/line_pair.h"

namespace evisa::reader::mrz {

/// A piece of a line of text grown to the whole line.
[[nodiscard]] Band grow(const InkMap& map, const Band& piece);

/// Fits two parallel lines of text, 1.4 to 3.4 characters apart, to a band and what is above and
/// below it; nothing when there are none. The ends may be off by a character or two.
[[nodiscard]] std::optional<LinePair> fit_lines(const InkMap& map, const Band& band, int cells);

/// The lines once more on the frame's own pixels around them, finer than the map that they were
/// found in; as they were when there is nothing better.
[[nodiscard]] LinePair refined(const GrayView& frame, const LinePair& lines);

/// The lines as long as an MRZ is at their distance from one another, when the ink ended early: in
/// noise the fillers fade first. `from_right`: the lines' right ends are kept, else their left
/// ends. Nothing when they are long enough.
[[nodiscard]] std::optional<LinePair> longer(const LinePair& lines, bool from_right);

}  // namespace evisa::reader::mrz
