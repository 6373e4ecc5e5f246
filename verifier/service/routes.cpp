// All routes of an airport's service.
#include "verifier/service/routes.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <iterator>

#include "verifier/service/api_access.h"
#include "verifier/service/api_carriers.h"
#include "verifier/service/api_crossings.h"
#include "verifier/service/api_ministry.h"
#include "verifier/service/api_supervision.h"
#include "verifier/service/api_travellers.h"
#include "verifier/service/page_routes.h"

namespace evisa::verifier {
namespace {

std::optional<std::string> missing_bundle(const Airport& airport) {
  const auto bundle = airport.trust->current();
  if (bundle) return std::nullopt;
  return fmt::format("{} (evisa-verifier bundle import)", bundle.error().message);
}

std::optional<std::string> missing_log(const Airport& airport) {
  const auto awaited = airport.log->awaited();
  if (!awaited) return awaited.error().message;
  if (awaited->empty()) return std::nullopt;
  return fmt::format("restored, and not yet brought up to date from {}", fmt::join(*awaited, ", "));
}

std::vector<http::Route> health_routes(Airport& airport, http::Metrics& metrics) {
  using http::Method;
  return {{Method::get, "/healthz", [](const http::Request&) { return http::healthz(); }},
          {Method::get, "/readyz",
           [checks = ready_checks(airport)](const http::Request&) { return http::readyz(checks); }},
          {Method::get, "/metrics",
           [&metrics](const http::Request&) { return http::metrics_response(metrics); }}};
}

}  // namespace

std::vector<http::ReadyCheck> ready_checks(Airport& airport) {
  return {{"trust_bundle", [&airport] { return missing_bundle(airport); }},
          {"crossing_log", [&airport] { return missing_log(airport); }}};
}

Result<http::Router> make_router(Airport& airport, http::RateLimiter& limiter,
                                 http::Metrics& metrics) {
  auto pages = page_routes();
  if (!pages) return std::unexpected(pages.error());
  std::vector<http::Route> routes = std::move(*pages);
  for (auto& group : {health_routes(airport, metrics), access_routes(airport),
                      traveller_routes(airport), crossing_routes(airport), ministry_routes(airport),
                      carrier_routes(airport), supervision_routes(airport)})
    std::ranges::copy(group, std::back_inserter(routes));
  return http::Router::create(std::move(routes), authenticate(airport),
                              rate_guard(airport, limiter));
}

}  // namespace evisa::verifier
