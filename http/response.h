// A response: status, headers, and a body that is at hand, shared, or written piece by piece.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "http/headers.h"

namespace evisa::http {

/// Writes a body whose length is not known beforehand (progress as NDJSON, long polls).
class BodyWriter {
 public:
  using Sink = std::function<bool(std::string_view)>;
  BodyWriter(Sink sink, std::stop_token stopping)
      : sink_(std::move(sink)), stopping_(std::move(stopping)) {}

  /// Sends one piece now. False when the peer has gone or takes too long: stop writing.
  [[nodiscard]] bool write(std::string_view piece) { return sink_(piece); }
  [[nodiscard]] const std::stop_token& stopping() const { return stopping_; }

 private:
  Sink sink_;
  std::stop_token stopping_;
};

/// True when the body is complete. False leaves it without its end: the peer sees that it is cut.
using StreamBody = std::function<bool(BodyWriter&)>;
/// A body that many responses share, such as a trust bundle or a static page.
using SharedBody = std::shared_ptr<const std::string>;
/// Behind 101: what is said over the WebSocket; the connection ends with it (http/web_socket.h).
class WebSocket;
using Conversation = std::function<void(WebSocket&, const std::stop_token&)>;
using Body = std::variant<std::string, SharedBody, StreamBody, Conversation>;

struct Response {
  int status = 200;
  Headers headers{};
  Body body{};

  /// Bytes of the body; 0 for a streamed one and a conversation.
  [[nodiscard]] std::size_t body_size() const;
};

[[nodiscard]] Response json_response(int status, std::string json);
[[nodiscard]] Response text_response(int status, std::string text);
[[nodiscard]] Response empty_response(int status);
/// NDJSON or any other stream; `content_type` for example `application/x-ndjson`.
[[nodiscard]] Response stream_response(std::string content_type, StreamBody body);

/// `Not Found` for 404; empty for a status this program never sends.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace evisa::http
