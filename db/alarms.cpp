// Alarms on SQLite.
#include "db/alarms.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>

#include "db/instant_column.h"
#include "db/kept_file.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

constexpr std::array kKinds{AlarmKind::double_use,    AlarmKind::forked_chain,
                            AlarmKind::unknown_booth, AlarmKind::revoked_key,
                            AlarmKind::stale_booth,   AlarmKind::clock};
constexpr std::string_view kColumns =
    "id, change, kind, cause, subject, detail, raised_ms, resolved_ms, resolved_by, why";
constexpr const char* kNextChange = "(SELECT ifnull(max(change), 0) + 1 FROM alarms)";

Result<Alarm> read_alarm(SQLite::Statement& row) {
  const auto kind = parse_alarm_kind(row.getColumn(2).getString());
  if (!kind) return std::unexpected(kind.error());
  Alarm alarm{row.getColumn(0).getInt64(),
              read_count(row.getColumn(1)),
              {*kind, row.getColumn(3).getString(), row.getColumn(4).getString(),
               row.getColumn(5).getString()},
              read_instant(row.getColumn(6)),
              {}};
  if (const auto at = read_instant_if(row.getColumn(7))) {
    alarm.resolution =
        AlarmResolution{*at, row.getColumn(8).getString(), row.getColumn(9).getString()};
  }
  return alarm;
}

Result<std::vector<Alarm>> read_alarms(SQLite::Statement& select) {
  std::vector<Alarm> alarms;
  while (select.executeStep()) {
    auto alarm = read_alarm(select);
    if (!alarm) return std::unexpected(alarm.error());
    alarms.push_back(std::move(*alarm));
  }
  return alarms;
}

std::int64_t as_limit(std::size_t limit) {
  constexpr std::size_t kMost = std::numeric_limits<std::int32_t>::max();
  return static_cast<std::int64_t>(std::min(limit, kMost));
}

std::optional<std::int64_t> find_cause(SQLite::Database& db, const AlarmCause& cause) {
  SQLite::Statement select(db, "SELECT id FROM alarms WHERE kind = ? AND cause = ?");
  select.bind(1, std::string(to_string(cause.kind)));
  select.bind(2, cause.cause);
  if (!select.executeStep()) return std::nullopt;
  return select.getColumn(0).getInt64();
}

Result<Alarms::Raised> insert_alarm(SQLite::Database& db, const AlarmCause& cause,
                                    visa::Instant now) {
  if (const auto id = find_cause(db, cause)) return Alarms::Raised{*id, false};
  SQLite::Statement insert(
      db, fmt::format("INSERT INTO alarms (change, kind, cause, subject, detail, raised_ms) "
                      "VALUES ({}, ?, ?, ?, ?, ?)",
                      kNextChange));
  insert.bind(1, std::string(to_string(cause.kind)));
  insert.bind(2, cause.cause);
  insert.bind(3, cause.subject);
  insert.bind(4, cause.detail);
  insert.bind(5, to_ms(now));
  insert.exec();
  return Alarms::Raised{db.getLastInsertRowid(), true};
}

Result<void> check_resolution(const AlarmResolution& resolution) {
  constexpr std::size_t kMaxName = 64, kMaxWhy = 500;
  if (resolution.by.empty() || resolution.by.size() > kMaxName) {
    return fail(Errc::malformed, "who resolves an alarm must be named with 1 to 64 characters");
  }
  if (resolution.why.empty() || resolution.why.size() > kMaxWhy) {
    return fail(Errc::malformed, "an alarm is resolved with a reason of 1 to 500 bytes");
  }
  return {};
}

