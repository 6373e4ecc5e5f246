// Copies of a store's file: taken while programs write it, and looked at before they are trusted.
#pragma once

#include <filesystem>

#include "visa/result.h"

namespace evisa::db {

/// Copies a store as it is at one moment; writers go on meanwhile, and what they had been answered
/// before the call is in the copy. `to` must not be there; mode 0600, one file without a
/// write-ahead log, on disk when this returns.
/// Errors: not_found, conflict (`to` exists), malformed (damaged), io, unavailable.
[[nodiscard]] Result<void> copy_store(const std::filesystem::path& from,
                                      const std::filesystem::path& to);

/// Takes a store that nobody has open out of write-ahead logging: all of it is in `file` alone
/// then. Errors: unavailable (somebody has it open), malformed, io.
[[nodiscard]] Result<void> make_one_file(const std::filesystem::path& file);

/// SQLite's own look at every page, index and reference. Errors: malformed (the first finding), io.
[[nodiscard]] Result<void> check_store(const std::filesystem::path& file);

}  // namespace evisa::db
