// Adapter of OpenCV for planes; nothing of it is seen outside this file.
#include "reader/qr/plane.h"

#include <new>
#include <opencv2/imgproc.hpp>

#include "reader/quiet_opencv.h"

namespace evisa::reader::qr {
namespace {

constexpr int kLeast = 8;

cv::Mat wrap(const Plane& plane) {
  return {plane.height, plane.width, CV_32FC1, const_cast<float*>(plane.values.data())};
}

Plane take(const cv::Mat& mat) {
  Plane plane{mat.cols, mat.rows, {}};
  plane.values.resize(mat.total());
  mat.copyTo(cv::Mat(mat.rows, mat.cols, CV_32FC1, plane.values.data()));
  return plane;
}

}  // namespace

std::optional<Plane> cut(const GrayView& frame, const Area& area, double scale) try {
  quiet_opencv();
  const cv::Mat all(frame.height, frame.width, CV_8UC1, const_cast<std::uint8_t*>(frame.data),
                    frame.stride);
  const cv::Rect box =
      cv::Rect(area.x, area.y, area.width, area.height) & cv::Rect(0, 0, all.cols, all.rows);
  if (box.width * scale < kLeast || box.height * scale < kLeast) return std::nullopt;
  cv::Mat sized, out;
  cv::resize(all(box), sized, {}, scale, scale, scale > 1 ? cv::INTER_CUBIC : cv::INTER_AREA);
  sized.convertTo(out, CV_32FC1);
  return take(out);
} catch (const cv::Exception&) {
  return std::nullopt;
} catch (const std::bad_alloc&) {
  return std::nullopt;
}

Plane blurred(const Plane& plane, double sigma) {
  if (sigma < 0.3) return plane;
  cv::Mat out;
  cv::GaussianBlur(wrap(plane), out, {}, sigma);
  return take(out);
}

Plane darkness(const Plane& plane, int radius) {
  const cv::Mat image = wrap(plane);
  const cv::Size window(2 * radius + 1, 2 * radius + 1);
  cv::Mat mean, square, spread;
  cv::boxFilter(image, mean, CV_32F, window);
  cv::sqrBoxFilter(image, square, CV_32F, window);
  spread = cv::max(square - mean.mul(mean), 0.0);
  cv::sqrt(spread, spread);
  // Where nothing happens, noise must not be blown up to a pattern.
  const double usual = cv::mean(spread)[0];
  spread = cv::max(spread, std::max(1.0, 0.25 * usual));
  cv::Mat out = (mean - image) / spread;
  cv::min(cv::max(out, -2.0), 2.0, out);
  return take(out);
}

Plane resized(const Plane& plane, double scale) {
  cv::Mat out;
  cv::resize(wrap(plane), out, {}, scale, scale, scale > 1 ? cv::INTER_LINEAR : cv::INTER_AREA);
  return take(out);
}

Plane correlation(const Plane& plane, const Plane& pattern) {
  cv::Mat out;
  cv::matchTemplate(wrap(plane), wrap(pattern), out, cv::TM_CCOEFF_NORMED);
  return take(out);
}

}  // namespace evisa::reader::qr
