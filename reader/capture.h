// OpenCV's VideoCapture without its exceptions: frames in grey, or none.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "crypto/bytes.h"
#include "reader/frame_source.h"

namespace evisa::reader {

/// A frame as it came.
struct SentFrame {
  crypto::Bytes
      jpeg;     ///< Motion JPEG: still encoded, for a frame that nobody looks at costs nothing
  Frame frame;  ///< of any other sort, when `jpeg` is empty; has the number in either case
};

/// Nothing where it is no picture.
[[nodiscard]] std::optional<Frame> decoded(SentFrame sent);

class Capture {
 public:
  virtual ~Capture() = default;
  /// The next frame (its number is not set), or nothing at the end and after a failure.
  [[nodiscard]] virtual std::optional<SentFrame> grab() = 0;
};

/// Nothing when it does not open. A network source gives up after 3 s (opening) and 2 s (a frame).
[[nodiscard]] std::unique_ptr<Capture> capture_file(const std::string& file);
[[nodiscard]] std::unique_ptr<Capture> capture_stream(const std::string& url);
[[nodiscard]] std::unique_ptr<Capture> capture_camera(int number);

}  // namespace evisa::reader
