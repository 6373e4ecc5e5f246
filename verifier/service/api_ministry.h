// /v1/trust and /v1/register: what the ministry delivers, and what booths fetch of it.
#pragma once

#include <vector>

#include "verifier/service/api.h"

namespace evisa::verifier {

[[nodiscard]] std::vector<http::Route> ministry_routes(Airport& airport);

}  // namespace evisa::verifier
