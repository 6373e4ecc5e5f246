// One request and its answer; contract in exchange.h.
#include "http/exchange.h"

#include <poll.h>

#include <algorithm>
#include <array>

#include "http/chunked.h"
#include "http/request_head.h"

namespace evisa::http {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kPiece = 16U << 10;

Errc code_of(ClientFailure failure) {
  switch (failure) {
    case ClientFailure::refused:
    case ClientFailure::timeout:
      return Errc::unavailable;
    case ClientFailure::tls:
      return Errc::untrusted;
    case ClientFailure::protocol:
      return Errc::malformed;
    case ClientFailure::too_large:
      return Errc::out_of_range;
  }
  return Errc::unavailable;
}

/// False when the deadline came first, or nobody waits for the answer any more.
bool wait_for(const Stream& stream, IoStatus status, Clock::time_point deadline,
              const std::stop_token& stop) {
  using std::chrono::milliseconds;
  constexpr milliseconds kLook{100};
  while (!stop.stop_requested()) {
    auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    if (left <= milliseconds::zero()) return false;
    if (stop.stop_possible()) left = std::min(left, kLook);
    pollfd poller{stream.fd(),
                  static_cast<short>(status == IoStatus::want_write ? POLLOUT : POLLIN), 0};
    if (::poll(&poller, 1, static_cast<int>(left.count())) > 0) return true;
  }
  return false;
}

}  // namespace

ClientError client_error(ClientFailure failure, bool maybe_done, std::string message) {
  return {.failure = failure,
          .maybe_done = maybe_done,
          .error = {.code = code_of(failure), .message = std::move(message)}};
}

std::expected<void, ClientError> finish_handshake(Stream& stream, Clock::time_point deadline,
                                                  const std::stop_token& stop) {
  for (;;) {
    const IoResult result = stream.handshake();
    if (result.status == IoStatus::done) return {};
    if (result.status == IoStatus::closed || result.status == IoStatus::failed) {
      return std::unexpected(client_error(
          stream.tls_error() ? ClientFailure::tls : ClientFailure::refused, false, stream.error()));
    }
    if (!wait_for(stream, result.status, deadline, stop)) {
      return std::unexpected(
          client_error(ClientFailure::timeout, false, "no connection within the deadline"));
    }
  }
}

bool is_quiet(const Stream& stream) {
  pollfd poller{stream.fd(), POLLIN, 0};
  return !stream.has_pending() && ::poll(&poller, 1, 0) == 0;
}

std::unexpected<ClientError> Exchange::stop(ClientFailure failure, std::string message) const {
  return std::unexpected(client_error(failure, sent_any_, std::move(message)));
}

std::unexpected<ClientError> Exchange::broke() {
  broken_ = true;
  // With TLS 1.3 a server refuses our certificate after we think that all is well.
  if (stream_.tls_error() && !answered_) return stop(ClientFailure::tls, stream_.error());
  return stop(ClientFailure::protocol, stream_.error().empty()
                                           ? "the connection was closed before the end"
                                           : stream_.error());
}

Exchange::Step Exchange::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const IoResult result = stream_.write(bytes);
    switch (result.status) {
      case IoStatus::done:
        sent_any_ = true;
        bytes.remove_prefix(result.bytes);
        break;
      case IoStatus::want_read:
      case IoStatus::want_write:
        if (!wait_for(stream_, result.status, deadline_, stop_)) {
          return stop(ClientFailure::timeout, "not sent within the deadline");
        }
        break;
      case IoStatus::closed:
      case IoStatus::failed:
        return {};  // the server may have answered before it closed: read that first
    }
  }
  return {};
}

Exchange::Step Exchange::receive() {
  std::array<char, kPiece> piece;  // NOLINT: written by the read
  for (;;) {
    if (Clock::now() >= deadline_ || stop_.stop_requested()) {
      return stop(ClientFailure::timeout, "no complete answer within the deadline");
    }
    const IoResult result = stream_.read(piece);
    switch (result.status) {
      case IoStatus::done:
        answered_ = true;
        in_.append(piece.data(), result.bytes);
        return {};
      case IoStatus::want_read:
      case IoStatus::want_write:
        static_cast<void>(wait_for(stream_, result.status, deadline_, stop_));
        break;
      case IoStatus::closed:
      case IoStatus::failed:
        return broke();
    }
  }
}

std::expected<ResponseHead, ClientError> Exchange::read_head(bool to_head) {
  constexpr int kMaxInterim = 8;
  for (int i = 0; i < kMaxInterim; ++i) {
    std::optional<std::size_t> end;
    while (!(end = find_head_end(in_))) {
      if (in_.size() > limits_.max_head) {
        return stop(ClientFailure::too_large, "the answer's head is too long");
      }
      if (auto done = receive(); !done) return std::unexpected(std::move(done.error()));
    }
    auto head = parse_response_head(std::string_view(in_).substr(0, *end), to_head);
    if (!head) return stop(ClientFailure::protocol, std::move(head.error().message));
    in_.erase(0, *end);
    if (head->status >= 200) return std::move(*head);
  }
  return stop(ClientFailure::protocol, "interim answers without end");
}

Exchange::Step Exchange::take(std::string& piece, const ClientRequest& request,
                              ClientResponse& response) {
  received_ += piece.size();
  if (received_ > limits_.max_body) {
    return stop(ClientFailure::too_large,
                "the answer is longer than " + std::to_string(limits_.max_body) + " bytes");
  }
  if (request.on_body && response.status >= 200 && response.status < 300) {
    if (!piece.empty() && !request.on_body(piece)) {
      return stop(ClientFailure::protocol, "the answer was not wanted any more");
    }
  } else {
    response.body += piece;
  }
  piece.clear();
  return {};
}

Exchange::Step Exchange::read_body(const ResponseHead& head, const ClientRequest& request,
                                   ClientResponse& response) {
  if (head.length.value_or(0) > limits_.max_body) {
    return stop(ClientFailure::too_large, "the answer has " + std::to_string(*head.length) +
                                              " bytes, at most " +
                                              std::to_string(limits_.max_body) + " are taken");
  }
  ChunkedDecoder decoder;
  std::string piece;
  for (;;) {
    bool complete = false;
    if (head.chunked) {
      const auto decoded = decoder.decode(in_, piece);
      if (!decoded) return stop(ClientFailure::protocol, decoded.error().message);
      complete = *decoded;
    } else {
      const auto left = static_cast<std::size_t>(*head.length - received_);
      piece.append(in_, 0, left);
      in_.erase(0, std::min(left, in_.size()));
      complete = piece.size() == left;
    }
    if (auto done = take(piece, request, response); !done) return done;
    if (complete) return {};
    if (auto done = receive(); !done) return done;
  }
}

std::expected<ClientResponse, ClientError> Exchange::run(std::string_view bytes,
                                                         const ClientRequest& request) {
  if (auto sent = send(bytes); !sent) return std::unexpected(std::move(sent.error()));
  auto head = read_head(request.method == Method::head);
  if (!head) return std::unexpected(std::move(head.error()));
  ClientResponse response{.status = head->status, .headers = head->headers, .body = {}};
  if (auto done = read_body(*head, request, response); !done) {
    return std::unexpected(std::move(done.error()));
  }
  reusable_ = head->keep_alive && in_.empty();
  return response;
}

}  // namespace evisa::http
