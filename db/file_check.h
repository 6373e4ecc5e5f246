// A look at a database file before SQLite touches it: is it one, is it whole, may only we read it?
#pragma once

#include <filesystem>

#include "visa/result.h"

namespace evisa::db {

/// Creates the file with mode 0600 when it is not there, and takes group and world rights away when
/// it is. Errors: io.
[[nodiscard]] Result<void> make_private_file(const std::filesystem::path& file);

/// Checks the 100-byte header (https://www.sqlite.org/fileformat.html, 1.3) and that the file is as
/// long as the header says. An empty file is a new database.
/// Errors: io, malformed (not SQLite, truncated: found, expected).
[[nodiscard]] Result<void> check_file_header(const std::filesystem::path& file);

}  // namespace evisa::db
