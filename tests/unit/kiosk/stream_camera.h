// A camera on the network: Motion JPEG over HTTP at 15 frames a second, which can be unplugged.
#pragma once

#include <atomic>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace evisa::kiosk {

using Jpegs = std::vector<std::vector<unsigned char>>;

class StreamCamera {
 public:
  StreamCamera() = default;
  ~StreamCamera() { unplug(); }
  StreamCamera(const StreamCamera&) = delete;
  StreamCamera& operator=(const StreamCamera&) = delete;

  /// The first time on a free port, afterwards on the same one.
  void plug_in();
  void unplug();
  /// Plays these from now on, again and again.
  void show(Jpegs jpegs);
  [[nodiscard]] std::string url() const;
  /// Frames, until now.
  [[nodiscard]] int sent() const { return sent_; }

 private:
  void serve(const std::stop_token& stop, int listening);
  void send_frames(const std::stop_token& stop, int page);
  std::mutex mutex_;
  Jpegs jpegs_;
  std::size_t next_ = 0;
  int port_ = 0;
  std::atomic<int> sent_ = 0;
  std::jthread thread_;
};

}  // namespace evisa::kiosk
