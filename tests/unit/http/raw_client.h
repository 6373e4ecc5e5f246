// A client that sends exactly the bytes it is told, right or wrong, on a plain socket.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace evisa::http::test {

class RawClient {
 public:
  explicit RawClient(std::uint16_t port) : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connected_ = ::connect(fd_, reinterpret_cast<sockaddr*>(&to), sizeof to) == 0;
  }
  RawClient(RawClient&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), connected_(other.connected_) {}
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  RawClient& operator=(RawClient&&) = delete;
  ~RawClient() {
    if (fd_ >= 0) ::close(fd_);
  }

  [[nodiscard]] bool connected() const { return connected_; }
  [[nodiscard]] int fd() const { return fd_; }

  /// False once the server does not take any more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_writing() { ::shutdown(fd_, SHUT_WR); }

  /// Everything until the server closes, or the time is over.
  std::string read_all(std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    while (receive(limit)) {
    }
    return std::exchange(in_, {});
  }
  /// One response with its Content-Length; what arrived of it when the server closes earlier.
  std::string read_response(std::chrono::milliseconds limit = std::chrono::seconds(10)) {
    for (;;) {
      const std::size_t end = in_.find("\r\n\r\n");
      if (end != std::string::npos) {
        const std::size_t whole = end + 4 + content_length(std::string_view(in_).substr(0, end));
        if (in_.size() >= whole) {
          std::string response = in_.substr(0, whole);
          in_.erase(0, whole);
          return response;
        }
      }
      if (!receive(limit)) return std::exchange(in_, {});
    }
  }
  /// The server has closed, within the limit.
  bool is_closed(std::chrono::milliseconds limit) {
    while (receive(limit)) {
    }
    return closed_;
  }

 private:
  bool receive(std::chrono::milliseconds limit) {
    pollfd poller{fd_, POLLIN, 0};
    if (::poll(&poller, 1, static_cast<int>(limit.count())) <= 0) return false;
    std::array<char, 65'536> piece{};
    const ssize_t got = ::recv(fd_, piece.data(), piece.size(), 0);
    if (got <= 0) {
      closed_ = true;
      return false;
    }
    in_.append(piece.data(), static_cast<std::size_t>(got));
    return true;
  }
  static std::size_t content_length(std::string_view head) {
    const std::string_view name = "Content-Length: ";
    const std::size_t at = head.find(name);
    std::size_t length = 0;
    if (at == std::string_view::npos) return 0;
    std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
  }

  int fd_;
  bool connected_ = false, closed_ = false;
  std::string in_;
};

inline int status_of_text(std::string_view response) {
  int status = 0;
  if (response.starts_with("HTTP/1.1 ") && response.size() >= 12) {
    std::from_chars(response.data() + 9, response.data() + 12, status);
  }
  return status;
}

}  // namespace evisa::http::test
