// A frame as a small JPEG.
#include "reader/preview.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "reader/gray_image.h"

namespace evisa::reader {

crypto::Bytes preview_jpeg(const GrayView& frame, int width) {
  constexpr int kQuality = 60;
  if (!has_pixels(frame) || width < 1) return {};
  try {
    // OpenCV takes no pointer to const, and writes nothing through this one.
    const cv::Mat whole(frame.height, frame.width, CV_8UC1, const_cast<std::uint8_t*>(frame.data),
                        frame.stride);
    cv::Mat small = whole;
    if (frame.width > width) {
      const double scale = static_cast<double>(width) / frame.width;
      cv::resize(whole, small, {}, scale, scale, cv::INTER_AREA);
    }
    crypto::Bytes jpeg;
    cv::imencode(".jpg", small, jpeg, {cv::IMWRITE_JPEG_QUALITY, kQuality});
    return jpeg;
  } catch (const cv::Exception&) {
    return {};
  }
}

}  // namespace evisa::reader
