// A camera with a web server: multipart Motion JPEG on a loopback port.
#pragma once

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "crypto/bytes.h"

namespace evisa::reader::test {

class MjpegServer {
 public:
  enum class After { close, stall };
  /// Sends the pictures one after the other, `pause_ms` apart, to the first client; then closes the
  /// connection or falls silent.
  MjpegServer(std::vector<crypto::Bytes> jpegs, int pause_ms, After after);
  MjpegServer(const MjpegServer&) = delete;
  MjpegServer& operator=(const MjpegServer&) = delete;
  ~MjpegServer();
  [[nodiscard]] std::string url() const;
  [[nodiscard]] int sent() const { return sent_; }

 private:
  void serve(const std::stop_token& stop);
  std::vector<crypto::Bytes> jpegs_;
  int pause_ms_;
  After after_;
  int listener_ = -1;
  int port_ = 0;
  std::atomic<int> sent_ = 0;
  std::jthread thread_;
};

}  // namespace evisa::reader::test
