// Runs 1:1:3:1:1, across and down (ISO/IEC 18004 6.3.3).
#include "reader/finder_count.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

#include "reader/gray_image.h"

namespace evisa::reader {
namespace {

constexpr int kSmallest = 7,  // pixels; of a finder: what is smaller ZXing does not see either
    kRowStep = 4,
              kWindow = 32;  // pixels; of the mean that parts dark from light, each way

using Runs = std::array<int, 5>;

bool like_finder(const Runs& runs) {
  const int sum = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
  if (sum < kSmallest) return false;
  const double module = sum / 7.0, slack = module / 2 + 0.3;
  return std::abs(runs[0] - module) < slack && std::abs(runs[1] - module) < slack &&
         std::abs(runs[2] - 3 * module) < 2 * slack && std::abs(runs[3] - module) < slack &&
         std::abs(runs[4] - module) < slack;
}

/// Mean of the row's surroundings of each pixel.
void means_of(const std::uint8_t* row, int width, std::vector<int>& sums,
              std::vector<std::uint8_t>& means) {
  for (int x = 0; x < width; ++x)
    sums[static_cast<std::size_t>(x) + 1] = sums[static_cast<std::size_t>(x)] + row[x];
  for (int x = 0; x < width; ++x) {
    const int from = std::max(0, x - kWindow), to = std::min(width, x + kWindow);
    means[static_cast<std::size_t>(x)] = static_cast<std::uint8_t>(
        (sums[static_cast<std::size_t>(to)] - sums[static_cast<std::size_t>(from)]) / (to - from));
  }
}

/// The line through a finder's middle, across or down, with the same limit all the way.
bool crosses_finder(const GrayView& picture, int x, int y, int limit, int size, bool across) {
  const auto inside = [&](int at) {
    return at >= 0 && at < (across ? picture.width : picture.height);
  };
  const auto dark = [&](int at) {
    const int column = across ? at : x, row = across ? y : at;
    return picture.data[static_cast<std::size_t>(row) * picture.stride +
                        static_cast<std::size_t>(column)] < limit;
  };
  Runs runs{};
  int back = across ? x : y, ahead = back + 1;
  const auto count = [&](int& at, int step, bool ink, int& run) {
    for (; inside(at) && dark(at) == ink && run <= size; at += step) ++run;
  };
  count(back, -1, true, runs[2]);
  count(ahead, 1, true, runs[2]);
  count(back, -1, false, runs[1]);
  count(ahead, 1, false, runs[3]);
  count(back, -1, true, runs[0]);
  count(ahead, 1, true, runs[4]);
  return like_finder(runs);
}

/// Noise has its runs in one row or column, not in the next ones too.
bool is_finder(const GrayView& picture, int x, int y, int limit, int size) {
  if (x < 1 || x + 1 >= picture.width || y < 1 || y + 1 >= picture.height) return false;
  return crosses_finder(picture, x, y, limit, size, false) &&
         crosses_finder(picture, x - 1, y, limit, size, false) &&
         crosses_finder(picture, x + 1, y, limit, size, false) &&
         crosses_finder(picture, x, y - 1, limit, size, true) &&
         crosses_finder(picture, x, y + 1, limit, size, true);
}

struct Seen {
  int x, y, size;
};

bool is_new(const std::vector<Seen>& all, const Seen& one) {
  return std::ranges::none_of(all, [&](const Seen& old) {
    return std::abs(old.x - one.x) < old.size / 2 && std::abs(old.y - one.y) < old.size;
  });
}

}  // namespace

int count_finders(const GrayView& picture, int most) {
  if (!has_pixels(picture)) return 0;
  std::vector<int> sums(static_cast<std::size_t>(picture.width) + 1, 0);
  std::vector<std::uint8_t> means(static_cast<std::size_t>(picture.width));
  std::vector<Seen> seen;
  for (int y = kRowStep / 2; y < picture.height; y += kRowStep) {
    const auto* row = picture.data + static_cast<std::size_t>(y) * picture.stride;
    means_of(row, picture.width, sums, means);
    Runs runs{};
    bool ink = false;
    int run = 0;
    for (int x = 0; x < picture.width; ++x) {
      const bool now = row[x] < means[static_cast<std::size_t>(x)];
      if (now == ink) {
        ++run;
        continue;
      }
      runs = {runs[1], runs[2], runs[3], runs[4], run};
      if (ink && like_finder(runs)) {
        const int middle = x - runs[4] - runs[3] - runs[2] / 2 - 1,
                  size = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
        const Seen one{middle, y, size};
        if (is_finder(picture, middle, y, means[static_cast<std::size_t>(middle)], size) &&
            is_new(seen, one))
          seen.push_back(one);
        if (static_cast<int>(seen.size()) >= most) return most;
      }
      ink = now;
      run = 1;
    }
  }
  return static_cast<int>(seen.size());
}

}  // namespace evisa::reader
