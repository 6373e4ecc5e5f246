// The 38 levels on which MRZ reading is measured, and the frames of each.
#pragma once

#include <string>
#include <vector>

#include "tests/sim/camera.h"
#include "tests/sim/passport.h"

namespace evisa::bench {

struct MrzLevel {
  std::string scenario, name;
  double pitch = 16;  ///< pixels a character
  sim::Shot shot{};   ///< without size, place and seed
  double guilloche = 0.1;
  bool defects = false;  ///< each frame one of the print defects that training never saw
  bool clean = false;    ///< no disturbance and pixels enough
};

[[nodiscard]] const std::vector<MrzLevel>& mrz_levels();

struct MrzScene {
  visa::MrzLines truth;
  cv::Mat frame;
};

/// Frame `index` of a level: its own holder, place and rotation (a few degrees where the level does
/// not say). `full_size`: 1920 x 1080 instead of about the document's size.
/// `view`: another look at the same document (0, 1, ...): other noise, a little other place.
[[nodiscard]] MrzScene mrz_scene(const MrzLevel& level, const std::filesystem::path& face,
                                 std::uint64_t seed, int view = 0, bool full_size = false);

}  // namespace evisa::bench
