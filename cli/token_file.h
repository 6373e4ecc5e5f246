// A bearer token in a file: it never stands on a command line.
#pragma once

#include <filesystem>
#include <string>

#include "visa/result.h"

namespace evisa::cli {

/// The first line, as `evisa-verifier token create --out` writes it. Errors: io (not there, more
/// than 4 KiB, open to others than its owner, no token in its first line).
[[nodiscard]] Result<std::string> read_token_file(const std::filesystem::path& file);

}  // namespace evisa::cli
