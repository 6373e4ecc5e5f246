// A seal counts when it was read the same in several frames.
#include "kiosk/stable_seal.h"

namespace evisa::kiosk {

std::optional<crypto::Bytes> StableSeal::take(const reader::Reading& reading) {
  if (reading.several_seals) {
    forget();
    several_ = true;
    return std::nullopt;
  }
  if (!reading.seal) {
    if (++missed_ >= patience_) forget();
    return std::nullopt;
  }
  missed_ = 0;
  if (*reading.seal == candidate_) {
    ++agreed_;
  } else {
    several_ = several_ || agreed_ > 0;
    candidate_ = *reading.seal;
    agreed_ = 1;
  }
  if (agreed_ < needed_) return std::nullopt;
  several_ = false;
  return candidate_;
}

void StableSeal::forget() {
  candidate_.clear();
  agreed_ = 0;
  missed_ = 0;
  several_ = false;
}

}  // namespace evisa::kiosk
