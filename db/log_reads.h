// Questions to the crossing log that change nothing. Functions may throw SQLite::Exception.
#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>
#include <vector>

#include "db/crossing_log.h"

namespace evisa::db {

/// All events of a visa in the order in which they were stored.
/// Errors: malformed (a stored event that does not parse: its id).
[[nodiscard]] Result<std::vector<visa::Crossing>> read_history(SQLite::Database& db,
                                                               visa::VisaNumber visa);
[[nodiscard]] Result<std::vector<CrossingLog::Stored>> read_feed(SQLite::Database& db,
                                                                 std::uint64_t after,
                                                                 std::size_t limit);
[[nodiscard]] Result<crypto::EventHash> read_set_hash(SQLite::Database& db);
[[nodiscard]] Result<std::optional<visa::Instant>> read_latest_time(SQLite::Database& db);

}  // namespace evisa::db
