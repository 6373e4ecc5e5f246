// Finders by their match near the old place, then the mesh as for a symbol that is found anew.
#include "reader/symbol_track.h"

#include <algorithm>
#include <cmath>

namespace evisa::reader {
namespace {

constexpr double kModule = 4;          // pixels a module on the plane
constexpr double kReach = 6;           // modules that a finder may have moved
constexpr double kFineStep = 0.75;     // modules between places that are tried
constexpr double kFound = 0.45;        // match of a finder that is in sight
constexpr double kMostPixels = 1.5e6;  // of the plane
constexpr double kLeastAgreement = 0.3;

qr::Area area_of(const SeenModules& seen, double module) {
  int left = seen.corners[0].x, right = left, top = seen.corners[0].y, low = top;
  for (const auto& corner : seen.corners) {
    left = std::min(left, corner.x);
    right = std::max(right, corner.x);
    top = std::min(top, corner.y);
    low = std::max(low, corner.y);
  }
  const int around = static_cast<int>((kReach + 2) * module) + 1;
  return {left - around, top - around, right - left + 2 * around, low - top + 2 * around};
}

qr::Area within(qr::Area area, const GrayView& frame) {
  const int x = std::clamp(area.x, 0, frame.width), y = std::clamp(area.y, 0, frame.height);
  return {x, y, std::clamp(area.x + area.width - x, 0, frame.width - x),
          std::clamp(area.y + area.height - y, 0, frame.height - y)};
}

/// The best place near the old one.
qr::Finder moved(const qr::Plane& dark, const qr::Finder& old) {
  qr::Finder best = old;
  best.score = -1;
  for (double y = -kReach; y <= kReach; y += kFineStep) {
    for (double x = -kReach; x <= kReach; x += kFineStep) {
      qr::Finder here = old;
      here.centre = old.centre + old.right * x + old.down * y;
      here.score = qr::match_finder(dark, here);
      // Of two that match alike the nearer one.
      if (here.score - 0.005 * std::hypot(x, y) > best.score) best = here;
    }
  }
  return qr::fit_finder(dark, best);
}

}  // namespace

std::optional<SeenModules> track(const GrayView& frame, const SeenModules& before) {
  const double module =
      std::sqrt(std::abs(qr::cross(before.finders[0].right, before.finders[0].down)));
  if (!(module > 0.5)) return std::nullopt;
  const qr::Area area = within(area_of(before, module), frame);
  if (area.width < 21 || area.height < 21) return std::nullopt;
  const double pixels = static_cast<double>(area.width) * area.height;
  const double scale = std::min({3.0, kModule / module, std::sqrt(kMostPixels / pixels)});
  const auto plane = qr::cut(frame, area, scale);
  if (!plane) return std::nullopt;
  const double size = module * scale;
  const qr::Plane dark =
      qr::darkness(qr::blurred(*plane, 0.3 * size), static_cast<int>(4.5 * size) + 1);
  qr::Layout layout{before.version, {}, {}, 0};
  const qr::Vec corner{static_cast<double>(area.x), static_cast<double>(area.y)};
  const qr::Vec half{0.5, 0.5};
  for (const auto& seed : before.finders) {
    const qr::Finder old{(seed.at - corner + half) * scale - half, seed.right * scale,
                         seed.down * scale, 0};
    const qr::Finder now = moved(dark, old);
    if (now.score < kFound) continue;
    layout.finders.push_back({seed.module, now.centre, now.right, now.down});
  }
  if (layout.finders.size() < 2) return std::nullopt;
  qr::Lattice lattice(dark, layout, qr::Sheet::flat);
  lattice.relax(dark);
  const double agreement = lattice.agreement(dark);
  if (agreement < kLeastAgreement) return std::nullopt;
  return seen_modules(lattice, *plane, before.version, agreement,
                      [&](qr::Vec p) { return (p + half) * (1 / scale) - half + corner; });
}

}  // namespace evisa::reader
