// A file's content, copied and hashed piece by piece: files here may be larger than memory.
#pragma once

#include <cstdint>
#include <filesystem>

#include "crypto/blake2b.h"
#include "visa/result.h"

namespace evisa::crypto {

struct FileDigest {
  std::uint64_t bytes = 0;
  Hash256 hash{};  ///< BLAKE2b-256 of the content
  bool operator==(const FileDigest&) const = default;
};

/// Errors: not_found, io.
[[nodiscard]] Result<FileDigest> digest_file(const std::filesystem::path& file);

/// Copies the content to `to`, which must not be there, and returns when it is on disk. `mode`:
/// permission bits. The digest is of what was written. Errors: not_found, io, conflict (`to`
/// exists).
[[nodiscard]] Result<FileDigest> copy_file(const std::filesystem::path& from,
                                           const std::filesystem::path& to, unsigned mode);

}  // namespace evisa::crypto
