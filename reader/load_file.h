// A whole file in memory, with a limit.
#pragma once

#include <filesystem>

#include "crypto/bytes.h"
#include "visa/result.h"

namespace evisa::reader {

/// Regular files only: a pipe or a device might never end.
/// Errors: not_found, io, out_of_range (more than `limit` bytes: found, limit).
[[nodiscard]] Result<crypto::Bytes> load_file(const std::filesystem::path& path, std::size_t limit);

}  // namespace evisa::reader
