// One SQLite file: opened with the pragmas that make what is acknowledged durable, migrated forward
// only.
#pragma once

#include <SQLiteCpp/Database.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string_view>

#include "db/open_mode.h"
#include "visa/result.h"

namespace evisa::db {

struct Migration {
  int version;  ///< 1, 2, 3, ... without gaps
  std::string_view sql;
};

/// Opens a database of the given kind, or creates it when `mode` says so. WAL, synchronous=FULL,
/// foreign keys on, busy timeout 5 s, mode 0600. `application_id` tells the kinds apart.
/// Errors: io, unsupported (written by a newer program: found, known), malformed (not of this kind,
/// damaged; with Open::existing: empty or without a schema), not_found (with Open::existing).
[[nodiscard]] Result<std::unique_ptr<SQLite::Database>> open_database(
    const std::filesystem::path& file, std::int32_t application_id,
    std::span<const Migration> migrations, Open mode);

/// A further connection for reading only, to a database that open_database has opened. May throw
/// SQLite::Exception: call it inside `guarded`.
[[nodiscard]] std::unique_ptr<SQLite::Database> open_reader(const std::filesystem::path& file);

/// True when the open file is no longer the one that its path names (deleted, moved, disk swapped):
/// SQLite would go on writing into a file that nobody will ever read again.
[[nodiscard]] bool has_moved(SQLite::Database& db);

}  // namespace evisa::db
