// Questions to the crossing log that change nothing. Functions may throw SQLite::Exception.
#pragma once

#include <SQLiteCpp/Database.h>

#include <optional>
#include <vector>

#include "db/crossing_log.h"

namespace evisa::db {

[[nodiscard]] Result<std::vector<CrossingLog::Stored>> read_feed(SQLite::Database& db,
                                                                 std::uint64_t after,
                                                                 std::size_t limit);
[[nodiscard]] Result<ChainHead> read_head(SQLite::Database& db, const std::string& booth);
[[nodiscard]] Result<std::optional<crypto::EventHash>> read_hash_of(SQLite::Database& db,
                                                                    const visa::EventId& event);
[[nodiscard]] Result<std::vector<CrossingLog::Stored>> read_events_of(SQLite::Database& db,
                                                                      visa::VisaNumber visa);
[[nodiscard]] Result<std::vector<CrossingLog::Stored>> read_between(SQLite::Database& db,
                                                                    visa::Instant from,
                                                                    visa::Instant until);
/// Errors: malformed (a stored event that does not parse).
[[nodiscard]] Result<std::optional<visa::Crossing>> read_event(SQLite::Database& db,
                                                               const visa::EventId& event);
[[nodiscard]] std::string read_name(SQLite::Database& db);
[[nodiscard]] Result<std::uint64_t> read_size(SQLite::Database& db);
[[nodiscard]] Result<crypto::EventHash> read_set_hash(SQLite::Database& db);

}  // namespace evisa::db
