// Dark and frozen pictures.
#include "kiosk/picture_state.h"

namespace evisa::kiosk {
namespace {

constexpr int kEvery = 16;     // pixels between two that are looked at, each way
constexpr double kDark = 12;   // of 255, on the average
constexpr int kDarkPeak = 40;  // no pixel brighter
constexpr std::chrono::seconds kFrozen{2};

struct Look {
  double mean = 0;
  int peak = 0;
  std::uint64_t sum = 14695981039346656037ULL;  ///< FNV-1a
};

Look look_at(const reader::GrayView& frame) {
  Look look;
  std::uint64_t total = 0, count = 0;
  for (int y = 0; y < frame.height; y += kEvery) {
    const std::uint8_t* row = frame.data + static_cast<std::size_t>(y) * frame.stride;
    for (int x = 0; x < frame.width; x += kEvery) {
      total += row[x];
      ++count;
      look.peak = std::max<int>(look.peak, row[x]);
      look.sum = (look.sum ^ row[x]) * 1099511628211ULL;
    }
  }
  if (count > 0) look.mean = static_cast<double>(total) / static_cast<double>(count);
  return look;
}

}  // namespace

CameraState PictureState::judge(const reader::GrayView& frame, Moment now) {
  const Look look = look_at(frame);
  if (look.sum != last_ || changed_ == Moment{}) {
    last_ = look.sum;
    changed_ = now;
  }
  if (look.mean < kDark && look.peak < kDarkPeak) return CameraState::dark;
  return live_ && now - changed_ >= kFrozen ? CameraState::frozen : CameraState::live;
}

}  // namespace evisa::kiosk
