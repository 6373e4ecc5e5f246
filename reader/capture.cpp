// Adapter of cv::VideoCapture.
#include "reader/capture.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "reader/picture.h"
#include "reader/quiet_opencv.h"
#include "reader/read_file.h"

namespace evisa::reader {
namespace {

constexpr int kMostPixels = FileLimits{}.pixels;

/// Its pictures are decoded here, straight to grey: by way of FFmpeg's and OpenCV's colours a frame
/// costs twice as much.
bool is_motion_jpeg(const cv::VideoCapture& capture) {
  const auto code = static_cast<std::uint32_t>(capture.get(cv::CAP_PROP_FOURCC));
  const auto letter = [code](unsigned at) { return code >> (8 * at) & 0xDFU; };  // capitals
  return letter(0) == 'M' && letter(1) == 'J' && letter(2) == 'P';
}

Frame gray_frame(const cv::Mat& picture) {
  cv::Mat gray = picture;
  if (picture.channels() > 1)
    cv::cvtColor(picture, gray, picture.channels() == 4 ? cv::COLOR_BGRA2GRAY : cv::COLOR_BGR2GRAY);
  Frame out;
  out.width = gray.cols;
  out.height = gray.rows;
  out.gray.reserve(gray.total());
  for (int y = 0; y < gray.rows; ++y)
    out.gray.insert(out.gray.end(), gray.ptr(y), gray.ptr(y) + gray.cols);
  return out;
}

class OpenCvCapture final : public Capture {
 public:
  /// `encoded`: it delivers JPEG files, one row each.
  OpenCvCapture(cv::VideoCapture capture, bool encoded)
      : capture_(std::move(capture)), encoded_(encoded) {}

  std::optional<SentFrame> grab() override try {
    if (!capture_.read(picture_) || picture_.empty()) return std::nullopt;
    if (picture_.depth() != CV_8U || picture_.total() > static_cast<std::size_t>(kMostPixels))
      return std::nullopt;
    if (!encoded_) return SentFrame{{}, gray_frame(picture_)};
    return SentFrame{{picture_.data, picture_.data + picture_.total()}, {}};
  } catch (const std::exception&) {
    return std::nullopt;
  }

 private:
  cv::VideoCapture capture_;
  cv::Mat picture_;
  const bool encoded_;
};

/// Whether it does from now on; what it cannot hand on it decodes itself.
bool hands_on_jpeg(cv::VideoCapture& capture) {
  if (!is_motion_jpeg(capture)) return false;
  if (capture.set(cv::CAP_PROP_FORMAT, -1)) return true;        // FFmpeg
  if (!capture.set(cv::CAP_PROP_CONVERT_RGB, 0)) return false;  // V4L2
  cv::Mat first;
  if (capture.read(first) && first.rows == 1 && first.depth() == CV_8U &&
      decode_picture({first.data, first.total()}, kMostPixels))
    return true;
  capture.set(cv::CAP_PROP_CONVERT_RGB, 1);
  return false;
}

template <class Open>
std::unique_ptr<Capture> opened(const Open& open) try {
  quiet_opencv();
  cv::VideoCapture capture;
  if (!open(capture)) return nullptr;
  const bool encoded = hands_on_jpeg(capture);
  return std::make_unique<OpenCvCapture>(std::move(capture), encoded);
} catch (const std::exception&) {
  return nullptr;
}

}  // namespace

std::optional<Frame> decoded(SentFrame sent) {
  if (sent.jpeg.empty()) return std::move(sent.frame);
  auto picture = decode_picture(sent.jpeg, kMostPixels);
  if (!picture) return std::nullopt;
  sent.frame.gray = std::move(picture->pixels);
  sent.frame.width = picture->width;
  sent.frame.height = picture->height;
  return std::move(sent.frame);
}

std::unique_ptr<Capture> capture_file(const std::string& file) {
  return opened([&](cv::VideoCapture& capture) { return capture.open(file, cv::CAP_FFMPEG); });
}

std::unique_ptr<Capture> capture_stream(const std::string& url) {
  return opened([&](cv::VideoCapture& capture) {
    return capture.open(
        url, cv::CAP_FFMPEG,
        {cv::CAP_PROP_OPEN_TIMEOUT_MSEC, 3000, cv::CAP_PROP_READ_TIMEOUT_MSEC, 2000});
  });
}

std::unique_ptr<Capture> capture_camera(int number) {
  return opened([&](cv::VideoCapture& capture) {
    if (!capture.open(number, cv::CAP_V4L2)) return false;
    // In this order: a camera offers its large sizes at full rate only as Motion JPEG.
    capture.set(cv::CAP_PROP_FOURCC, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'));
    capture.set(cv::CAP_PROP_FRAME_WIDTH, 1920);
    capture.set(cv::CAP_PROP_FRAME_HEIGHT, 1080);
    capture.set(cv::CAP_PROP_BUFFERSIZE, 1);
    return true;
  });
}

}  // namespace evisa::reader
