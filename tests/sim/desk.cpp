// Wood grain, lamp and reflection.
#include "tests/sim/desk.h"

#include <cmath>
#include <opencv2/imgproc.hpp>

namespace evisa::sim {
namespace {

constexpr double kWood = 0.16;  // linear reflectance: a mid-grey on screen

cv::Mat noise(const cv::Size& size, std::uint64_t seed) {
  cv::RNG random(seed);
  cv::Mat out(size, CV_32FC1);
  random.fill(out, cv::RNG::NORMAL, 0, 1);
  return out;
}

/// Random waves of about `along` x `across` pixels, mean 0 and deviation 1.
cv::Mat waves(const Shot& shot, double along, double across, std::uint64_t seed) {
  const cv::Size coarse(std::max(2, static_cast<int>(shot.width / along)),
                        std::max(2, static_cast<int>(shot.height / across)));
  cv::Mat out;
  cv::resize(noise(coarse, seed), out, {shot.width, shot.height}, 0, 0, cv::INTER_CUBIC);
  return out;
}

/// A field that changes slowly: worked out at every eighth pixel, at every second where it has an
/// edge.
template <class Field>
cv::Mat smooth_field(const Shot& shot, const Field& field) {
  const int step = shot.shadow_edge > 0 || shot.glare_edge > 0 ? 2 : 8;
  cv::Mat coarse(shot.height / step + 1, shot.width / step + 1, CV_32FC1), out;
  for (int y = 0; y < coarse.rows; ++y) {
    for (int x = 0; x < coarse.cols; ++x) {
      const double at_x = (x + 0.5) * shot.width / coarse.cols,
                   at_y = (y + 0.5) * shot.height / coarse.rows;
      coarse.at<float>(y, x) = static_cast<float>(field(at_x, at_y));
    }
  }
  cv::resize(coarse, out, {shot.width, shot.height}, 0, 0, cv::INTER_LINEAR);
  return out;
}

}  // namespace

cv::Mat desk_surface(const Shot& shot) {
  // The desk is the same in every frame of a film: it does not follow the shot's seed.
  const cv::Mat grain = waves(shot, 420, 5, 11) * 0.09 + waves(shot, 900, 60, 12) * 0.12 +
                        waves(shot, 30, 2, 13) * 0.04;
  return (grain + 1) * kWood;
}

cv::Mat desk_light(const Shot& shot) {
  const double lamp = 0.7;  // direction the light comes from, radians
  // The shadow's edge is soft and runs across the page's middle.
  const double edge = shot.shadow_edge > 0 ? shot.shadow_edge : 0.04 * shot.height;
  return smooth_field(shot, [&](double x, double y) {
    const double reach = std::hypot(shot.width, shot.height) / 2;
    const double dx = (x - shot.width / 2.0) / reach, dy = (y - shot.height / 2.0) / reach;
    const double side = dx * std::cos(lamp) + dy * std::sin(lamp);
    const double value = std::pow(shot.uneven, -(side + 1) / 2) * (1 - 0.12 * (dx * dx + dy * dy));
    if (shot.shadow <= 1) return value;
    const double covered = 1 / (1 + std::exp(-(dx * 0.5 - dy) * reach / edge));
    return value * (1 - covered * (1 - 1 / shot.shadow));
  });
}

cv::Mat glare(const Shot& shot) {
  if (shot.glare_r <= 0) return cv::Mat::zeros(shot.height, shot.width, CV_32FC1);
  const double radius = shot.glare_r * shot.height;
  return smooth_field(shot, [&](double x, double y) {
    const double d =
        std::hypot(x - shot.glare_at.x * shot.width, y - shot.glare_at.y * shot.height) / radius;
    if (shot.glare_edge > 0) return 3 / (1 + std::exp((d - 1) * shot.glare_r / shot.glare_edge));
    return 1.6 * std::exp(-d * d);
  });
}

}  // namespace evisa::sim
