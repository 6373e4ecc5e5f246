// A part of a frame as numbers, at a size that suits its modules.
#pragma once

#include <algorithm>
#include <cmath>
#include <optional>
#include <vector>

#include "reader/reading.h"

namespace evisa::reader::qr {

/// A point or a step; pixels unless said otherwise.
struct Vec {
  double x = 0, y = 0;
  friend Vec operator+(Vec a, Vec b) { return {a.x + b.x, a.y + b.y}; }
  friend Vec operator-(Vec a, Vec b) { return {a.x - b.x, a.y - b.y}; }
  friend Vec operator*(Vec a, double k) { return {a.x * k, a.y * k}; }
};
[[nodiscard]] inline double dot(Vec a, Vec b) { return a.x * b.x + a.y * b.y; }
[[nodiscard]] inline double cross(Vec a, Vec b) { return a.x * b.y - a.y * b.x; }
[[nodiscard]] inline double length(Vec a) { return std::hypot(a.x, a.y); }

struct Area {
  int x = 0, y = 0, width = 0, height = 0;  ///< pixels of the frame
};

struct Plane {
  int width = 0, height = 0;
  std::vector<float> values;  ///< rows without gaps
  [[nodiscard]] float at(int x, int y) const {
    return values[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  /// Between pixels, bilinear; the edge goes on outside.
  [[nodiscard]] float sample(Vec p) const {
    const double x = std::clamp(p.x, 0.0, width - 1.001), y = std::clamp(p.y, 0.0, height - 1.001);
    const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
    const auto fx = static_cast<float>(x - x0), fy = static_cast<float>(y - y0);
    const float* row =
        values.data() + static_cast<std::size_t>(y0) * static_cast<std::size_t>(width) + x0;
    const float* below = row + width;
    const float top = row[0] + fx * (row[1] - row[0]), low = below[0] + fx * (below[1] - below[0]);
    return top + fy * (low - top);
  }
  [[nodiscard]] bool holds(Vec p) const {
    return p.x >= 0 && p.y >= 0 && p.x <= width - 1 && p.y <= height - 1;
  }
};

/// `area` of the frame at `scale` times its size (cubic when larger, averaged when smaller); at
/// least 8 x 8. Nothing when the area is too small or memory does not suffice.
[[nodiscard]] std::optional<Plane> cut(const GrayView& frame, const Area& area, double scale);
/// Gaussian blur; `sigma` in pixels, 0 = a copy.
[[nodiscard]] Plane blurred(const Plane& plane, double sigma);
/// How much darker than its surroundings (`radius` pixels each way) every pixel is, in units of the
/// surroundings' own spread: dark about +1, light about -1.
[[nodiscard]] Plane darkness(const Plane& plane, int radius);
/// A plane shrunk or enlarged to `scale` times its size.
[[nodiscard]] Plane resized(const Plane& plane, double scale);
/// Correlation, -1 to 1, of `pattern` with the plane with its top left corner at each pixel.
[[nodiscard]] Plane correlation(const Plane& plane, const Plane& pattern);

}  // namespace evisa::reader::qr
