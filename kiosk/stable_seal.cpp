// A seal counts when it was read the same in several frames.
#include "kiosk/stable_seal.h"

namespace evisa::kiosk {

std::optional<crypto::Bytes> StableSeal::take(const reader::Reading& reading) {
  several_ = reading.several_seals;
  if (several_) {
    forget();
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
    candidate_ = *reading.seal;
    agreed_ = 1;
  }
  if (agreed_ < needed_) return std::nullopt;
  return candidate_;
}

void StableSeal::forget() {
  candidate_.clear();
  agreed_ = 0;
  missed_ = 0;
}

}  // namespace evisa::kiosk
