// Whether what a camera delivers is a picture at all.
#pragma once

#include <chrono>
#include <cstdint>

#include "kiosk/desk.h"

namespace evisa::kiosk {

class PictureState {
 public:
  /// `live`: a real camera's frames are never equal twice, its noise sees to that; a film's may be.
  explicit PictureState(bool live) : live_(live) {}
  /// Of this frame: `live`, `dark` or `frozen`.
  [[nodiscard]] CameraState judge(const reader::GrayView& frame, Moment now);

 private:
  const bool live_;
  std::uint64_t last_ = 0;
  Moment changed_{};
};

}  // namespace evisa::kiosk
