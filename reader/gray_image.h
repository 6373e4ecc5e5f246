// A grey image that owns its pixels.
#pragma once

#include <cstdint>
#include <vector>

#include "reader/reading.h"

namespace evisa::reader {

struct GrayImage {
  std::vector<std::uint8_t> pixels;  ///< rows without gaps
  int width = 0, height = 0;
  [[nodiscard]] GrayView view() const {
    return {pixels.data(), width, height, static_cast<std::size_t>(width)};
  }
};

/// False for a view that holds no picture: no pixels, or rows that overlap.
[[nodiscard]] inline bool has_pixels(const GrayView& view) {
  return view.data != nullptr && view.width > 0 && view.height > 0 &&
         view.stride >= static_cast<std::size_t>(view.width);
}

}  // namespace evisa::reader
