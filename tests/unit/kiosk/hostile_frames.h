// Frames that somebody shows a booth to break it: other people's codes, giant ones, many at once,
// with markup, control characters and Unicode tricks in them, seals that were tampered with.
#pragma once

#include <opencv2/core.hpp>

#include "crypto/bytes.h"

namespace evisa::kiosk {

class HostileFrames {
 public:
  /// Equal seeds, equal frames. `seal`: a genuine one, to be spoilt.
  HostileFrames(std::uint64_t seed, crypto::Bytes seal) : random_(seed), seal_(std::move(seal)) {}
  /// CV_8UC1.
  [[nodiscard]] cv::Mat next();
  /// What a code says.
  [[nodiscard]] crypto::Bytes content();

 private:
  [[nodiscard]] crypto::Bytes random_bytes(int most);
  [[nodiscard]] crypto::Bytes spoilt_seal();
  void draw_one(cv::Mat& frame);
  void draw_giant(cv::Mat& frame);
  void draw_many(cv::Mat& frame);
  void scrawl(cv::Mat& frame);
  cv::RNG random_;
  crypto::Bytes seal_;
};

}  // namespace evisa::kiosk
