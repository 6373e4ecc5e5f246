// A few lines of HTTP on a socket.
#include "tests/unit/reader/mjpeg_server.h"

#include <fmt/core.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>

namespace evisa::reader::test {
namespace {

bool put(int fd, const void* data, std::size_t size) {
  const auto* at = static_cast<const char*>(data);
  while (size > 0) {
    const auto sent = ::send(fd, at, size, MSG_NOSIGNAL);
    if (sent <= 0) return false;
    at += sent;
    size -= static_cast<std::size_t>(sent);
  }
  return true;
}

bool put(int fd, const std::string& text) { return put(fd, text.data(), text.size()); }

void pause(const std::stop_token& stop, int ms) {
  for (int i = 0; i < ms && !stop.stop_requested(); i += 5) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace

MjpegServer::MjpegServer(std::vector<crypto::Bytes> jpegs, int pause_ms, After after)
    : jpegs_(std::move(jpegs)), pause_ms_(pause_ms), after_(after) {
  listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 ||
      ::listen(listener_, 4) != 0 ||
      ::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::abort();
  }
  port_ = ntohs(address.sin_port);
  thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

MjpegServer::~MjpegServer() {
  thread_.request_stop();
  thread_.join();
  ::close(listener_);
}

std::string MjpegServer::url() const {
  return fmt::format("http://127.0.0.1:{}/stream.mjpeg", port_);
}

void MjpegServer::serve(const std::stop_token& stop) {
  pollfd waiting{listener_, POLLIN, 0};
  while (::poll(&waiting, 1, 20) == 0) {
    if (stop.stop_requested()) return;
  }
  const int client = ::accept(listener_, nullptr, nullptr);
  char request[4096];
  if (::recv(client, request, sizeof request, 0) <= 0) std::abort();
  put(client, "HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=frame\r\n\r\n");
  for (const auto& jpeg : jpegs_) {
    if (stop.stop_requested() ||
        !put(client,
             fmt::format("--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {}\r\n\r\n",
                         jpeg.size())) ||
        !put(client, jpeg.data(), jpeg.size()) || !put(client, "\r\n")) {
      break;
    }
    ++sent_;
    pause(stop, pause_ms_);
  }
  if (after_ == After::stall) pause(stop, 60'000);
  ::close(client);
}

}  // namespace evisa::reader::test
