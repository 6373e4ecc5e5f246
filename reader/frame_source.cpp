// Which kind of source a specification names.
#include "reader/frame_source.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "reader/folder_source.h"
#include "reader/video_source.h"

namespace evisa::reader {
namespace {

bool is_url(std::string_view spec) {
  using namespace std::string_view_literals;
  return std::ranges::any_of(std::array{"http://"sv, "https://"sv, "rtsp://"sv},
                             [&](std::string_view scheme) { return spec.starts_with(scheme); });
}

bool is_number(std::string_view spec) {
  return !spec.empty() && std::ranges::all_of(spec, [](char c) { return c >= '0' && c <= '9'; });
}

Result<std::unique_ptr<FrameSource>> open_number(const std::string& spec) {
  int number = 0;
  const auto [end, error] = std::from_chars(spec.data(), spec.data() + spec.size(), number);
  if (error != std::errc() || number > 255) {
    return fail(Errc::not_found, fmt::format("camera {}: there is no such number", spec), "try 0");
  }
  return open_camera(number);
}

}  // namespace

Result<bool> FrameSource::skip() {
  auto frame = next();
  if (!frame) return std::unexpected(frame.error());
  return frame->has_value();
}

Result<std::unique_ptr<FrameSource>> open_frames(const std::string& spec) {
  if (is_url(spec)) return open_stream(spec);
  std::error_code error;
  const auto status = std::filesystem::status(spec, error);
  if (std::filesystem::is_directory(status)) return open_folder(spec);
  if (std::filesystem::is_regular_file(status)) return open_video(spec);
  // A file named `0` is one; only then is it the number of a camera.
  if (is_number(spec)) return open_number(spec);
  if (!std::filesystem::exists(status)) {
    return fail(
        Errc::not_found, fmt::format("{}: no such file or folder", spec),
        "a source is a camera's number, a video file, an http:// or rtsp:// address, or a folder");
  }
  return fail(Errc::unsupported, fmt::format("{}: neither a file nor a folder", spec));
}

}  // namespace evisa::reader
