// Where a frame is darker than its surroundings, as printed strokes are.
#pragma once

#include <vector>

#include "reader/gray_image.h"

namespace evisa::reader::mrz {

struct InkMap {
  GrayImage ink;     ///< 0 = paper of any brightness, 255 = black stroke
  double scale = 1;  ///< pixels of the map a pixel of the frame; at most 1
};

/// A long and thin heap of strokes: perhaps a line of text. In pixels of the map.
struct Band {
  double x = 0, y = 0;   ///< its middle
  double length = 0;     ///< along the text
  double thickness = 0;  ///< across
  double angle = 0;      ///< radians, of the direction along it; which end comes first is open
};

/// `frame` with pixels (has_pixels); it is halved until no side is longer than `side` pixels, which
/// also calms noise. Faint ink is as black in the map as any: the darkest strokes set the measure.
[[nodiscard]] InkMap find_ink(const GrayView& frame, int side);

/// The bands that are as long and thin as a line of 36 or 44 characters, most likely ones first, at
/// most `limit`.
[[nodiscard]] std::vector<Band> find_bands(const InkMap& map, std::size_t limit);

}  // namespace evisa::reader::mrz
