// Local mean and deviation by running sums along the line.
#include "reader/mrz/strip.h"

#include <algorithm>
#include <cmath>

namespace evisa::reader::mrz {
namespace {

constexpr int kReach = 3 * kPitch / 2;  // columns to either side
constexpr double kFloor = 0.1;          // of the whole strip's variance: blank paper stays calm

struct Sums {
  double sum = 0, squares = 0;
};

/// `sums[x]`: over the columns before x.
std::vector<Sums> running_sums(const std::uint8_t* pixels, int columns) {
  std::vector<Sums> sums(static_cast<std::size_t>(columns) + 1);
  for (int x = 0; x < columns; ++x) {
    Sums now = sums[static_cast<std::size_t>(x)];
    for (int y = 0; y < kRows; ++y) {
      const double v = pixels[y * columns + x];
      now.sum += v;
      now.squares += v * v;
    }
    sums[static_cast<std::size_t>(x) + 1] = now;
  }
  return sums;
}

struct Spread {
  double mean = 0, variance = 0;
};

Spread spread(const Sums& from, const Sums& to, int columns) {
  const double n = static_cast<double>(columns) * kRows;
  const double mean = (to.sum - from.sum) / n;
  return {mean, std::max(0.0, (to.squares - from.squares) / n - mean * mean)};
}

}  // namespace

Strip even_strip(const std::uint8_t* pixels, int columns) {
  Strip strip{columns, std::vector<float>(static_cast<std::size_t>(columns) * kRows)};
  if (columns <= 0) return strip;
  const auto sums = running_sums(pixels, columns);
  const double floor = kFloor * spread(sums.front(), sums.back(), columns).variance + 1;
  for (int x = 0; x < columns; ++x) {
    const int from = std::max(0, x - kReach), to = std::min(columns, x + kReach + 1);
    const auto local =
        spread(sums[static_cast<std::size_t>(from)], sums[static_cast<std::size_t>(to)], to - from);
    const double scale = 1 / std::sqrt(local.variance + floor);
    float* column = &strip.values[static_cast<std::size_t>(x) * kRows];
    for (int y = 0; y < kRows; ++y) {
      column[y] = static_cast<float>((pixels[y * columns + x] - local.mean) * scale);
    }
  }
  return strip;
}

}  // namespace evisa::reader::mrz
