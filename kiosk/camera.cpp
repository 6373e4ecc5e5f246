// The booth's camera.
#include "kiosk/camera.h"

#include <utility>

#include "kiosk/picture_state.h"

namespace evisa::kiosk {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRetry{1000};
constexpr milliseconds kFilmFrame{1000 / 15};
constexpr milliseconds kGlance{1000};  // from one to the next while nobody wants to know

}  // namespace

Camera::Camera(std::string source, CameraEvents events)
    : source_(std::move(source)),
      events_(std::move(events)),
      reader_([this](const std::stop_token& stop) { read(stop); }),
      grabber_([this](const std::stop_token& stop) { grab(stop); }) {}

Camera::~Camera() {
  grabber_.request_stop();
  reader_.request_stop();
}

void Camera::grab(const std::stop_token& stop) {
  while (!stop.stop_requested()) {
    auto source = reader::open_frames(source_);
    if (!source) {
      tell(CameraState::lost, source.error().message);
      pause(kRetry, stop);
      continue;
    }
    const bool live = (*source)->live();
    auto why = grab_from(**source, stop);
    if (live || !why.empty()) {
      tell(CameraState::lost, std::move(why));
      pause(kRetry, stop);
    }
  }
}

std::string Camera::grab_from(reader::FrameSource& source, const std::stop_token& stop) {
  PictureState picture(source.live());
  auto due = std::chrono::steady_clock::now();
  Moment looked{};
  while (!stop.stop_requested()) {
    if (source.live() && !events_.wanted() && std::chrono::steady_clock::now() - looked < kGlance) {
      if (auto passed = source.skip(); !passed) return passed.error().message;
      continue;
    }
    auto frame = source.next();
    if (!frame) return frame.error().message;
    if (!*frame) return source.live() ? "the camera delivers nothing more" : std::string();
    const auto now = std::chrono::steady_clock::now();
    looked = now;
    tell(picture.judge((*frame)->view(), now), {});
    put(std::move(**frame));
    if (!source.live()) {
      due = std::max(due + kFilmFrame, now);
      pause(std::chrono::ceil<milliseconds>(due - now), stop);
    }
  }
  return {};
}

void Camera::put(reader::Frame frame) {
  {
    const std::lock_guard lock(mutex_);
    newest_ = std::move(frame);
  }
  arrived_.notify_one();
}

void Camera::read(const std::stop_token& stop) {
  CameraReader reader;
  while (!stop.stop_requested()) {
    std::optional<reader::Frame> frame;
    {
      std::unique_lock lock(mutex_);
      arrived_.wait(lock, stop, [this] { return newest_.has_value(); });
      frame = std::exchange(newest_, std::nullopt);
    }
    if (!frame || !events_.wanted()) {
      reader.reset();
      continue;
    }
    events_.seen(*frame, reader.read(frame->view()));
  }
}

void Camera::tell(CameraState state, std::string detail) {
  events_.state(state, std::move(detail));
}

void Camera::pause(milliseconds length, const std::stop_token& stop) {
  std::unique_lock lock(mutex_);
  std::condition_variable_any over;
  std::ignore = over.wait_for(lock, stop, length, [] { return false; });
}

}  // namespace evisa::kiosk
