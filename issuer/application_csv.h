// Applications as comma separated values; columns in application.h.
#pragma once

#include "issuer/application_file.h"

namespace evisa::issuer {

/// Each row becomes the JSON object it stands for and is then read as one.
/// Errors: malformed (no CSV; an unknown column, with the nearest known one; a column that must be
/// there).
[[nodiscard]] Result<std::vector<ApplicationRow>> read_csv(std::string_view text);

}  // namespace evisa::issuer
