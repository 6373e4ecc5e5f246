// The booth's camera: one thread that takes its frames as they come and keeps only the newest, one
// that reads it. A camera that goes is opened again until it is back.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "kiosk/camera_reader.h"
#include "kiosk/desk.h"

namespace evisa::kiosk {

/// What the camera tells, from its own thread.
struct CameraEvents {
  std::function<void(CameraState, std::string detail)> state;
  std::function<void(const reader::Frame&, Sight)> seen;
  /// Whether anybody wants to know: else nothing is read, and of a live camera one frame a second
  /// tells its state.
  std::function<bool()> wanted;
};

class Camera {
 public:
  /// `source`: as reader::open_frames. A film or folder stands in for a camera: it is played at 15
  /// frames a second, again and again.
  Camera(std::string source, CameraEvents events);
  ~Camera();
  Camera(const Camera&) = delete;
  Camera& operator=(const Camera&) = delete;

 private:
  void grab(const std::stop_token& stop);
  /// Until the source ends or fails; says why.
  std::string grab_from(reader::FrameSource& source, const std::stop_token& stop);
  void put(reader::Frame frame);
  void read(const std::stop_token& stop);
  void tell(CameraState state, std::string detail);
  void pause(std::chrono::milliseconds length, const std::stop_token& stop);

  const std::string source_;
  const CameraEvents events_;
  std::mutex mutex_;
  std::condition_variable_any arrived_;
  std::optional<reader::Frame> newest_;
  std::jthread reader_, grabber_;  // last: they end before what they use goes
};

}  // namespace evisa::kiosk
