// Pictures made more readable: what gets codes read that plain ZXing does not.
#pragma once

#include <optional>

#include "reader/gray_image.h"

namespace evisa::reader {

struct Enhancement {
  double scale = 1;          ///< the result's size as a multiple of the source's
  bool sharpen = false;      ///< unsharp mask: small modules and blur
  bool black_white = false;  ///< adaptive threshold: shadows and faded ink
};

/// Nothing when memory does not suffice for it.
[[nodiscard]] std::optional<GrayImage> enhance(const GrayView& source, const Enhancement& how);

struct Turned {
  GrayImage image;
  double degrees = 0;
};
/// The whole picture turned about its centre on a white ground that holds all of it.
[[nodiscard]] std::optional<Turned> turn(const GrayView& source, double degrees);
/// Where a point of the turned picture lies in the picture of `width` x `height` it was made from.
[[nodiscard]] Point turn_back(Point point, const Turned& turned, int width, int height);

}  // namespace evisa::reader
