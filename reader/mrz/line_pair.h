// The two lines of an MRZ as places in a frame.
#pragma once

#include <array>

#include "reader/mrz/ink_map.h"

namespace evisa::reader::mrz {

struct Place {
  double x = 0, y = 0;
};
[[nodiscard]] double distance(const Place& a, const Place& b);
[[nodiscard]] Place between(const Place& a, const Place& b);

/// Middles of the first and the last capital of both lines, in pixels of the frame.
struct LinePair {
  std::array<Place, 2> upper, lower;
  double height = 0;  ///< of a capital, pixels
  int cells = 44;     ///< characters in a line, as assumed
  [[nodiscard]] double pitch() const;
};

/// The same lines of a document that lies upside down.
[[nodiscard]] LinePair turned(const LinePair& lines);

/// True when a band lies on one of the lines.
[[nodiscard]] bool covers(const LinePair& lines, const InkMap& map, const Band& band);

/// True when the middle of one pair lies on the other: both cannot be an MRZ.
[[nodiscard]] bool overlap(const LinePair& a, const LinePair& b);

}  // namespace evisa::reader::mrz
