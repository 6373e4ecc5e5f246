// Heartbeats on SQLite: one row a booth.
#include "db/heartbeats.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <limits>

#include "db/booth_name.h"
#include "db/instant_column.h"
#include "db/kept_file.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

constexpr std::string_view kSelect =
    "SELECT booth, received_ms, clock_ms, bundle_sequence, bundle_age_min, queue_length, software "
    "FROM heartbeats ";

Heartbeat read_heartbeat(SQLite::Statement& row) {
  Heartbeat beat{row.getColumn(0).getString(),
                 read_instant(row.getColumn(1)),
                 read_instant(row.getColumn(2)),
                 read_count(row.getColumn(3)),
                 {},
                 read_count(row.getColumn(5)),
                 row.getColumn(6).getString()};
  if (!row.getColumn(4).isNull()) beat.bundle_age_minutes = row.getColumn(4).getInt64();
  return beat;
}

Result<void> check_heartbeat(const Heartbeat& beat) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
  constexpr std::size_t kMaxSoftware = 64;
  if (const auto airport = airport_of_booth(beat.booth); !airport) {
    return std::unexpected(airport.error());
  }
  if (beat.software.size() > kMaxSoftware) {
    return fail(Errc::malformed, fmt::format("heartbeat of {}: a software version of {} bytes",
                                             beat.booth, beat.software.size()));
  }
  if (beat.bundle_sequence > kMost || beat.queue_length > kMost) {
    return fail(Errc::out_of_range,
                fmt::format("heartbeat of {}: a number that is too large", beat.booth));
  }
  return {};
}

Result<void> upsert(SQLite::Database& db, const Heartbeat& beat) {
  SQLite::Statement insert(
      db,
      "INSERT INTO heartbeats (booth, received_ms, clock_ms, bundle_sequence, bundle_age_min, "
      "queue_length, software) VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (booth) DO UPDATE SET "
      "received_ms = excluded.received_ms, clock_ms = excluded.clock_ms, "
      "bundle_sequence = excluded.bundle_sequence, bundle_age_min = excluded.bundle_age_min, "
      "queue_length = excluded.queue_length, software = excluded.software "
      "WHERE excluded.received_ms >= received_ms");
  insert.bind(1, beat.booth);
  insert.bind(2, to_ms(beat.received));
  insert.bind(3, to_ms(beat.clock));
  bind_count(insert, 4, beat.bundle_sequence);
  if (beat.bundle_age_minutes) insert.bind(5, *beat.bundle_age_minutes);
  bind_count(insert, 6, beat.queue_length);
  insert.bind(7, beat.software);
  insert.exec();
  return {};
}

}  // namespace

Result<void> Heartbeats::store(const Heartbeat& heartbeat) {
  if (auto ok = check_heartbeat(heartbeat); !ok) return ok;
  return file_->write<void>([&](SQLite::Database& db) { return upsert(db, heartbeat); });
}

Result<std::optional<Heartbeat>> Heartbeats::find(const std::string& booth) const {
  return file_->read([&](SQLite::Database& db) -> Result<std::optional<Heartbeat>> {
    SQLite::Statement select(db, fmt::format("{} WHERE booth = ?", kSelect));
    select.bind(1, booth);
    if (!select.executeStep()) return std::nullopt;
    return read_heartbeat(select);
  });
}

Result<std::vector<Heartbeat>> Heartbeats::list() const {
  return file_->read([](SQLite::Database& db) -> Result<std::vector<Heartbeat>> {
    SQLite::Statement select(db, fmt::format("{} ORDER BY booth", kSelect));
    std::vector<Heartbeat> all;
    while (select.executeStep()) all.push_back(read_heartbeat(select));
    return all;
  });
}

std::vector<AlarmCause> judge_heartbeat(const Heartbeat& last, visa::Instant now,
                                        const HeartbeatLimits& limits) {
  using std::chrono::floor;
  std::vector<AlarmCause> causes;
  if (now - last.received > limits.silence) {
    const std::string since = visa::to_string(last.received);
    causes.push_back({AlarmKind::stale_booth, fmt::format("{} since {}", last.booth, since),
                      last.booth, fmt::format("{} was last heard of at {}", last.booth, since)});
  }
  const auto off = floor<std::chrono::seconds>(last.clock - last.received);
  if (std::chrono::abs(off) > limits.skew) {
    const auto day = visa::Date::from_days(floor<std::chrono::days>(last.received)).iso();
    causes.push_back({AlarmKind::clock, fmt::format("{} on {}", last.booth, day), last.booth,
                      fmt::format("the clock of {} is off by {} s", last.booth, off.count())});
  }
  return causes;
}

}  // namespace evisa::db
