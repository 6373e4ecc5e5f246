// Distances to the folds of a letter: halves, thirds and quarters in both directions.
#include "issuer/page_geometry.h"

#include <algorithm>
#include <limits>

namespace evisa::issuer {
namespace {

constexpr std::array kFoldParts{1 / 4., 1 / 3., 1 / 2., 2 / 3., 3 / 4.};

/// Outside the interval the distance is positive; inside it is minus the way to the nearer end.
double distance(double line, double from, double to) { return std::max(from - line, line - to); }

}  // namespace

std::span<const double> fold_parts() { return kFoldParts; }

double fold_distance(const Box& box) {
  double nearest = std::numeric_limits<double>::max();
  for (const double part : kFoldParts) {
    nearest = std::min(nearest, distance(part * kPageWidth, box.x, box.right()));
    nearest = std::min(nearest, distance(part * kPageHeight, box.y, box.bottom()));
  }
  return nearest;
}

}  // namespace evisa::issuer
