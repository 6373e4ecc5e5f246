// What the connections of one server share: its settings, what it calls, and its counters.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <stop_token>
#include <string>

#include "http/server.h"
#include "http/tls.h"

namespace evisa::http {

using Clock = std::chrono::steady_clock;  ///< for deadlines; the time of day comes from outside

struct ServerCore {
  ServerOptions options;
  Service service;
  std::optional<TlsContext> tls{};
  std::string id_prefix{};  ///< makes request ids differ from those of an earlier run
  std::stop_source stopping{};

  std::atomic<std::uint64_t> next_id{1};
  std::atomic<std::size_t> body_bytes{0};  ///< reserved by requests that are being received
  std::atomic<std::size_t> running{0};
  std::atomic<std::uint64_t> accepted{0}, evicted{0}, refused{0}, timed_out{0}, malformed{0},
      tls_failed{0};

  [[nodiscard]] bool is_stopping() const { return stopping.stop_requested(); }
  [[nodiscard]] std::string new_request_id();
};

}  // namespace evisa::http
