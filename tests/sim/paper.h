// Paper that does not lie flat: folded along a line, or curled about an axis.
#pragma once

#include <opencv2/core.hpp>
#include <optional>

namespace evisa::sim {

/// A bend through one point of the page; at most one of `fold` and `radius_mm` is set.
struct Bend {
  cv::Point2d at_mm{0, 0};  ///< on the line, from the page's centre
  double direction = 0;     ///< degrees: the line's direction on the page
  double fold = 0;       ///< degrees by which the paper on one side rises out of the desk's plane
  double radius_mm = 0;  ///< of a cylinder that bulges towards the camera
  [[nodiscard]] bool flat() const { return fold == 0 && radius_mm == 0; }
};

/// Where a ray meets the paper.
struct Hit {
  cv::Point2d page_mm;  ///< on the sheet, from its centre
  double light = 1;     ///< how much of the lamp's light this part gets, 1 = when flat
};

/// The nearest meeting of the ray `from + t * along` (page's coordinates, millimetres, z towards
/// the camera) with the sheet; none when it passes by.
[[nodiscard]] std::optional<Hit> meet(const Bend& bend, const cv::Vec3d& from,
                                      const cv::Vec3d& along);

}  // namespace evisa::sim
