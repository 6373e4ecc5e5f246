// Training samples: printed characters as a bad camera sees them, in the network's scale.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "reader/mrz/training/glyphs.h"
#include "reader/mrz/weights.h"

namespace evisa::reader::mrz {

struct Sample {
  std::array<float, kSeen * kRows> window;  ///< column after column, as in a Strip
  std::size_t label;                        ///< class, `kNone` off centre and on empty paper
};

/// Samples of one random line in two frames: every character twice, a place between every two, and
/// blank ends.
/// `random` decides everything.
void add_line(const std::vector<Glyphs>& faces, cv::RNG& random, std::vector<Sample>& samples);

}  // namespace evisa::reader::mrz
