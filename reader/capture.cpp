// Adapter of cv::VideoCapture.
#include "reader/capture.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "reader/quiet_opencv.h"
#include "reader/read_file.h"

namespace evisa::reader {
namespace {

class OpenCvCapture final : public Capture {
 public:
  explicit OpenCvCapture(cv::VideoCapture capture) : capture_(std::move(capture)) {}

  std::optional<Frame> grab() override try {
    if (!capture_.read(frame_) || frame_.empty()) return std::nullopt;
    if (frame_.depth() != CV_8U || frame_.total() > static_cast<std::size_t>(FileLimits{}.pixels)) {
      return std::nullopt;
    }
    if (frame_.channels() == 1) {
      gray_ = frame_;
    } else {
      cv::cvtColor(frame_, gray_,
                   frame_.channels() == 4 ? cv::COLOR_BGRA2GRAY : cv::COLOR_BGR2GRAY);
    }
    Frame out;
    out.width = gray_.cols;
    out.height = gray_.rows;
    out.gray.reserve(gray_.total());
    for (int y = 0; y < gray_.rows; ++y) {
      out.gray.insert(out.gray.end(), gray_.ptr(y), gray_.ptr(y) + gray_.cols);
    }
    return out;
  } catch (const std::exception&) {
    return std::nullopt;
  }

 private:
  cv::VideoCapture capture_;
  cv::Mat frame_, gray_;
};

template <class Open>
std::unique_ptr<Capture> opened(const Open& open) try {
  quiet_opencv();
  cv::VideoCapture capture;
  if (!open(capture)) return nullptr;
  return std::make_unique<OpenCvCapture>(std::move(capture));
} catch (const std::exception&) {
  return nullptr;
}

}  // namespace

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
