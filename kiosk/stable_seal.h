// A seal counts when it was read the same in several frames: one frame may catch a page in motion,
// or the edge of the next traveller's.
#pragma once

#include <cstddef>
#include <optional>

#include "reader/reading.h"

namespace evisa::kiosk {

class StableSeal {
 public:
  /// `needed`: frames that must agree, at least 1. Frames in which nothing is read do not count
  /// against a seal, unless `patience` of them follow each other: then the page has left.
  explicit StableSeal(std::size_t needed, std::size_t patience = 15)
      : needed_(needed), patience_(patience) {}

  /// Takes the next frame's reading; returns the seal once it is stable.
  /// Two different seals in view start all over: they are never chosen between.
  [[nodiscard]] std::optional<crypto::Bytes> take(const reader::Reading& reading);

  /// Different seals were seen, in one frame or one after the other, since a page came into view
  /// or a seal was stable.
  [[nodiscard]] bool several_in_view() const { return several_; }

 private:
  void forget();
  std::size_t needed_, patience_;
  crypto::Bytes candidate_;
  std::size_t agreed_ = 0, missed_ = 0;
  bool several_ = false;
};

}  // namespace evisa::kiosk
