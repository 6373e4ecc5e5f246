// Access log lines: JSON, one request each.
#include "http/access_log.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>

#include "crypto/json_writer.h"

namespace evisa::http {
namespace {

constexpr std::chrono::milliseconds kGather{50};
constexpr std::size_t kUsualLine = 256;

/// What cannot be written (the reader has gone, the disk is full) is lost: the service goes on.
void write_all(int fd, std::string_view lines) {
  while (!lines.empty()) {
    const ssize_t put = ::write(fd, lines.data(), lines.size());
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return;
    lines.remove_prefix(static_cast<std::size_t>(put));
  }
}

}  // namespace

std::string access_log_line(const Served& served) {
  crypto::JsonWriter json(kUsualLine);
  json.begin_object();
  json.key("time").text(visa::to_string(served.time));
  json.key("method").text(served.method ? to_string(*served.method) : "-");
  json.key("route").text(served.route.empty() ? "-" : served.route);
  json.key("status").number(served.status);
  json.key("bytes_in").number(served.bytes_in);
  json.key("bytes_out").number(served.bytes_out);
  json.key("us").number(served.duration.count());
  if (!served.principal.empty()) json.key("principal").text(served.principal);
  if (!served.request_id.empty()) json.key("request").text(served.request_id);
  return json.end_object().take();
}

AccessLog::AccessLog(int fd, std::size_t most_waiting)
    : fd_(fd),
      most_waiting_(most_waiting),
      thread_([this](const std::stop_token& stop) { pass_on(stop); }) {}

AccessLog::~AccessLog() = default;

void AccessLog::write(const Served& served) {
  const std::string line = access_log_line(served);
  std::unique_lock lock(mutex_);
  went_.wait(lock, [this] { return waiting_.size() < most_waiting_; });
  const bool first = waiting_.empty();
  waiting_.append(line) += '\n';
  const bool full = waiting_.size() >= most_waiting_;
  lock.unlock();
  if (first || full) came_.notify_one();
}

void AccessLog::pass_on(const std::stop_token& stop) {
  const auto full = [this] { return waiting_.size() >= most_waiting_; };
  std::string going;
  std::unique_lock lock(mutex_);
  while (came_.wait(lock, stop, [this] { return !waiting_.empty(); }) || !waiting_.empty()) {
    came_.wait_for(lock, stop, kGather, full);
    going.swap(waiting_);
    lock.unlock();
    write_all(fd_, going);
    going.clear();
    went_.notify_all();
    lock.lock();
  }
}

}  // namespace evisa::http
