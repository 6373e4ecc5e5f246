// Adapter of OpenCV's filters. Figures and sizes were chosen on simulated camera frames.
#include "reader/enhancement.h"

#include <cmath>
#include <new>
#include <opencv2/imgproc.hpp>

#include "reader/quiet_opencv.h"

namespace evisa::reader {
namespace {

cv::Mat wrap(const GrayView& view) {
  // OpenCV has no read-only matrix; nothing below writes to this one.
  return {view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data), view.stride};
}

GrayImage take(const cv::Mat& mat) {
  GrayImage image;
  image.width = mat.cols;
  image.height = mat.rows;
  image.pixels.reserve(mat.total());
  for (int y = 0; y < mat.rows; ++y) {
    image.pixels.insert(image.pixels.end(), mat.ptr(y), mat.ptr(y) + mat.cols);
  }
  return image;
}

cv::Mat sharpened(const cv::Mat& image, double scale) {
  // On a doubled picture: sigma 3, amount 2.
  cv::Mat soft, sharp;
  cv::GaussianBlur(image, soft, {}, 1.5 * std::max(scale, 1.0));
  cv::addWeighted(image, 3, soft, -2, 0, sharp);
  return sharp;
}

cv::Mat black_and_white(const cv::Mat& image, double scale) {
  // The window spans several modules of the smallest code, whatever the scale.
  const int window = 2 * static_cast<int>(std::lround(12.5 * std::max(scale, 1.0))) + 1;
  cv::Mat out;
  cv::adaptiveThreshold(image, out, 255, cv::ADAPTIVE_THRESH_MEAN_C, cv::THRESH_BINARY, window, 5);
  return out;
}

}  // namespace

std::optional<GrayImage> enhance(const GrayView& source, const Enhancement& how) try {
  quiet_opencv();
  cv::Mat image = wrap(source);
  if (how.scale != 1) {
    cv::Mat scaled;
    cv::resize(image, scaled, {}, how.scale, how.scale,
               how.scale > 1 ? cv::INTER_CUBIC : cv::INTER_AREA);
    image = scaled;
  }
  if (how.sharpen) image = sharpened(image, how.scale);
  if (how.black_white) image = black_and_white(image, how.scale);
  return take(image);
} catch (const cv::Exception&) {
  return std::nullopt;
} catch (const std::bad_alloc&) {
  return std::nullopt;
}

std::optional<Turned> turn(const GrayView& source, double degrees) try {
  quiet_opencv();
  const double radians = degrees * CV_PI / 180;
  const double c = std::abs(std::cos(radians)), s = std::abs(std::sin(radians));
  const cv::Size size(static_cast<int>(std::ceil(source.width * c + source.height * s)),
                      static_cast<int>(std::ceil(source.width * s + source.height * c)));
  cv::Mat move = cv::getRotationMatrix2D(
      cv::Point2f(cv::Point2d(source.width / 2.0, source.height / 2.0)), degrees, 1);
  move.at<double>(0, 2) += (size.width - source.width) / 2.0;
  move.at<double>(1, 2) += (size.height - source.height) / 2.0;
  cv::Mat out;
  cv::warpAffine(wrap(source), out, move, size, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);
  return Turned{take(out), degrees};
} catch (const cv::Exception&) {
  return std::nullopt;
} catch (const std::bad_alloc&) {
  return std::nullopt;
}

Point turn_back(Point point, const Turned& turned, int width, int height) {
  const double radians = turned.degrees * CV_PI / 180;
  const double x = point.x - turned.image.width / 2.0, y = point.y - turned.image.height / 2.0;
  return {
      static_cast<int>(std::lround(x * std::cos(radians) - y * std::sin(radians) + width / 2.0)),
      static_cast<int>(std::lround(x * std::sin(radians) + y * std::cos(radians) + height / 2.0))};
}

}  // namespace evisa::reader
