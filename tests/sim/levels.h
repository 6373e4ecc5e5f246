// The 73 levels on which readers are compared: each distortion alone in steps, some together, and
// whole pages in a frame.
#pragma once

#include <span>
#include <string_view>

#include "tests/sim/print.h"

namespace evisa::sim {

/// One frame to be taken: how the page is worn and bent, and how it is filmed.
struct Scene {
  Shot shot;
  Defects defects;
  double px_per_module = 3;
  double code_mm = 0;       ///< printed side of the code where it is not the page's own; 0 = that
  bool whole_page = false;  ///< the camera looks at the page's middle, not at the code
};

struct Level {
  std::string_view scenario, name;
  double value = 0;  ///< the level's figure; what it means is the scenario's matter
};

[[nodiscard]] std::span<const Level> levels();

/// The scene of frame `index` of a level: any rotation, a tilt of at most 10 degrees, 3 pixels a
/// module and a slightly soft lens, unless the level says otherwise. Equal arguments, equal scene.
[[nodiscard]] Scene scene_of(const Level& level, const Page& page, const CodeArea& code, int index,
                             std::uint64_t seed);

/// The scene a moment later: a hand that is not quite still has moved the page a little, the noise
/// is another, a reflection has wandered within the code. Equal arguments, equal scene.
[[nodiscard]] Scene moment_of(const Scene& scene, int moment);

/// The frame of a scene, CV_8UC1.
[[nodiscard]] cv::Mat take(const Scene& scene, const Page& page, const CodeArea& code);

}  // namespace evisa::sim
