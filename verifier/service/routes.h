// All routes of an airport's service, and what it needs to be ready. docs/openapi.yaml.
#pragma once

#include "http/health.h"
#include "http/metrics.h"
#include "http/rate_limit.h"
#include "http/router.h"
#include "verifier/service/airport.h"

namespace evisa::verifier {

/// What /readyz asks for: a trust bundle, stores that answer, alarms that were kept.
[[nodiscard]] std::vector<http::ReadyCheck> ready_checks(Airport& airport);

/// All must outlive the router.
[[nodiscard]] Result<http::Router> make_router(Airport& airport, http::RateLimiter& limiter,
                                               http::Metrics& metrics);

}  // namespace evisa::verifier
