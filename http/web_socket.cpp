// A conversation over a WebSocket.
#include "http/web_socket.h"

#include <poll.h>

#include <algorithm>
#include <array>
#include <utility>

#include "crypto/wipe.h"
#include "http/problem.h"
#include "visa/printable.h"

namespace evisa::http {
namespace {

using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kProtocol = 1002, kNotUtf8 = 1007, kTooLong = 1009;

int left_of(Clock::time_point until) {
  const auto left = std::chrono::ceil<milliseconds>(until - Clock::now()).count();
  return static_cast<int>(std::max<milliseconds::rep>(left, 0));
}

}  // namespace

Result<std::optional<WebSocket::Message>> WebSocket::next(milliseconds wait, int wake) {
  const auto until = Clock::now() + wait;
  for (;;) {
    auto frame = take_frame(in_, most_);
    if (!frame) {
      const int code = frame.error().code == Errc::out_of_range ? kTooLong : kProtocol;
      return refuse(code, std::move(frame.error()));
    }
    if (*frame) {
      auto message = take(std::move(**frame));
      if (!message || *message) return message;
      continue;
    }
    const auto received = receive(milliseconds(left_of(until)), wake);
    if (!received) return std::unexpected(received.error());
    if (!*received) return std::nullopt;
  }
}

Result<std::optional<WebSocket::Message>> WebSocket::take(WebSocketFrame frame) {
  switch (frame.opcode) {
    case Opcode::ping:
      if (!send(Opcode::pong, frame.payload)) return fail(Errc::unavailable, "the page has gone");
      return std::nullopt;
    case Opcode::pong:
      return std::nullopt;
    case Opcode::close:
      close(1000);
      return fail(Errc::unavailable, "the page has gone");
    case Opcode::continuation:
      if (!begun_) return refuse(kProtocol, {Errc::malformed, "nothing to continue"});
      begun_->data += frame.payload;
      crypto::wipe(frame.payload);
      break;
    case Opcode::text:
    case Opcode::binary:
      if (begun_) return refuse(kProtocol, {Errc::malformed, "a message within another"});
      begun_ = Message{frame.opcode == Opcode::binary, std::move(frame.payload)};
      break;
  }
  if (begun_->data.size() > most_)
    return refuse(kTooLong, {Errc::out_of_range, "a message in too many pieces"});
  if (!frame.final) return std::nullopt;
  auto message = *std::exchange(begun_, std::nullopt);
  if (!message.binary && !visa::is_utf8(message.data))
    return refuse(kNotUtf8, {Errc::malformed, "text that is not UTF-8"});
  return message;
}

std::unexpected<Error> WebSocket::refuse(int code, Error error) {
  close(code);
  return std::unexpected(std::move(error));
}

Result<bool> WebSocket::receive(milliseconds wait, int wake) {
  std::string piece(16U << 10, '\0');
  const auto until = Clock::now() + wait;
  for (;;) {
    const IoResult result = stream_.read(piece);
    if (result.status == IoStatus::done) {
      in_.append(piece, 0, result.bytes);
      crypto::wipe(piece);
      return true;
    }
    if (result.status == IoStatus::closed || result.status == IoStatus::failed)
      return fail(Errc::unavailable, "the page has gone");
    const bool writing = result.status == IoStatus::want_write;
    std::array<pollfd, 2> waiting{
        pollfd{stream_.fd(), static_cast<short>(writing ? POLLOUT : POLLIN), 0},
        pollfd{wake, POLLIN, 0}};
    const int ready = ::poll(waiting.data(), waiting.size(), left_of(until));
    if (ready == 0 || waiting[1].revents != 0) return false;
  }
}

bool WebSocket::send(Opcode opcode, std::string_view payload) {
  if (closed_) return false;
  const std::string frame = compose_frame(opcode, payload);
  std::string_view rest = frame;
  const auto until = Clock::now() + write_limit_;
  while (!rest.empty()) {
    const IoResult result = stream_.write(rest);
    if (result.status == IoStatus::done) {
      rest.remove_prefix(result.bytes);
      continue;
    }
    if (result.status == IoStatus::closed || result.status == IoStatus::failed) return false;
    pollfd waiting{stream_.fd(),
                   static_cast<short>(result.status == IoStatus::want_read ? POLLIN : POLLOUT), 0};
    if (::poll(&waiting, 1, left_of(until)) == 0) return false;
  }
  return true;
}

bool WebSocket::send_text(std::string_view text) { return send(Opcode::text, text); }
bool WebSocket::send_binary(std::string_view bytes) { return send(Opcode::binary, bytes); }

void WebSocket::close(int code) {
  const std::array payload{static_cast<char>(code >> 8), static_cast<char>(code & 0xFF)};
  std::ignore = send(Opcode::close, {payload.data(), payload.size()});
  closed_ = true;
}

Response web_socket_response(const Request& request, Conversation talk) {
  // SPEC: RFC 6455 4.2.1.
  if (!request.headers.has_token("Upgrade", "websocket") ||
      !request.headers.has_token("Connection", "upgrade")) {
    Response response = problem_response(426, "this address speaks WebSocket only");
    response.headers.set("Upgrade", "websocket");
    return response;
  }
  if (request.headers.find("Sec-WebSocket-Version") != "13") {
    Response response = problem_response(426, "expected Sec-WebSocket-Version 13");
    response.headers.set("Sec-WebSocket-Version", "13");
    return response;
  }
  // A browser sends Origin and lets no page forge it: another site's page is not let in.
  const auto origin = request.headers.find("Origin"), host = request.headers.find("Host");
  if (!origin || !host ||
      (*origin != "http://" + std::string(*host) && *origin != "https://" + std::string(*host)))
    return problem_response(403, "a page of another origin");
  const auto accept = accept_of_key(request.headers.find("Sec-WebSocket-Key").value_or(""));
  if (!accept) return problem_response(accept.error());
  Response response;
  response.status = 101;
  response.headers.set("Upgrade", "websocket");
  response.headers.set("Sec-WebSocket-Accept", *accept);
  response.body = std::move(talk);
  return response;
}

}  // namespace evisa::http
