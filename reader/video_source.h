// Video files, streams and cameras through OpenCV as sources of frames.
#pragma once

#include <filesystem>

#include "reader/frame_source.h"

namespace evisa::reader {

/// Frames of a video file, each of them, in order. Errors: unsupported (no video that can be read).
[[nodiscard]] Result<std::unique_ptr<FrameSource>> open_video(const std::filesystem::path& file);
/// A stream (`http`, `https`, `rtsp`): only its newest frame. Errors: unavailable.
[[nodiscard]] Result<std::unique_ptr<FrameSource>> open_stream(const std::string& url);
/// A camera of this machine: only its newest frame. Errors: unavailable.
[[nodiscard]] Result<std::unique_ptr<FrameSource>> open_camera(int number);

}  // namespace evisa::reader
