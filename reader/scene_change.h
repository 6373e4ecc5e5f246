// Whether anything in view is new: a cheap look that spares a still, empty desk the reading.
#pragma once

#include <cstdint>
#include <vector>

#include "reader/reading.h"

namespace evisa::reader {

class SceneChange {
 public:
  /// True when the frame shows anything that the remembered one does not: in a field of 8 x 8
  /// pixels, or less of it in one of 64 x 64, as far as the camera's noise lets tell. Also when
  /// nothing is remembered, when the size is another, and when there is more noise than a faint
  /// paper would show through. Calls go with the frames of one camera, in their order.
  [[nodiscard]] bool differs(const GrayView& frame);
  /// The last frame is the one that the next ones are compared with. What changes slowly adds up:
  /// remember only frames that were read.
  void remember();

 private:
  /// Sums of grey by fields; of every second row.
  struct Fields {
    int width = 0, height = 0;
    std::vector<std::uint16_t> sums;
  };
  void learn_noise(const Fields& now);
  Fields last_, remembered_;
  double noise_ = 0;  ///< typical difference of a field's grey from one frame to the next
};

}  // namespace evisa::reader
