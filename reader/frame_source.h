// Where frames come from: a camera, a video file, an MJPEG stream or a folder of pictures.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reader/reading.h"
#include "visa/result.h"

namespace evisa::reader {

/// One grey frame that owns its pixels.
struct Frame {
  std::vector<std::uint8_t> gray;
  int width = 0, height = 0;
  std::uint64_t number = 0;  ///< from 0, counts frames taken, not read
  [[nodiscard]] GrayView view() const {
    return {gray.data(), width, height, static_cast<std::size_t>(width)};
  }
};

class FrameSource {
 public:
  virtual ~FrameSource() = default;
  /// The next frame; nullopt at the end of a file or folder. Errors: io (camera gone, stream
  /// stalled).
  [[nodiscard]] virtual Result<std::optional<Frame>> next() = 0;
  /// Passes the next frame over, which costs less than taking it. False at the end. Errors: as
  /// `next`.
  [[nodiscard]] virtual Result<bool> skip();
  /// True for cameras and streams: frames that were not asked for in time are gone.
  [[nodiscard]] virtual bool live() const = 0;
};

/// `spec`: a camera number (`0`), a video file, `http://...` or `rtsp://...`, or a folder of PNG
/// and JPEG. Errors: not_found, unavailable (camera or stream does not open), unsupported (no video
/// that can be read).
[[nodiscard]] Result<std::unique_ptr<FrameSource>> open_frames(const std::string& spec);

}  // namespace evisa::reader
