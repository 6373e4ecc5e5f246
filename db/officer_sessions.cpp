// Officers' sessions on SQLite.
#include "db/officer_sessions.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>

#include "crypto/access_token.h"
#include "db/instant_column.h"
#include "db/kept_file.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

using crypto::Hash256;

constexpr std::string_view kKind = "session";
// A clock set back by more than this is no clock to judge idleness by.
constexpr std::chrono::minutes kClockSlack{5};
constexpr int kSeenSteps = 10;  // how many times within the idle limit "seen" is written at most

std::unexpected<Error> refused(Errc why) { return fail(why, std::string(kSessionRefused)); }

Result<Hash256> read_session_token(std::string_view token) {
  const auto read = crypto::read_access_token(token);
  if (!read || read->kind != kKind) return refused(Errc::malformed);
  return read->hash;
}

Result<void> check_place(std::string_view place) {
  const bool fits = !place.empty() && place.size() <= 64 &&
                    std::ranges::all_of(place, [](char c) { return c > 0x20 && c < 0x7f; });
  if (fits) return {};
  return fail(Errc::malformed, "a session's place is 1 to 64 printable characters without blanks");
}

bool is_over(visa::Instant created, visa::Instant seen, visa::Instant now,
             const SessionLimits& limits) {
  return now - seen >= limits.idle || now - created >= limits.longest || now + kClockSlack < seen;
}

void remove_old(SQLite::Database& db, visa::Instant now, const SessionLimits& limits) {
  SQLite::Statement remove(db, "DELETE FROM sessions WHERE seen_ms <= ? OR created_ms <= ?");
  remove.bind(1, to_ms(now - limits.idle));
  remove.bind(2, to_ms(now - limits.longest));
  remove.exec();
}

Result<void> insert_session(SQLite::Database& db, const Hash256& hash, const std::string& badge,
                            const std::string& place, visa::Instant now) {
  SQLite::Statement insert(
      db,
      "INSERT INTO sessions (hash, badge, place, created_ms, seen_ms) VALUES (?1, ?2, ?3, ?4, ?4)");
  bind_blob(insert, 1, hash);
  insert.bind(2, badge);
  insert.bind(3, place);
  insert.bind(4, to_ms(now));
  insert.exec();
  return {};
}

struct Found {
  OfficerSession session;
  visa::Instant seen{};
};

Result<Found> find_session(SQLite::Database& db, const Hash256& hash, std::string_view place,
                           visa::Instant now, const SessionLimits& limits) {
  SQLite::Statement select(db,
                           "SELECT badge, role, disabled_ms, place, sessions.created_ms, seen_ms "
                           "FROM sessions JOIN officers USING (badge) WHERE hash = ?");
  bind_blob(select, 1, hash);
  if (!select.executeStep()) return refused(Errc::not_found);
  const auto role = parse_officer_role(select.getColumn(1).getString());
  if (!role) return std::unexpected(role.error());
  Found found{{{select.getColumn(0).getString(), *role},
               select.getColumn(3).getString(),
               read_instant(select.getColumn(4))},
              read_instant(select.getColumn(5))};
  if (!select.getColumn(2).isNull()) return refused(Errc::untrusted);
  if (is_over(found.session.since, found.seen, now, limits)) return refused(Errc::out_of_range);
  if (found.session.place != place) return refused(Errc::ineligible);
  return found;
}

Result<void> note_seen(SQLite::Database& db, const Hash256& hash, visa::Instant now) {
  SQLite::Statement update(db, "UPDATE sessions SET seen_ms = max(seen_ms, ?) WHERE hash = ?");
  update.bind(1, to_ms(now));
  bind_blob(update, 2, hash);
  update.exec();
  return {};
}

}  // namespace

Result<NewSession> OfficerSessions::log_in(const std::string& badge, const crypto::SecretBytes& pin,
                                           const std::string& place, visa::Instant now) {
  if (auto ok = check_place(place); !ok) return std::unexpected(ok.error());
  auto token = crypto::make_access_token(kKind);
  auto officer =
      officers_.check_pin(badge, pin, now, [&](SQLite::Database& db, const Officer& who) {
        remove_old(db, now, limits_);
        return insert_session(db, token.hash, who.badge, place, now);
      });
  if (!officer) return std::unexpected(officer.error());
  return NewSession{std::move(token.text), {std::move(*officer), place, now}};
}

Result<OfficerSession> OfficerSessions::authenticate(std::string_view token, std::string_view place,
                                                     visa::Instant now) {
  const auto hash = read_session_token(token);
  if (!hash) return std::unexpected(hash.error());
  auto found = file_->read(
      [&](SQLite::Database& db) { return find_session(db, *hash, place, now, limits_); });
  if (!found) return std::unexpected(found.error());
  // A note that is lost ends the session early: the safe side.
  if (now - found->seen >= limits_.idle / kSeenSteps) {
    file_->note([hash = *hash, now](SQLite::Database& db) { return note_seen(db, hash, now); });
  }
  return std::move(found->session);
}

Result<void> OfficerSessions::log_out(std::string_view token) {
  const auto hash = read_session_token(token);
  if (!hash) return std::unexpected(hash.error());
  return file_->write<void>([&](SQLite::Database& db) -> Result<void> {
    SQLite::Statement remove(db, "DELETE FROM sessions WHERE hash = ?");
    bind_blob(remove, 1, *hash);
    remove.exec();
    return {};
  });
}

Result<int> OfficerSessions::end_all(const std::string& badge, const AdminAct& act) {
  return file_->write<int>([&](SQLite::Database& db) -> Result<int> {
    SQLite::Statement remove(db, "DELETE FROM sessions WHERE badge = ?");
    remove.bind(1, badge);
    const int ended = remove.exec();
    const auto audited =
        add_audit(db, act, "officer.end_sessions", badge, fmt::format("{} session(s)", ended));
    if (!audited) return std::unexpected(audited.error());
    return ended;
  });
}

}  // namespace evisa::db