Result<void> store_resolution(SQLite::Database& db, std::int64_t id,
                              const AlarmResolution& resolution) {
  SQLite::Statement select(db, "SELECT resolved_ms, resolved_by FROM alarms WHERE id = ?");
  select.bind(1, id);
  if (!select.executeStep()) return fail(Errc::not_found, fmt::format("there is no alarm {}", id));
  if (const auto at = read_instant_if(select.getColumn(0))) {
    return fail(Errc::conflict, fmt::format("alarm {} was resolved already at {} by {}", id,
                                            visa::to_string(*at), select.getColumn(1).getString()));
  }
  SQLite::Statement update(db, fmt::format("UPDATE alarms SET change = {}, resolved_ms = ?, "
                                           "resolved_by = ?, why = ? WHERE id = ?",
                                           kNextChange));
  update.bind(1, to_ms(resolution.at));
  update.bind(2, resolution.by);
  update.bind(3, resolution.why);
  update.bind(4, id);
  update.exec();
  return {};
}

}  // namespace

std::string_view to_string(AlarmKind kind) {
  switch (kind) {
    case AlarmKind::double_use:
      return "double_use";
    case AlarmKind::forked_chain:
      return "forked_chain";
    case AlarmKind::unknown_booth:
      return "unknown_booth";
    case AlarmKind::revoked_key:
      return "revoked_key";
    case AlarmKind::stale_booth:
      return "stale_booth";
    case AlarmKind::clock:
      return "clock";
  }
  return "";
}

Result<AlarmKind> parse_alarm_kind(std::string_view text) {
  for (const AlarmKind kind : kKinds) {
    if (text == to_string(kind)) return kind;
  }
  return fail(Errc::malformed, fmt::format("\"{}\" is not a kind of alarm", text));
}

Result<Alarms::Raised> Alarms::raise(const AlarmCause& cause, visa::Instant now) {
  if (cause.cause.empty()) return fail(Errc::malformed, "an alarm needs a cause");
  // Most are raised again and again: then nobody waits for the disk.
  const auto held = file_->read([&](SQLite::Database& db) -> Result<std::optional<std::int64_t>> {
    return find_cause(db, cause);
  });
  if (!held) return std::unexpected(held.error());
  if (*held) return Raised{**held, false};
  return file_->write<Raised>([&](SQLite::Database& db) { return insert_alarm(db, cause, now); });
}

Result<void> Alarms::resolve(std::int64_t id, const AlarmResolution& resolution) {
  if (auto ok = check_resolution(resolution); !ok) return ok;
  return file_->write<void>(
      [&](SQLite::Database& db) { return store_resolution(db, id, resolution); });
}

Result<std::optional<Alarm>> Alarms::find(std::int64_t id) const {
  return file_->read([&](SQLite::Database& db) -> Result<std::optional<Alarm>> {
    SQLite::Statement select(db, fmt::format("SELECT {} FROM alarms WHERE id = ?", kColumns));
    select.bind(1, id);
    if (!select.executeStep()) return std::nullopt;
    auto alarm = read_alarm(select);
    if (!alarm) return std::unexpected(alarm.error());
    return std::move(*alarm);
  });
}

Result<std::vector<Alarm>> Alarms::changes(std::uint64_t after, std::size_t limit) const {
  return file_->read([&](SQLite::Database& db) {
    SQLite::Statement select(
        db,
        fmt::format("SELECT {} FROM alarms WHERE change > ? ORDER BY change LIMIT ?", kColumns));
    constexpr std::uint64_t kMost = std::numeric_limits<std::int64_t>::max();
    bind_count(select, 1, std::min(after, kMost));
    select.bind(2, as_limit(limit));
    return read_alarms(select);
  });
}

Result<std::vector<Alarm>> Alarms::latest(std::size_t limit) const {
  return file_->read([&](SQLite::Database& db) {
    SQLite::Statement select(
        db, fmt::format("SELECT {} FROM alarms ORDER BY resolved_ms IS NOT NULL, id DESC LIMIT ?",
                        kColumns));
    select.bind(1, as_limit(limit));
    return read_alarms(select);
  });
}

Result<std::vector<Alarm>> Alarms::open(std::size_t limit) const {
  return file_->read([&](SQLite::Database& db) {
    SQLite::Statement select(
        db, fmt::format("SELECT {} FROM alarms WHERE resolved_ms IS NULL ORDER BY change LIMIT ?",
                        kColumns));
    select.bind(1, as_limit(limit));
    return read_alarms(select);
  });
}

}  // namespace evisa::db
