// Rays to bent paper. Both shapes are developable: lengths on the sheet are kept.
#include "tests/sim/paper.h"

#include <algorithm>
#include <cmath>

namespace evisa::sim {
namespace {

/// The bend's own axes: `s` across its line, `c` along it.
struct Axes {
  cv::Vec3d s, c, z{0, 0, 1};
};

Axes axes_of(const Bend& bend) {
  const double a = bend.direction * CV_PI / 180;
  return {{-std::sin(a), std::cos(a), 0}, {std::cos(a), std::sin(a), 0}};
}

double light_on(const cv::Vec3d& normal) {
  const cv::Vec3d lamp(0.36, 0.24, 0.9);
  return std::max(0.15, normal.dot(lamp) / lamp[2]);
}

Hit on_sheet(const Bend& bend, const Axes& axes, double s, double c, const cv::Vec3d& normal) {
  const cv::Vec3d at = s * axes.s + c * axes.c;
  return {{at[0] + bend.at_mm.x, at[1] + bend.at_mm.y}, light_on(normal)};
}

std::optional<Hit> meet_fold(const Bend& bend, const Axes& axes, const cv::Vec3d& from,
                             const cv::Vec3d& along) {
  const double a = bend.fold * CV_PI / 180;
  std::optional<Hit> best;
  double nearest = 1e18;
  for (const bool raised : {false, true}) {
    const cv::Vec3d across = raised ? axes.s * std::cos(a) + axes.z * std::sin(a) : axes.s;
    const cv::Vec3d normal = raised ? axes.z * std::cos(a) - axes.s * std::sin(a) : axes.z;
    const double slope = normal.dot(along);
    if (std::abs(slope) < 1e-9) continue;
    const double t = -normal.dot(from) / slope;
    const cv::Vec3d point = from + t * along;
    const double s = across.dot(point);
    if (t <= 0 || t >= nearest || (s >= 0) != raised) continue;
    nearest = t;
    best = on_sheet(bend, axes, s, axes.c.dot(point), normal);
  }
  return best;
}

std::optional<Hit> meet_cylinder(const Bend& bend, const Axes& axes, const cv::Vec3d& from,
                                 const cv::Vec3d& along) {
  const double r = bend.radius_mm;
  const cv::Point2d p(axes.s.dot(from), from[2] + r), d(axes.s.dot(along), along[2]);
  const double a = d.dot(d), b = p.dot(d), c = p.dot(p) - r * r, under = b * b - a * c;
  if (under < 0 || a < 1e-12) return std::nullopt;
  const double t = (-b - std::sqrt(under)) / a;
  const cv::Point2d at = p + t * d;
  if (t <= 0 || at.y <= 0.1 * r) return std::nullopt;
  const double angle = std::atan2(at.x, at.y);
  const cv::Vec3d normal = axes.s * std::sin(angle) + axes.z * std::cos(angle);
  return on_sheet(bend, axes, r * angle, axes.c.dot(from + t * along), normal);
}

}  // namespace

std::optional<Hit> meet(const Bend& bend, const cv::Vec3d& from, const cv::Vec3d& along) {
  const Axes axes = axes_of(bend);
  const cv::Vec3d start = from - cv::Vec3d(bend.at_mm.x, bend.at_mm.y, 0);
  return bend.radius_mm > 0 ? meet_cylinder(bend, axes, start, along)
                            : meet_fold(bend, axes, start, along);
}

}  // namespace evisa::sim
