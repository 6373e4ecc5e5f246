// /v1/claims, /v1/events, /v1/visas: single entries, signed events and their feed.
#pragma once

#include <vector>

#include "verifier/service/api.h"

namespace evisa::verifier {

[[nodiscard]] std::vector<http::Route> crossing_routes(Airport& airport);

}  // namespace evisa::verifier
