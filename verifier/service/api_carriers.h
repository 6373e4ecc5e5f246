// /v1/boarding-checks, /v1/boarding-receipts and /v1/iapi: what airlines ask.
#pragma once

#include <vector>

#include "verifier/service/api.h"

namespace evisa::verifier {

[[nodiscard]] std::vector<http::Route> carrier_routes(Airport& airport);

}  // namespace evisa::verifier
