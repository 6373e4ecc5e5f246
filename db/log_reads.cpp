// History, feed, set hash and latest time.
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

Result<std::vector<visa::Crossing>> read_history(SQLite::Database& db, visa::VisaNumber visa) {
  SQLite::Statement select(
      db, "SELECT booth, sequence, json FROM events WHERE visa = ? ORDER BY cursor");
  bind_count(select, 1, visa.ordinal());
  std::vector<visa::Crossing> history;
  while (select.executeStep()) {
    const visa::EventId id{select.getColumn(0).getString(), read_count(select.getColumn(1))};
    auto event = crypto::parse_event(crypto::as_text(view_blob(select.getColumn(2))));
    if (!event || event->crossing.id != id || event->crossing.visa != visa) {
      return fail(Errc::malformed,
                  fmt::format("the stored event {} of visa {} is damaged{}{}", id.text(),
                              visa.text(), event ? "" : ": ", event ? "" : event.error().message),
                  "verify the log; the event can be pulled again from another node");
    }
    history.push_back(std::move(event->crossing));
  }
  return history;
}

Result<std::vector<CrossingLog::Stored>> read_feed(SQLite::Database& db, std::uint64_t after,
                                                   std::size_t limit) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  SQLite::Statement select(
      db, "SELECT cursor, json, signature FROM events WHERE cursor > ? ORDER BY cursor LIMIT ?");
  bind_count(select, 1, std::min(after, kMost));
  bind_count(select, 2, std::min<std::uint64_t>(limit, kMost));
  std::vector<CrossingLog::Stored> feed;
  while (select.executeStep()) {
    feed.push_back({read_count(select.getColumn(0)),
                    {std::string(crypto::as_text(view_blob(select.getColumn(1)))),
                     read_array<64>(select.getColumn(2))}});
  }
  return feed;
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

Result<std::optional<visa::Instant>> read_latest_time(SQLite::Database& db) {
  SQLite::Statement select(db, "SELECT max(time_ms) FROM events");
  select.executeStep();
  if (select.getColumn(0).isNull()) return std::nullopt;
  return visa::Instant(std::chrono::milliseconds(select.getColumn(0).getInt64()));
}

}  // namespace evisa::db
