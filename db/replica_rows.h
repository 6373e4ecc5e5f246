// Rows of an airport's copy of the register: what a change does to them, and how they are read.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <string>
#include <vector>

#include "db/register_feed.h"

namespace evisa::db {

/// Carries out one change that follows on those before. Errors: malformed (it does not follow).
/// May throw SQLite::Exception.
[[nodiscard]] Result<void> carry_out(SQLite::Database& db, const RegisterChange& change);

/// Visas as they stand. `condition`: SQL with one parameter still to be bound.
[[nodiscard]] SQLite::Statement select_replica(SQLite::Database& db, const std::string& condition);
/// Errors: malformed (a row that is none: which visa).
[[nodiscard]] Result<std::vector<RegisterEntry>> read_replica(SQLite::Statement& select);

}  // namespace evisa::db
