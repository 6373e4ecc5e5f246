// One place for OpenCV's process-wide switches.
#include "reader/quiet_opencv.h"

#include <cstdlib>
#include <mutex>
#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

namespace evisa::reader {

void quiet_opencv() {
  static std::once_flag once;
  std::call_once(once, [] {
    // -8 is FFmpeg's AV_LOG_QUIET. A value that the caller has set stays.
    ::setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
    cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
    // A booth has two cores: a pool of workers would wait for the camera's thread and the page's.
    cv::setNumThreads(1);
  });
}

}  // namespace evisa::reader
