// The page's path under the camera and the hand that is not quite still.
#include "tests/sim/film.h"

#include <algorithm>
#include <cmath>

namespace evisa::sim {
namespace {

/// How far the page still has to go, 1 = out of view, 0 = at rest; smooth at both ends.
double away(const Film& film, int index) {
  if (!film.hold) return 0;
  const double t = (index + 0.5) / std::max(1, film.frames);
  const auto ease = [](double x) { return x * x * (3 - 2 * x); };
  if (t < 0.3) return 1 - ease(t / 0.3);
  if (t > 0.75) return -ease((t - 0.75) / 0.25);
  return 0;
}

}  // namespace

cv::Mat film_frame(const Page& page, const Shot& shot, const Film& film, int index) {
  Shot now = shot;
  cv::RNG random(shot.seed * 1000003 + static_cast<std::uint64_t>(index));
  const double far = away(film, index);
  const double view_mm = shot.width / shot.focal * shot.camera_height_mm;
  const double diagonal = std::hypot(page.gray.cols, page.gray.rows) / page.dpi * 25.4;
  // In from the right, out to the left, turning a little on the way.
  now.shift_mm.x += far * (view_mm + diagonal) / 2 + random.gaussian(0.3 * film.jitter);
  now.shift_mm.y += random.gaussian(0.3 * film.jitter);
  now.rotation += far * 25 + random.gaussian(0.4 * film.jitter);
  const double before = away(film, std::max(0, index - 1));
  const double speed =
      std::abs(far - before) * (view_mm + diagonal) / 2 * shot.focal / shot.camera_height_mm;
  now.mblur += speed * 0.4;  // the shutter is open for two fifths of a frame's time
  now.seed = random.next() | static_cast<std::uint64_t>(random.next()) << 32;
  return std::abs(far) > 0.98 ? photograph_desk(now) : photograph(page, now);
}

}  // namespace evisa::sim
