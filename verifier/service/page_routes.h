// /boarding, /supervisor and /v1/openapi.json: what needs no log-in.
#pragma once

#include <vector>

#include "http/router.h"

namespace evisa::verifier {

/// Errors: as http::StaticFiles::add.
[[nodiscard]] Result<std::vector<http::Route>> page_routes();

}  // namespace evisa::verifier
