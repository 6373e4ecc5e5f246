// Sums of fields and their differences.
#include "reader/scene_change.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "reader/gray_image.h"

namespace evisa::reader {
namespace {

constexpr int kField = 8;  // pixels each way
constexpr int kRows = 2;   // of which every second row is looked at
constexpr int kSamples = kField * kField / kRows;
constexpr int kGroup = 8;  // fields each way
// In grey values. Less than the least cannot make a code readable; more noise than the most would
// hide a faint paper.
constexpr double kLeastField = 2, kMostField = 10;
constexpr double kLeastGroup = 0.6, kMostGroup = 2;
// Typical differences that chance does not reach: where the light is best a camera's noise is half
// as much again as the typical one, and there are thousands of fields.
constexpr double kSureField = 13, kSureGroup = 2;
constexpr double kFollow = 0.1;  // how fast the noise is learnt

/// Eight pixels at once: pairs are added in four lanes of sixteen bits.
std::uint16_t sum_of(const std::uint8_t* corner, std::size_t stride) {
  constexpr std::uint64_t kEven = 0x00FF00FF00FF00FF, kLanes = 0x0001000100010001;
  std::uint64_t sum = 0;
  for (int row = 0; row < kField; row += kRows) {
    std::uint64_t pixels = 0;
    std::memcpy(&pixels, corner + static_cast<std::size_t>(row) * stride, sizeof pixels);
    sum += (pixels & kEven) + (pixels >> 8U & kEven);
  }
  return static_cast<std::uint16_t>(sum * kLanes >> 48U);
}

std::vector<std::uint16_t> sums_of(const GrayView& frame, int width, int height) {
  std::vector<std::uint16_t> sums;
  sums.reserve(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
  for (int y = 0; y < height; ++y) {
    const auto* row = frame.data + static_cast<std::size_t>(y) * kField * frame.stride;
    for (int x = 0; x < width; ++x) sums.push_back(sum_of(row + x * kField, frame.stride));
  }
  return sums;
}

}  // namespace

/// The median of what fields differ by from frame to frame: what moves takes part of the picture
/// only, noise all of it.
void SceneChange::learn_noise(const Fields& now) {
  if (last_.sums.size() != now.sums.size() || now.sums.empty()) return;
  std::vector<int> off;
  for (std::size_t i = 0; i < now.sums.size(); i += 7)
    off.push_back(std::abs(now.sums[i] - last_.sums[i]));
  const auto middle = off.begin() + static_cast<std::ptrdiff_t>(off.size() / 2);
  std::ranges::nth_element(off, middle);
  noise_ += kFollow * (static_cast<double>(*middle) / kSamples - noise_);
}

bool SceneChange::differs(const GrayView& frame) {
  Fields now;
  if (has_pixels(frame)) {
    now.width = frame.width / kField;
    now.height = frame.height / kField;
    now.sums = sums_of(frame, now.width, now.height);
  }
  learn_noise(now);
  last_ = std::move(now);
  const auto& a = last_;
  const auto& b = remembered_;
  if (a.width != b.width || a.height != b.height || a.sums.empty()) return true;
  const double field = std::max(kLeastField, kSureField * noise_),
               group = std::max(kLeastGroup, kSureGroup * noise_);
  if (field > kMostField || group > kMostGroup) return true;
  const int most_field = static_cast<int>(field * kSamples);
  std::vector<int> groups(static_cast<std::size_t>(a.width / kGroup + 1));
  for (int y = 0; y < a.height; ++y) {
    const auto row = static_cast<std::size_t>(y) * static_cast<std::size_t>(a.width);
    for (int x = 0; x < a.width; ++x) {
      const int off =
          a.sums[row + static_cast<std::size_t>(x)] - b.sums[row + static_cast<std::size_t>(x)];
      if (std::abs(off) > most_field) return true;
      groups[static_cast<std::size_t>(x / kGroup)] += off;
    }
    if (y % kGroup != kGroup - 1 && y + 1 < a.height) continue;
    const int most_group = static_cast<int>(group * kSamples * kGroup * (y % kGroup + 1));
    for (int& sum : groups) {
      if (std::abs(sum) > most_group) return true;
      sum = 0;
    }
  }
  return false;
}

void SceneChange::remember() { remembered_ = last_; }

}  // namespace evisa::reader
