// The desk under the page: its surface and the light on it, in linear light (0 = dark, 1 = white
// paper well lit).
#pragma once

#include <opencv2/core.hpp>

#include "tests/sim/camera.h"

namespace evisa::sim {

/// Reflectance of the wooden surface, CV_32FC1.
[[nodiscard]] cv::Mat desk_surface(const Shot& shot);
/// Light on the desk, CV_32FC1: fall-off towards one side, vignette, a hand's shadow.
[[nodiscard]] cv::Mat desk_light(const Shot& shot);
/// Light added by a reflection, CV_32FC1.
[[nodiscard]] cv::Mat glare(const Shot& shot);

}  // namespace evisa::sim
