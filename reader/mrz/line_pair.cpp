// Where two lines lie, and what lies on them.
#include "reader/mrz/line_pair.h"

#include <algorithm>
#include <cmath>

namespace evisa::reader::mrz {

double distance(const Place& a, const Place& b) { return std::hypot(a.x - b.x, a.y - b.y); }

Place between(const Place& a, const Place& b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

double LinePair::pitch() const {
  return (distance(upper[0], upper[1]) + distance(lower[0], lower[1])) / 2 / (cells - 1);
}

LinePair turned(const LinePair& lines) {
  LinePair out = lines;
  out.upper = {lines.lower[1], lines.lower[0]};
  out.lower = {lines.upper[1], lines.upper[0]};
  return out;
}

namespace {

/// A place along a line and beside it, in pixels.
struct Beyond {
  double along = 0, across = 0, length = 0;
};

Beyond beside(const Place& place, const std::array<Place, 2>& line) {
  const double dx = line[1].x - line[0].x, dy = line[1].y - line[0].y;
  const double length = std::max(1.0, std::hypot(dx, dy));
  const double x = place.x - line[0].x, y = place.y - line[0].y;
  return {(x * dx + y * dy) / length, std::abs(y * dx - x * dy) / length, length};
}

bool lies_on(const LinePair& one, const LinePair& other) {
  const Place left = between(one.upper[0], one.lower[0]),
              right = between(one.upper[1], one.lower[1]);
  const Place middle = between(left, right);
  return std::ranges::any_of(std::array{other.upper, other.lower}, [&](const auto& line) {
    const Beyond at = beside(middle, line);
    return at.across < 1.5 * std::max(one.pitch(), other.pitch()) && at.along > 0 &&
           at.along < at.length;
  });
}

}  // namespace

bool covers(const LinePair& lines, const InkMap& map, const Band& band) {
  const Place middle{(band.x + 0.5) / map.scale - 0.5, (band.y + 0.5) / map.scale - 0.5};
  return std::ranges::any_of(std::array{lines.upper, lines.lower}, [&](const auto& line) {
    const Beyond at = beside(middle, line);
    return at.across < 0.5 * lines.height && at.along > 0 && at.along < at.length;
  });
}

bool overlap(const LinePair& a, const LinePair& b) { return lies_on(a, b) || lies_on(b, a); }

}  // namespace evisa::reader::mrz
