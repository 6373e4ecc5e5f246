// What printer, wear and fingers do to the code of a page before it is filmed.
#pragma once

#include <cstdint>

#include "tests/sim/camera.h"

namespace evisa::sim {

/// The code on the page, without its quiet zone.
struct CodeArea {
  cv::Rect2d mm;         ///< from the page's top left corner, upright
  double module_mm = 1;  ///< side of one module
};

struct Defects {
  double fade_ink = 0;    ///< linear reflectance of the ink; 0 = black as printed
  int white_streaks = 0;  ///< lines of 0.8 mm without ink across the code
  int dark_streaks = 0;   ///< lines of 0.8 mm of ink across the code
  double crack_mm = 0;    ///< ink lost along a fold, with its line in `fold_at` and `fold_degrees`
  cv::Point2d fold_at{};  ///< millimetres from the page's top left corner
  double fold_degrees = 0;
  /// A finger of 18 mm comes in over a corner of the code along its diagonal as deep as this part
  /// of the diagonal; `corner` clockwise from top left (2 is the one without a finder pattern).
  double finger = 0;
  int corner = 2;
};

/// The page with the defects drawn in; equal seeds give equal pages.
[[nodiscard]] Page worn(const Page& page, const CodeArea& code, const Defects& defects,
                        std::uint64_t seed);

}  // namespace evisa::sim
