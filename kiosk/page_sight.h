// The test page (test_page.h) in a frame: how near, how sharp and how well lit it is there.
#pragma once

#include <array>
#include <optional>

#include "kiosk/test_page.h"
#include "reader/reading.h"

namespace evisa::kiosk {

struct TargetSight {
  /// Contrast of the finest lines as part of what black and white have: 1 is all of it, 0 a grey
  /// area. The less of both directions.
  double sharpness = 0;
  double white = 0, black = 0;  ///< 0 to 255
};

struct PageSight {
  std::size_t codes = 0;        ///< of the page's, in view
  double pixels_per_mm = 0;     ///< in the page's middle
  double least_per_module = 0;  ///< pixels a module, of the codes in view
  double character_pixels = 0;  ///< of the MRZ: 2.54 mm
  double tilt = 0;              ///< degrees between page and picture, good to about 5
  /// Where its MRZ is, pixels of the frame: left, top, width, height; nothing where it is cut off.
  std::optional<std::array<int, 4>> mrz{};
  /// Of `kFocusTargets`; those in the picture.
  std::array<std::optional<TargetSight>, kFocusTargets.size()> targets;
};

/// `reading`: of this frame. Nothing without a code of the page in view.
[[nodiscard]] std::optional<PageSight> look_at_page(const reader::GrayView& frame,
                                                    const reader::Reading& reading);

/// That part of a frame; the frame owns the pixels.
[[nodiscard]] reader::GrayView part_of(const reader::GrayView& frame,
                                       const std::array<int, 4>& box);

}  // namespace evisa::kiosk
