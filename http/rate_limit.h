// Token buckets, one a principal. Time is passed in.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/response.h"
#include "visa/date.h"

namespace evisa::http {

struct RateLimit {
  double per_second = 50;
  double burst = 100;                   ///< at most this many at once
  std::size_t max_principals = 10'000;  ///< the one idle longest is forgotten
};

class RateLimiter {
 public:
  explicit RateLimiter(RateLimit limit) : limit_(limit) {}
  /// Takes `cost` from the bucket of `principal`. Nothing: go on. Otherwise how long to wait until
  /// it would be there; nothing was taken. A clock that goes backwards gives no tokens and takes
  /// none.
  [[nodiscard]] std::optional<std::chrono::milliseconds> wait(std::string_view principal,
                                                              visa::Instant now, double cost = 1);

 private:
  struct Bucket {
    std::string principal;
    double tokens;
    visa::Instant at;
  };
  Bucket& bucket(std::string_view principal, visa::Instant now);

  RateLimit limit_;
  std::mutex mutex_;
  std::list<Bucket> buckets_;  ///< used last at the front
  std::unordered_map<std::string_view, std::list<Bucket>::iterator> by_principal_;
};

/// 429 with Retry-After in whole seconds.
[[nodiscard]] Response too_many_requests(std::chrono::milliseconds wait);

}  // namespace evisa::http
