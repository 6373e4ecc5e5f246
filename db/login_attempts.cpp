// The counting of log-in attempts.
#include "db/login_attempts.h"

#include <SQLiteCpp/Statement.h>

#include <algorithm>

#include "db/instant_column.h"

namespace evisa::db {
namespace {

constexpr int kAttempts = 5;
constexpr std::chrono::minutes kFirstLock{15};
constexpr std::chrono::hours kLongestLock{24};

std::chrono::milliseconds lock_length(int locks_before) {
  constexpr int kDoublings = 7;  // 15 minutes * 2^7 is more than a day
  const auto length = kFirstLock * (1 << std::clamp(locks_before, 0, kDoublings));
  return std::min<std::chrono::milliseconds>(length, kLongestLock);
}

/// An attempt that goes no further costs a write as well.
Result<Attempt> turn_away(SQLite::Database& db, Errc why) {
  db.exec("UPDATE turned_away SET attempts = attempts + 1 WHERE id = 1");
  return Attempt{.refused = why, .officer = {}, .pin_hash = {}};
}

void count(SQLite::Database& db, const std::string& badge, int failures, int locks,
           visa::Instant now) {
  const bool lock = failures >= kAttempts;
  SQLite::Statement update(
      db, "UPDATE officers SET failures = ?, locks = ?, locked_until_ms = ? WHERE badge = ?");
  update.bind(1, lock ? 0 : failures);
  update.bind(2, lock ? locks + 1 : locks);
  bind_instant(update, 3, lock ? std::optional(now + lock_length(locks)) : std::nullopt);
  update.bind(4, badge);
  update.exec();
}

}  // namespace

Result<Attempt> begin_attempt(SQLite::Database& db, const std::string& badge, visa::Instant now) {
  SQLite::Statement select(db,
                           "SELECT role, pin_hash, disabled_ms, failures, locks, locked_until_ms "
                           "FROM officers WHERE badge = ?");
  select.bind(1, badge);
  if (!select.executeStep()) return turn_away(db, Errc::not_found);
  if (!select.getColumn(2).isNull()) return turn_away(db, Errc::untrusted);
  if (const auto until = read_instant_if(select.getColumn(5)); until && now < *until) {
    return turn_away(db, Errc::ineligible);
  }
  const auto role = parse_officer_role(select.getColumn(0).getString());
  if (!role) return std::unexpected(role.error());
  Attempt attempt{{}, {badge, *role}, select.getColumn(1).getString()};
  const int failures = select.getColumn(3).getInt(), locks = select.getColumn(4).getInt();
  select.reset();
  count(db, badge, failures + 1, locks, now);
  return attempt;
}

Result<void> end_attempt(SQLite::Database& db, const Attempt& attempt) {
  SQLite::Statement select(db, "SELECT pin_hash, disabled_ms FROM officers WHERE badge = ?");
  select.bind(1, attempt.officer.badge);
  if (!select.executeStep() || !select.getColumn(1).isNull()) {
    return fail(Errc::untrusted, std::string(kLogInRefused));
  }
  if (select.getColumn(0).getString() != attempt.pin_hash) {
    return fail(Errc::wrong_passphrase, std::string(kLogInRefused));
  }
  select.reset();
  SQLite::Statement update(
      db, "UPDATE officers SET failures = 0, locks = 0, locked_until_ms = NULL WHERE badge = ?");
  update.bind(1, attempt.officer.badge);
  update.exec();
  return {};
}

}  // namespace evisa::db
