// A print-out on a desk as a camera sees it: perspective, optics, light, noise and compression.
// Levels carry the names of the reading notes: scale, tilt, gblur, mblur, noise_ne, lowlight,
// glare_r, uneven, shadow, jpegq; print.h and
// levels.h have the others. Equal parameters and seed give equal pixels.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>

#include "tests/sim/paper.h"

namespace evisa::sim {

/// A page in grey, 0 = ink, 255 = paper.
struct Page {
  cv::Mat gray;      ///< CV_8UC1
  double dpi = 300;  ///< pixels an inch; A4 at 300 dpi is 2480 x 3508
};

/// How one frame is taken. The defaults give a clean frame of a whole upright A4 page.
struct Shot {
  int width = 1920, height = 1080;
  double focal = 1500;  ///< pixels
  /// Camera above the desk; a page is `focal / camera_height_mm` pixels a millimetre. 440 mm shows
  /// all of an A4.
  double camera_height_mm = 440;
  double rotation = 0;         ///< degrees, clockwise, in the plane of the desk
  double tilt = 0;             ///< degrees between the page's normal and the camera's axis
  double tilt_direction = 0;   ///< degrees: which way the page falls away
  cv::Point2d aim_mm{0, 0};    ///< the page's point, from its centre, that the camera looks at
  cv::Point2d shift_mm{0, 0};  ///< that point, away from the camera's axis
  Bend bend;                   ///< paper that does not lie flat
  double gblur = 0.5;          ///< sigma of the optics and the focus, pixels
  double mblur = 0;            ///< length of the movement during the exposure, pixels
  double mblur_direction = 0;  ///< degrees
  double noise_ne = 6000;      ///< electrons at white: photon noise; 0 = no noise
  double lowlight = 1;         ///< light that reaches the sensor, 1 = well lit
  double uneven = 1.15;        ///< brightest corner of the desk over the darkest
  double shadow = 1;       ///< light over shadow where a hand's shadow falls on the page; 1 = none
  double shadow_edge = 0;  ///< width of the shadow's edge, pixels; 0 = soft, a part of the frame
  double glare_r = 0;      ///< radius of a bright reflection as a part of the frame's height
  double glare_edge = 0;   ///< width of its edge likewise; 0 = it fades from its middle on
  cv::Point2d glare_at{0.5, 0.5};  ///< its place as a part of the frame
  int jpegq = 90;                  ///< quality of the camera's JPEG; 0 = none
  std::uint64_t seed = 1;
};

/// Where the camera has to be for `px` pixels a module of `module_mm` millimetres.
[[nodiscard]] double height_for_scale(const Shot& shot, double px, double module_mm);

/// Where a point of a page that lies flat is in the frame, in pixels. `page_mm`: from its centre.
[[nodiscard]] cv::Point2d place_in_frame(const Shot& shot, cv::Point2d page_mm);

/// One frame, CV_8UC1, `shot.width` x `shot.height`.
[[nodiscard]] cv::Mat photograph(const Page& page, const Shot& shot);

/// A desk without a page.
[[nodiscard]] cv::Mat photograph_desk(const Shot& shot);

}  // namespace evisa::sim
