// Text that an argument names: typed, piped or from a file.
#pragma once

#include <string>

#include "visa/result.h"

namespace evisa::cli {

/// `-` reads standard input to its end, `@FILE` reads a file, anything else is the text itself, in
/// which `\n` (two characters, as a shell passes it) is a line break. At most 64 KiB.
/// Errors: not_found, io, out_of_range.
[[nodiscard]] Result<std::string> read_text_argument(const std::string& argument);

}  // namespace evisa::cli
