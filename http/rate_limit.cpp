// Token buckets; contract in rate_limit.h.
#include "http/rate_limit.h"

#include <algorithm>
#include <cmath>

#include "http/problem.h"

namespace evisa::http {

RateLimiter::Bucket& RateLimiter::bucket(std::string_view principal, visa::Instant now) {
  if (const auto found = by_principal_.find(principal); found != by_principal_.end()) {
    buckets_.splice(buckets_.begin(), buckets_, found->second);
    return buckets_.front();
  }
  if (buckets_.size() >= std::max<std::size_t>(limit_.max_principals, 1)) {
    by_principal_.erase(buckets_.back().principal);
    buckets_.pop_back();
  }
  buckets_.push_front({.principal = std::string(principal), .tokens = limit_.burst, .at = now});
  by_principal_.emplace(buckets_.front().principal, buckets_.begin());
  return buckets_.front();
}

std::optional<std::chrono::milliseconds> RateLimiter::wait(std::string_view principal,
                                                           visa::Instant now, double cost) {
  const std::lock_guard lock(mutex_);
  Bucket& own = bucket(principal, now);
  if (now > own.at) {
    const std::chrono::duration<double> passed = now - own.at;
    own.tokens = std::min(limit_.burst, own.tokens + passed.count() * limit_.per_second);
  }
  own.at = now;
  if (own.tokens >= cost) {
    own.tokens -= cost;
    return std::nullopt;
  }
  const double seconds = (cost - own.tokens) / limit_.per_second;
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::ceil(seconds * 1000)));
}

Response too_many_requests(std::chrono::milliseconds wait) {
  const auto seconds = std::chrono::ceil<std::chrono::seconds>(wait).count();
  Response response = problem_response(429, "this token has asked too often");
  response.headers.add("Retry-After", std::to_string(std::max<std::int64_t>(seconds, 1)));
  return response;
}

}  // namespace evisa::http
