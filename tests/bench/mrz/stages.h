// At which step of the reader a frame was lost.
#pragma once

#include <optional>

#include "reader/mrz/sight.h"
#include "tests/bench/mrz/levels.h"

namespace evisa::bench {

enum class Stage {
  whole,      ///< nothing was lost
  found,      ///< no MRZ was found
  lines,      ///< something else, or not along the lines
  cells,      ///< along the lines, characters one or more places beside their own
  characters  ///< in their places, not all right
};

[[nodiscard]] Stage lost_at(const MrzScene& scene,
                            const std::optional<reader::mrz::MrzSight>& seen);

/// True when the frame is read whole as soon as the reader is told where the lines are: neither
/// optics nor classifier stand in the way.
[[nodiscard]] bool readable(const MrzScene& scene);

/// True when a character's pixels are all but equal: glare took it, no reader can give it back.
[[nodiscard]] bool blinded(const MrzScene& scene);

[[nodiscard]] reader::GrayView view(const cv::Mat& frame);
[[nodiscard]] bool same_text(const MrzScene& scene, const reader::mrz::MrzSight& sight);

}  // namespace evisa::bench
