// Keep-alive connections of which each asks again as soon as it has its answer.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "http/tls.h"

namespace evisa::bench {

struct Load {
  std::uint16_t port = 0;
  std::optional<http::TlsContext> tls;
  /// Whole requests: connection i asks those of the i-th script, of the first again behind the
  /// last.
  std::vector<std::vector<std::string>> scripts;
  int connections = 1;
  /// Each asks its script again and again for so long; 0: once to its end.
  std::chrono::milliseconds duration{1000};
  /// All connections together, a second, at even distances whether the last answer has come or not:
  /// latencies count from when a question was due. 0: the next question follows the answer.
  double rate = 0;
};

struct Outcome {
  double per_second = 0, p99_us = 0;
  double server_us = 0;  ///< CPU of this process but for the threads that ask, for each answer
};

/// Asks once all connections stand. The servers run in this process. Ends the program when an
/// answer is not a 200 with content.
[[nodiscard]] Outcome put_under(const Load& load);
/// The content of the answer to the first request.
[[nodiscard]] std::string answer_of(const Load& load);
/// Of each figure by itself.
[[nodiscard]] Outcome median(std::vector<Outcome> rounds);

/// CPU microseconds of the calling thread, and of the whole process.
[[nodiscard]] double thread_cpu_us();
[[nodiscard]] double process_cpu_us();

}  // namespace evisa::bench
