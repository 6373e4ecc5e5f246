// /v1/inspections and /v1/register/searches: may this traveller enter or leave, and which visa is
// his?
#pragma once

#include <vector>

#include "verifier/service/api.h"

namespace evisa::verifier {

[[nodiscard]] std::vector<http::Route> traveller_routes(Airport& airport);

}  // namespace evisa::verifier
