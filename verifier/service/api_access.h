// Who may ask the API: bearer tokens of machines, sessions of officers, and the log-in.
#pragma once

#include <vector>

#include "http/rate_limit.h"
#include "verifier/service/api.h"

namespace evisa::verifier {

/// A token of `evisa-verifier token create`, or of a log-in. The principal's id is the token's
/// subject (`ALA-03`, `KC`) or the officer's badge.
[[nodiscard]] http::Authenticate authenticate(Airport& airport);

/// Every principal has a bucket of its own. `limiter` must outlive the guard.
[[nodiscard]] http::Guard rate_guard(Airport& airport, http::RateLimiter& limiter);

[[nodiscard]] std::vector<http::Route> access_routes(Airport& airport);

}  // namespace evisa::verifier
