// A connection's steps behind the handler: the response goes out, at the peer's pace.
#include <fmt/format.h>
#include <poll.h>

#include <algorithm>
#include <exception>

#include "http/connection.h"
#include "http/crew.h"
#include "http/problem.h"
#include "http/web_socket.h"

namespace evisa::http {
namespace {

constexpr std::size_t kShortBody = 16U << 10;  ///< goes out in one piece with the head

std::string_view view_of(const Body& body) {
  if (const auto* text = std::get_if<std::string>(&body)) return *text;
  const auto* shared = std::get_if<SharedBody>(&body);
  return shared != nullptr && *shared ? std::string_view(**shared) : std::string_view{};
}

bool is_without_body(int status) { return status == 204 || status == 304; }

}  // namespace

std::string Connection::compose(const Response& response, Framing framing, std::size_t length) {
  return compose_response_head({.status = response.status,
                                .headers = response.headers,
                                .framing = framing,
                                .length = length,
                                .keep_alive = keep_alive_,
                                .request_id = has_request_ ? std::string_view(request_.id) : "",
                                .now = core_.options.now()});
}

Connection::Waited Connection::respond(Response response) {
  if (!may_be_sent(response.headers)) response = problem_response(500, {});
  if (unread_body_ || core_.is_stopping()) keep_alive_ = false;
  status_ = response.status;
  body_sent_ = 0;
  sent_ = 0;
  continuing_ = false;
  const bool to_head = has_request_ && request_.method == Method::head;
  if (const auto* talk = std::get_if<Conversation>(&response.body))
    return converse(response, *talk);
  if (is_without_body(response.status)) {
    out_ = compose(response, Framing::none, 0);
    body_ = std::string{};
  } else if (std::holds_alternative<StreamBody>(response.body)) {
    if (!to_head) return send_stream(response);
    out_ = compose(response, Framing::none, 0);
    body_ = std::string{};
  } else {
    const std::string_view body = view_of(response.body);
    out_ = compose(response, Framing::length, body.size());
    body_ = std::string{};
    if (!to_head && body.size() <= kShortBody) {
      out_.append(body);
      body_sent_ = body.size();
    } else if (!to_head) {
      body_ = std::move(response.body);
    }
  }
  enter(Stage::sending, core_.options.limits.write_deadline);
  return std::nullopt;
}

Connection::Waited Connection::step_sending() {
  for (;;) {
    const std::string_view body = view_of(body_);
    if (sent_ == out_.size() + body.size()) break;
    const std::string_view rest = sent_ < out_.size() ? std::string_view(out_).substr(sent_)
                                                      : body.substr(sent_ - out_.size());
    const IoResult result = stream_.write(rest);
    if (result.status == IoStatus::want_write) return Next::wait_write;
    if (result.status == IoStatus::want_read) return Next::wait_read;
    if (result.status != IoStatus::done) {
      if (!continuing_) report(0);
      return Next::close;
    }
    sent_ += result.bytes;
  }
  if (continuing_) {
    continuing_ = false;
    enter(Stage::body, core_.options.limits.body_deadline);
    return std::nullopt;
  }
  body_sent_ += view_of(body_).size();
  report(status_);
  return after_response();
}

Connection::Waited Connection::send_stream(const Response& response) {
  const bool chunked = !version_1_0_;
  out_ = compose(response, chunked ? Framing::chunked : Framing::until_close, 0);
  const bool complete =
      write_now(out_) && run_stream(response, chunked) && (!chunked || write_now("0\r\n\r\n"));
  // Without the last chunk the peer sees that the body was cut.
  if (!complete) {
    report(0);
    return Next::close;
  }
  report(status_);
  return after_response();
}

bool Connection::run_stream(const Response& response, bool chunked) {
  BodyWriter writer(
      [&](std::string_view piece) {
        if (piece.empty()) return true;  // an empty chunk would end the body
        body_sent_ += piece.size();
        return write_now(chunked ? fmt::format("{:x}\r\n{}\r\n", piece.size(), piece)
                                 : std::string(piece));
      },
      core_.stopping.get_token());
  const Waiting waiting;  // for the peer, or for what there is to tell
  core_.running.fetch_add(1, std::memory_order_relaxed);
  bool complete = false;
  try {
    complete = std::get<StreamBody>(response.body)(writer);
  } catch (...) {  // a handler's fault ends one response, not the service
    complete = false;
  }
  core_.running.fetch_sub(1, std::memory_order_relaxed);
  return complete;
}

Connection::Waited Connection::converse(const Response& response, const Conversation& talk) {
  if (version_1_0_) return respond(problem_response(426, "expected HTTP/1.1"));
  out_ = compose(response, Framing::upgrade, 0);
  if (write_now(out_)) {
    const Waiting waiting;
    core_.running.fetch_add(1, std::memory_order_relaxed);
    WebSocket socket(stream_, std::move(in_), core_.options.limits.max_message,
                     core_.options.limits.write_deadline);
    try {
      talk(socket, core_.stopping.get_token());
    } catch (...) {  // a handler's fault ends one conversation, not the service
      socket.close(1011);
    }
    core_.running.fetch_sub(1, std::memory_order_relaxed);
  }
  report(status_);
  return Next::close;
}

bool Connection::write_now(std::string_view bytes) {
  const auto deadline = Clock::now() + core_.options.limits.write_deadline;
  while (!bytes.empty()) {
    const IoResult result = stream_.write(bytes);
    if (result.status == IoStatus::done) {
      bytes.remove_prefix(result.bytes);
      continue;
    }
    if (result.status == IoStatus::closed || result.status == IoStatus::failed) return false;
    const auto left =
        std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
    pollfd poller{fd_, static_cast<short>(result.status == IoStatus::want_read ? POLLIN : POLLOUT),
                  0};
    if (left <= 0 || ::poll(&poller, 1, static_cast<int>(left)) == 0) {
      core_.timed_out.fetch_add(1, std::memory_order_relaxed);
      return false;
    }
  }
  return true;
}

Connection::Waited Connection::after_response() {
  const ServerLimits& limits = core_.options.limits;
  forget_request();
  // Assigning an empty text would keep the room of the largest answer for as long as the peer
  // stays.
  body_.emplace<std::string>();
  std::string().swap(out_);
  if (in_.empty()) std::string().swap(in_);
  if (keep_alive_) {
    enter(Stage::idle, limits.idle_deadline);
    // Behind all others: a peer that has asked again already would keep this thread. What is at
    // hand makes no socket readable; it is writable in any case.
    return in_.empty() && !stream_.has_pending() ? Next::wait_read : Next::wait_write;
  }
  if (!unread_body_ && in_.empty()) return Next::close;
  // Closing now would reset the connection and take the answer away from a peer that still sends.
  stream_.end_writing();
  enter(Stage::lingering, limits.linger);
  return std::nullopt;
}

Connection::Waited Connection::step_linger() {
  for (;;) {
    const IoResult result = stream_.discard();
    if (result.status == IoStatus::want_read) return Next::wait_read;
    if (result.status != IoStatus::done) return Next::close;
    if (Clock::now() >= deadline()) return Next::close;
  }
}

void Connection::report(int status) {
  if (!core_.service.served) return;
  Served served{
      .time = core_.options.now(),
      .status = status,
      .bytes_in = request_.body.size(),
      .bytes_out = body_sent_,
      .duration = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - started_)};
  if (has_request_) {
    served.method = request_.method;
    served.route = request_.route;
    served.request_id = request_.id;
    if (request_.principal) served.principal = request_.principal->id;
  }
  try {
    core_.service.served(served);
  } catch (...) {  // an access log that cannot be written must not end the service
    return;
  }
}

}  // namespace evisa::http
