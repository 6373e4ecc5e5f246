// The access log: one JSON object a line, no personal data.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <thread>

#include "http/server.h"

namespace evisa::http {

/// Time, method, route template, status, bytes, duration, principal, request id. Never the path as
/// sent (it holds visa numbers), never the query, a header, or the peer's address. Without newline.
[[nodiscard]] std::string access_log_line(const Served& served);

/// Lines go out together, from a thread of its own and within a twentieth of a second: no traveller
/// waits for whoever reads the log. All of them have gone out when it is destroyed. Safe to use
/// from many threads.
class AccessLog {
 public:
  /// `fd` is open for writing and outlives it. `most_waiting`: bytes; a caller waits while more
  /// have not gone out.
  explicit AccessLog(int fd, std::size_t most_waiting = std::size_t{1} << 20);
  ~AccessLog();
  AccessLog(const AccessLog&) = delete;
  AccessLog& operator=(const AccessLog&) = delete;

  void write(const Served& served);

 private:
  void pass_on(const std::stop_token& stop);

  const int fd_;
  const std::size_t most_waiting_;
  std::mutex mutex_;
  std::condition_variable_any came_, went_;
  std::string waiting_;  ///< whole lines
  std::jthread thread_;  // last: it ends before what it uses goes
};

}  // namespace evisa::http
