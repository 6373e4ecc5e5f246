// Whole files, read with a limit and written so that a reader sees the old or the new one, never
// half.
#pragma once

#include <cstddef>
#include <filesystem>

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace evisa::crypto {

/// Errors: not_found, io (also: a folder or device), out_of_range (larger than `limit` bytes:
/// found, limit).
[[nodiscard]] Result<Bytes> read_file(const std::filesystem::path& path, std::size_t limit);

/// As `read_file`, but refuses a file that group or others may read or write.
/// Errors: as above; io (permissions: found, expected).
[[nodiscard]] Result<Bytes> read_private_file(const std::filesystem::path& path, std::size_t limit);

/// As `read_file`, into guarded memory: no copy of the content stays behind on the heap.
[[nodiscard]] Result<SecretBytes> read_secret_file(const std::filesystem::path& path,
                                                   std::size_t limit);

/// Writes to a temporary name beside `path`, fsyncs, renames, fsyncs the folder.
/// `mode`: permission bits, 0600 for secrets. Errors: io; conflict when `replace` is false and it
/// exists.
[[nodiscard]] Result<void> write_file(const std::filesystem::path& path, ByteView content,
                                      unsigned mode = 0644, bool replace = true);

/// Returns when what was made, renamed or removed in the folder is on disk. Errors: io.
[[nodiscard]] Result<void> sync_folder(const std::filesystem::path& folder);

}  // namespace evisa::crypto
