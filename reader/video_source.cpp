// Files give every frame; what is live gives the newest, kept by a thread that never waits for us.
#include "reader/video_source.h"

#include <fmt/core.h>

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "reader/capture.h"

namespace evisa::reader {
namespace {

/// Longer than a stream's read time-out, which then names the reason first.
constexpr std::chrono::seconds kPatience{4};
constexpr int kMostBroken = 64;  // pictures that are none, one after the other

class VideoSource final : public FrameSource {
 public:
  VideoSource(std::unique_ptr<Capture> capture, Frame first)
      : capture_(std::move(capture)), ahead_(std::move(first)) {}

  Result<std::optional<Frame>> next() override {
    auto frame = ahead_ ? std::exchange(ahead_, std::nullopt) : next_of(*capture_);
    if (frame) frame->number = count_++;
    return frame;
  }
  /// Broken pictures are left out.
  static std::optional<Frame> next_of(Capture& capture) {
    for (int i = 0; i < kMostBroken; ++i) {
      auto sent = capture.grab();
      if (!sent) break;
      if (auto frame = decoded(std::move(*sent))) return frame;
    }
    return std::nullopt;
  }
  bool live() const override { return false; }

 private:
  std::unique_ptr<Capture> capture_;
  std::optional<Frame> ahead_;
  std::uint64_t count_ = 0;
};

class LiveSource final : public FrameSource {
 public:
  LiveSource(std::unique_ptr<Capture> capture, std::string name)
      : capture_(std::move(capture)),
        name_(std::move(name)),
        grabber_([this](std::stop_token stop) { run(stop); }) {}

  Result<std::optional<Frame>> next() override {
    for (int i = 0; i < kMostBroken; ++i) {
      auto sent = newest();
      if (!sent) return std::unexpected(sent.error());
      if (auto frame = decoded(std::move(*sent))) return frame;
    }
    return fail(Errc::io, name_ + ": no picture among what comes", "check the camera's format");
  }
  Result<bool> skip() override {
    auto sent = newest();
    if (!sent) return std::unexpected(sent.error());
    return true;
  }
  bool live() const override { return true; }

 private:
  Result<SentFrame> newest() {
    std::unique_lock lock(mutex_);
    const bool something = arrived_.wait_for(lock, kPatience, [this] { return newest_ || ended_; });
    if (newest_) return *std::exchange(newest_, std::nullopt);
    return fail(
        Errc::io,
        fmt::format("{}: {}", name_, something ? "no more frames come" : "no frame came for 4 s"),
        "check the camera and its cable or network");
  }
  void run(const std::stop_token& stop) {
    std::uint64_t count = 0;
    while (!stop.stop_requested()) {
      auto sent = capture_->grab();
      if (sent) sent->frame.number = count++;
      const std::lock_guard lock(mutex_);
      ended_ = !sent;
      // The last frame before the end is still handed out.
      if (sent) newest_ = std::move(sent);
      arrived_.notify_one();
      if (ended_) return;
    }
  }

  std::unique_ptr<Capture> capture_;
  const std::string name_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::optional<SentFrame> newest_;
  bool ended_ = false;
  std::jthread grabber_;  // last: it ends before what it uses
};

Result<std::unique_ptr<FrameSource>> live(std::unique_ptr<Capture> capture, std::string name,
                                          std::string hint) {
  if (!capture)
    return fail(Errc::unavailable, fmt::format("{}: does not open", name), std::move(hint));
  return std::make_unique<LiveSource>(std::move(capture), std::move(name));
}

/// `rtsp://user:secret@host/` is shown as `rtsp://host/`.
std::string without_password(const std::string& url) {
  const auto host = url.find("://") + 3;
  const auto at = url.find('@', host);
  if (at == std::string::npos || at > url.find('/', host)) return url;
  return url.substr(0, host) + url.substr(at + 1);
}

}  // namespace

Result<std::unique_ptr<FrameSource>> open_video(const std::filesystem::path& file) {
  // An absolute path cannot be taken for one of FFmpeg's protocols (`concat:`, `subfile:`).
  std::error_code error;
  const auto path = std::filesystem::absolute(file, error);
  if (error) return fail(Errc::io, fmt::format("{}: {}", file.string(), error.message()));
  auto capture = capture_file(path.string());
  auto first = capture ? VideoSource::next_of(*capture) : std::nullopt;
  if (!first) {
    return fail(Errc::unsupported, fmt::format("{}: no video that can be read", file.string()),
                "Motion JPEG in AVI, MP4, Matroska and WebM are read");
  }
  return std::make_unique<VideoSource>(std::move(capture), std::move(*first));
}

Result<std::unique_ptr<FrameSource>> open_stream(const std::string& url) {
  return live(capture_stream(url), without_password(url),
              "check the address and that the camera is switched on");
}

Result<std::unique_ptr<FrameSource>> open_camera(int number) {
  return live(
      capture_camera(number), fmt::format("camera {}", number),
      "check its cable, and that no other program uses it; the next number may be the right one");
}

}  // namespace evisa::reader
