// A grey view as OpenCV takes it.
#pragma once

#include <opencv2/core.hpp>

#include "reader/gray_image.h"

namespace evisa::reader::mrz {

/// Shares the view's pixels; to be read only.
[[nodiscard]] inline cv::Mat mat_of(const GrayView& view) {
  return {view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data), view.stride};
}

}  // namespace evisa::reader::mrz
