// A connection's steps up to the handler; connection_response.cpp has those behind it.
#include "http/connection.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <exception>

#include "crypto/wipe.h"
#include "http/problem.h"
#include "http/wiped.h"

namespace evisa::http {
namespace {

constexpr int kWaiting = -1, kOwned = -2;  // other values of `hold_`: a Force
constexpr std::size_t kScratch = 16U << 10;

std::span<char> scratch() {
  thread_local std::array<char, kScratch> bytes;
  return bytes;
}

void take_from_scratch(std::string& into, std::size_t count) {
  const auto read = scratch().first(count);
  append_wiped(into, {read.data(), read.size()});
  crypto::wipe(read);
}

Connection::Next waiting_for(const IoResult& result) {
  return result.status == IoStatus::want_write ? Connection::Next::wait_write
                                               : Connection::Next::wait_read;
}

}  // namespace

std::string ServerCore::new_request_id() {
  return id_prefix + std::to_string(next_id.fetch_add(1, std::memory_order_relaxed));
}

Connection::Connection(Stream stream, ServerCore& core)
    : core_(core), stream_(std::move(stream)), fd_(stream_.fd()), hold_(kWaiting) {
  const ServerLimits& limits = core_.options.limits;
  if (stream_.is_tls()) {
    enter(Stage::handshake, limits.handshake_deadline);
  } else {
    enter(Stage::idle, limits.idle_deadline);
  }
}

Connection::~Connection() {
  forget_request();
  crypto::wipe(in_);
}

Force Connection::claim() {
  int expected = kWaiting;
  if (hold_.compare_exchange_strong(expected, kOwned, std::memory_order_acq_rel)) {
    return Force::none;
  }
  hold_.store(kOwned, std::memory_order_relaxed);
  return static_cast<Force>(expected);
}

void Connection::park() { hold_.store(kWaiting, std::memory_order_release); }

bool Connection::force(Force why) {
  int expected = kWaiting;
  if (!hold_.compare_exchange_strong(expected, static_cast<int>(why), std::memory_order_acq_rel)) {
    return false;
  }
  // Makes the socket ready for whatever its event is armed, or will be; our answer still goes out.
  ::shutdown(fd_, stage() == Stage::sending ? SHUT_RDWR : SHUT_RD);
  return true;
}

void Connection::cut() { ::shutdown(fd_, SHUT_RDWR); }

Clock::time_point Connection::deadline() const {
  return Clock::time_point(Clock::duration(deadline_.load(std::memory_order_relaxed)));
}

Clock::time_point Connection::waiting_since() const {
  return Clock::time_point(Clock::duration(since_.load(std::memory_order_relaxed)));
}

void Connection::enter(Stage stage, std::chrono::milliseconds limit) {
  const auto now = Clock::now();
  since_.store(now.time_since_epoch().count(), std::memory_order_relaxed);
  deadline_.store((now + limit).time_since_epoch().count(), std::memory_order_relaxed);
  stage_.store(stage, std::memory_order_relaxed);
}

Connection::Next Connection::advance() {
  for (;;) {
    Waited waited;
    switch (stage()) {
      case Stage::handshake:
        waited = step_handshake();
        break;
      case Stage::idle:
      case Stage::head:
        waited = step_head();
        break;
      case Stage::body:
        waited = step_body();
        break;
      case Stage::sending:
        waited = step_sending();
        break;
      case Stage::lingering:
        waited = step_linger();
        break;
    }
    if (waited) return *waited;
  }
}

Connection::Next Connection::end(Force why) {
  if (why == Force::expire && stage() != Stage::idle && stage() != Stage::lingering) {
    core_.timed_out.fetch_add(1, std::memory_order_relaxed);
  }
  const bool mid_request = stage() == Stage::head || stage() == Stage::body;
  if (!mid_request || why == Force::stop) {
    if (stage() == Stage::sending && !continuing_) report(0);
    return Next::close;
  }
  const Waited waited = why == Force::expire ? refuse(408, "the request did not arrive in time")
                                             : refuse(503, "too many connections; try again");
  return waited ? *waited : advance();
}

Connection::Waited Connection::step_handshake() {
  const IoResult result = stream_.handshake();
  if (result.status == IoStatus::done) {
    client_certificate_ = stream_.peer_certificate();
    enter(Stage::idle, core_.options.limits.idle_deadline);
    return std::nullopt;
  }
  if (result.status == IoStatus::want_read || result.status == IoStatus::want_write) {
    return waiting_for(result);
  }
  core_.tls_failed.fetch_add(1, std::memory_order_relaxed);
  return Next::close;
}

Connection::Waited Connection::step_head() {
  const ServerLimits& limits = core_.options.limits;
  if (!in_.empty()) {
    if (stage() == Stage::idle) {
      enter(Stage::head, limits.header_deadline);
      started_ = Clock::now();
    }
    const auto size = find_head_end(in_, searched_);
    if (size.value_or(in_.size()) > limits.max_header_bytes) {
      return refuse(431, "the request's head is too long");
    }
    if (size) return on_head(*size);
    // TLS on a plain port, or no HTTP at all: no need to wait for the end of such a head.
    if (in_.front() < 'A' || in_.front() > 'Z') return refuse(400, "this is not HTTP");
    searched_ = in_.size();
  }
  const IoResult result = stream_.read(scratch());
  if (result.status == IoStatus::want_read || result.status == IoStatus::want_write) {
    return waiting_for(result);
  }
  if (result.status != IoStatus::done) return Next::close;
  take_from_scratch(in_, result.bytes);
  return std::nullopt;
}

void Connection::start_request(RequestHead head) {
  request_ = Request{};
  request_.method = head.method;
  request_.path = std::move(head.target.path);
  request_.segments = std::move(head.target.segments);
  request_.query = std::move(head.target.query);
  request_.headers = std::move(head.headers);
  request_.peer = stream_.peer();
  request_.client_certificate = client_certificate_;
  request_.id = core_.new_request_id();
  request_.stopping = core_.stopping.get_token();
  has_request_ = true;
  version_1_0_ = head.version_1_0;
  keep_alive_ = head.keep_alive && ++requests_ < core_.options.limits.max_requests_per_connection;
  body_size_ = head.content_length;
  unread_body_ = body_size_ > 0;
}

Connection::Waited Connection::on_head(std::size_t size) {
  const ServerLimits& limits = core_.options.limits;
  auto head = parse_request_head(
      std::string_view(in_).substr(0, size),
      {.max_target_bytes = limits.max_target_bytes, .max_fields = limits.max_header_fields});
  drop_front(in_, size);
  searched_ = 0;
  if (!head) return refuse(head.error().status, std::move(head.error().detail));
  const bool expects_continue = head->expects_continue;
  start_request(std::move(*head));
  Admission admission;
  try {
    admission = core_.service.admit(request_);
  } catch (const std::exception&) {
    admission = std::unexpected(problem_response(500, {}));
  }
  if (!admission) return respond(std::move(admission.error()));
  const std::size_t limit = std::min(*admission, limits.max_body);
  if (body_size_ > limit) {
    return respond(problem_response(
        413, "body of " + std::to_string(body_size_) + " bytes, at most " + std::to_string(limit)));
  }
  if (body_size_ == 0) return run_handler();
  if (core_.body_bytes.fetch_add(body_size_, std::memory_order_relaxed) + body_size_ >
      limits.max_bodies) {
    core_.body_bytes.fetch_sub(body_size_, std::memory_order_relaxed);
    return respond(problem_response(503, "too many bodies are being received; try again"));
  }
  reserved_ = body_size_;
  request_.body.reserve(body_size_);  // it never moves: nothing stays at an old place
  enter(Stage::body, limits.body_deadline);
  if (!expects_continue || !in_.empty()) return std::nullopt;
  out_ = "HTTP/1.1 100 Continue\r\n\r\n";
  sent_ = 0;
  body_ = std::string{};
  continuing_ = true;
  enter(Stage::sending, limits.write_deadline);
  return std::nullopt;
}

Connection::Waited Connection::step_body() {
  std::string& body = request_.body;
  const std::size_t at_hand = std::min(in_.size(), body_size_ - body.size());
  body.append(in_, 0, at_hand);
  drop_front(in_, at_hand);
  while (body.size() < body_size_) {
    const std::size_t wanted = std::min(body_size_ - body.size(), kScratch);
    const IoResult result = stream_.read(scratch().first(wanted));
    if (result.status == IoStatus::want_read || result.status == IoStatus::want_write) {
      return waiting_for(result);
    }
    if (result.status != IoStatus::done) {
      report(0);
      return Next::close;
    }
    take_from_scratch(body, result.bytes);
  }
  unread_body_ = false;
  return run_handler();
}

Connection::Waited Connection::run_handler() {
  // Nobody may end this connection for being slow while it is us who are at work.
  enter(Stage::sending, core_.options.limits.write_deadline);
  core_.running.fetch_add(1, std::memory_order_relaxed);
  Response response;
  try {
    response = core_.service.handle(request_);
  } catch (...) {  // a handler's fault ends one request, not the service
    response = problem_response(500, {});
  }
  core_.running.fetch_sub(1, std::memory_order_relaxed);
  return respond(std::move(response));
}

Connection::Waited Connection::refuse(int status, std::string detail) {
  if (status != 408 && status != 503) core_.malformed.fetch_add(1, std::memory_order_relaxed);
  keep_alive_ = false;
  unread_body_ = true;
  return respond(problem_response(status, std::move(detail)));
}

void Connection::forget_request() {
  core_.body_bytes.fetch_sub(reserved_, std::memory_order_relaxed);
  reserved_ = 0;
  has_request_ = false;
  crypto::wipe(request_.body);
  std::string().swap(request_.body);
}

}  // namespace evisa::http
