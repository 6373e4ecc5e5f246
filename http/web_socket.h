// A conversation with a page of our own over a WebSocket (RFC 6455), on the thread of its request.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "http/request.h"
#include "http/response.h"
#include "http/stream.h"
#include "http/web_socket_frame.h"

namespace evisa::http {

class WebSocket {
 public:
  struct Message {
    bool binary = false;
    std::string data;  ///< text: UTF-8
  };

  /// `in`: what has been received behind the request already. `most`: bytes of a message.
  /// `write_limit`: for one message of ours.
  WebSocket(Stream& stream, std::string in, std::size_t most, std::chrono::milliseconds write_limit)
      : stream_(stream), in_(std::move(in)), most_(most), write_limit_(write_limit) {}

  /// The next whole message; nothing when `wait` is over or `wake` (a file descriptor, -1: none) is
  /// readable. Pings are answered. Errors: unavailable (the peer has left), malformed (it does not
  /// keep to the protocol), out_of_range (too long); the peer has been told, say no more.
  [[nodiscard]] Result<std::optional<Message>> next(std::chrono::milliseconds wait, int wake = -1);
  /// False: the peer has gone, or does not take it in time.
  [[nodiscard]] bool send_text(std::string_view text);
  [[nodiscard]] bool send_binary(std::string_view bytes);
  /// Ends the conversation; `code`: RFC 6455 7.4.1.
  void close(int code);

 private:
  [[nodiscard]] bool send(Opcode opcode, std::string_view payload);
  /// Whether anything was received. Errors: unavailable.
  [[nodiscard]] Result<bool> receive(std::chrono::milliseconds wait, int wake);
  [[nodiscard]] Result<std::optional<Message>> take(WebSocketFrame frame);
  [[nodiscard]] std::unexpected<Error> refuse(int code, Error error);

  Stream& stream_;
  std::string in_;
  const std::size_t most_;
  const std::chrono::milliseconds write_limit_;
  std::optional<Message> begun_;
  bool closed_ = false;
};

/// 101, and then `talk`; ends with it. A problem where the request asks for no WebSocket (426, 400)
/// or comes from another origin than this server's own pages (403).
[[nodiscard]] Response web_socket_response(const Request& request, Conversation talk);

}  // namespace evisa::http
