// A booth's name: `ALA-03`, the airport or checkpoint and the booth's number there.
#pragma once

#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::db {

/// `ALA` of `ALA-03`; the name as events carry it (docs/crossing-event.md). Errors: malformed.
[[nodiscard]] Result<std::string> airport_of_booth(std::string_view name);

}  // namespace evisa::db
