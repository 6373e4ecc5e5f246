// The addresses of a host name, within a deadline; the last good answer serves when DNS does not.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "visa/result.h"

namespace evisa::http {

class Resolver {
 public:
  explicit Resolver(std::string host);
  ~Resolver();
  Resolver(const Resolver&) = delete;
  Resolver& operator=(const Resolver&) = delete;

  /// Numeric addresses, IPv4 before IPv6; a literal is its own, and localhost is this machine
  /// whatever a name server says (RFC 6761 6.3). Errors: not_found (no such name),
  /// unavailable (no answer in time, and none from before).
  [[nodiscard]] Result<std::vector<std::string>> addresses(
      std::chrono::steady_clock::time_point deadline);

 private:
  struct State;
  std::shared_ptr<State> state_;  ///< shared with a look-up that may outlive this object
};

}  // namespace evisa::http
