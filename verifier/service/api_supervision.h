// /v1/heartbeats, /v1/booths, /v1/alarms, /v1/reversals, /v1/resolutions, /v1/exports: what a
// senior officer watches and corrects.
#pragma once

#include <vector>

#include "verifier/service/api.h"

namespace evisa::verifier {

[[nodiscard]] std::vector<http::Route> supervision_routes(Airport& airport);

}  // namespace evisa::verifier
