// A camera on the network.
#include "tests/unit/kiosk/stream_camera.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "crypto/file_descriptor.h"

namespace evisa::kiosk {
namespace {

constexpr auto kHead =
    "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n--frame\r\n";

bool send_all(int page, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto sent = ::send(page, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

}  // namespace

void StreamCamera::plug_in() {
  const int listening = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int on = 1;
  ::setsockopt(listening, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port_));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* plain = reinterpret_cast<sockaddr*>(&address);  // NOLINT: as the system wants it
  ASSERT_EQ(::bind(listening, plain, size), 0);
  ASSERT_EQ(::listen(listening, 4), 0);
  ASSERT_EQ(::getsockname(listening, plain, &size), 0);
  port_ = ntohs(address.sin_port);
  thread_ =
      std::jthread([this, listening](const std::stop_token& stop) { serve(stop, listening); });
}

void StreamCamera::unplug() {
  if (!thread_.joinable()) return;
  thread_.request_stop();
  thread_.join();
}

void StreamCamera::show(Jpegs jpegs) {
  const std::lock_guard lock(mutex_);
  jpegs_ = std::move(jpegs);
  next_ = 0;
}

std::string StreamCamera::url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }

void StreamCamera::serve(const std::stop_token& stop, int listening) {
  const crypto::FileDescriptor door(listening);
  while (!stop.stop_requested()) {
    pollfd waiting{door.get(), POLLIN, 0};
    if (::poll(&waiting, 1, 50) <= 0) continue;
    const crypto::FileDescriptor page(::accept(door.get(), nullptr, nullptr));
    std::string request(4096, '\0');
    if (::recv(page.get(), request.data(), request.size(), 0) > 0) send_frames(stop, page.get());
  }
}

void StreamCamera::send_frames(const std::stop_token& stop, int page) {
  if (!send_all(page, kHead)) return;
  while (!stop.stop_requested()) {
    std::string part;
    {
      const std::lock_guard lock(mutex_);
      const auto& jpeg = jpegs_[next_++ % jpegs_.size()];
      part = "Content-Type: image/jpeg\r\nContent-Length: " + std::to_string(jpeg.size()) +
             "\r\n\r\n" + std::string(jpeg.begin(), jpeg.end()) + "\r\n--frame\r\n";
    }
    if (!send_all(page, part)) return;
    ++sent_;
    std::this_thread::sleep_for(std::chrono::milliseconds(1000 / 15));
  }
}

}  // namespace evisa::kiosk
