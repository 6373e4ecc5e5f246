// Feed, events by visa, time and name, head of a chain, set hash.
//
//   set hash = BLAKE2b-256( "evisa-event-set-1\n" { booth " " first " " last " " head-hex "\n" } )
//
// one line for each unbroken run of a booth's chain, in the order (booth, first). `head` is the
// hash of the run's last event; as each event holds the hash of the one before it, a run's head
// stands for all of it. Equal sets give equal lines whatever the order of arrival, and other sets
// with the same hash would be a BLAKE2b collision. Its cost is one row for each booth (and gap),
// not for each event.
#include "db/log_reads.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "db/statement_use.h"

namespace evisa::db {
namespace {

/// Rows of (cursor, json, signature).
std::vector<CrossingLog::Stored> read_stored(SQLite::Statement& select) {
  std::vector<CrossingLog::Stored> events;
  while (select.executeStep()) {
    events.push_back({read_count(select.getColumn(0)),
                      {std::string(crypto::as_text(view_blob(select.getColumn(1)))),
                       read_array<64>(select.getColumn(2))}});
  }
  return events;
}

}  // namespace

Result<std::vector<CrossingLog::Stored>> read_feed(SQLite::Database& db, std::uint64_t after,
                                                   std::size_t limit) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  SQLite::Statement select(
      db, "SELECT cursor, json, signature FROM events WHERE cursor > ? ORDER BY cursor LIMIT ?");
  bind_count(select, 1, std::min(after, kMost));
  bind_count(select, 2, std::min<std::uint64_t>(limit, kMost));
  return read_stored(select);
}

Result<std::vector<CrossingLog::Stored>> read_events_of(SQLite::Database& db,
                                                        visa::VisaNumber visa) {
  SQLite::Statement select(
      db, "SELECT cursor, json, signature FROM events WHERE visa = ? ORDER BY cursor");
  bind_count(select, 1, visa.ordinal());
  return read_stored(select);
}

Result<std::vector<CrossingLog::Stored>> read_between(SQLite::Database& db, visa::Instant from,
                                                      visa::Instant until) {
  SQLite::Statement select(db,
                           "SELECT cursor, json, signature FROM events WHERE time_ms >= ? AND "
                           "time_ms < ? ORDER BY time_ms, cursor");
  select.bind(1, std::int64_t{from.time_since_epoch().count()});
  select.bind(2, std::int64_t{until.time_since_epoch().count()});
  return read_stored(select);
}

Result<std::optional<visa::Crossing>> read_event(SQLite::Database& db, const visa::EventId& event) {
  SQLite::Statement select(db, "SELECT json FROM events WHERE booth = ? AND sequence = ?");
  select.bind(1, event.booth);
  bind_count(select, 2, event.sequence);
  if (!select.executeStep()) return std::nullopt;
  auto content = crypto::parse_event(crypto::as_text(view_blob(select.getColumn(0))));
  if (!content) return std::unexpected(content.error());
  return std::move(content->crossing);
}

std::string read_name(SQLite::Database& db) {
  return db.execAndGet("SELECT name FROM names").getString();
}

Result<std::uint64_t> read_size(SQLite::Database& db) {
  return read_count(db.execAndGet("SELECT coalesce(sum(last - first + 1), 0) FROM segments"));
}

Result<ChainHead> read_head(SQLite::Database& db, const std::string& booth) {
  SQLite::Statement select(
      db, "SELECT last, head FROM segments WHERE booth = ? ORDER BY first DESC LIMIT 1");
  select.bind(1, booth);
  if (!select.executeStep()) return ChainHead{};
  return ChainHead{read_count(select.getColumn(0)), read_array<32>(select.getColumn(1))};
}

Result<std::optional<crypto::EventHash>> read_hash_of(SQLite::Database& db,
                                                      const visa::EventId& event) {
  SQLite::Statement select(db,
                           "SELECT json, signature FROM events WHERE booth = ? AND sequence = ?");
  select.bind(1, event.booth);
  bind_count(select, 2, event.sequence);
  if (!select.executeStep()) return std::nullopt;
  return crypto::hash_of({std::string(crypto::as_text(view_blob(select.getColumn(0)))),
                          read_array<64>(select.getColumn(1))});
}

Result<crypto::EventHash> read_set_hash(SQLite::Database& db) {
  SQLite::Statement select(db,
                           "SELECT booth, first, last, head FROM segments ORDER BY booth, first");
  std::string lines = "evisa-event-set-1\n";
  while (select.executeStep()) {
    lines += fmt::format("{} {} {} {}\n", select.getColumn(0).getString(),
                         read_count(select.getColumn(1)), read_count(select.getColumn(2)),
                         crypto::to_hex(view_blob(select.getColumn(3))));
  }
  // hash_of is BLAKE2b-256 over text and signature; an event's text begins with `{`, this one does
  // not.
  return crypto::hash_of({.json = std::move(lines), .signature = {}});
}

}  // namespace evisa::db
