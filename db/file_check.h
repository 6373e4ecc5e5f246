// A look at a database file before SQLite touches it: is it one, is it whole, may only we read it?
#pragma once

#include <filesystem>

#include "db/open_mode.h"
#include "visa/result.h"

namespace evisa::db {

/// Creates the file with mode 0600 when it is not there and `mode` allows it, and takes group and
/// world rights away when it is. Errors: io; not_found (with Open::existing).
[[nodiscard]] Result<void> make_private_file(const std::filesystem::path& file, Open mode);

/// Checks the 100-byte header (https://www.sqlite.org/fileformat.html, 1.3) and that the file is as
/// long as the header says. An empty file is a new database, or with Open::existing a lost one:
/// SQLite would throw its write-ahead log away, so it is not even opened.
/// Errors: io, malformed (not SQLite, truncated: found, expected).
[[nodiscard]] Result<void> check_file_header(const std::filesystem::path& file, Open mode);

}  // namespace evisa::db
