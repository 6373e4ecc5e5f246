// Officers on SQLite.
#include "db/officers.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "db/instant_column.h"
#include "db/kept_file.h"
#include "db/login_attempts.h"
#include "db/pin_policy.h"

namespace evisa::db {
namespace {

constexpr std::array kRoles{OfficerRole::officer, OfficerRole::senior, OfficerRole::supervisor,
                            OfficerRole::agent};

Result<void> check_badge(std::string_view badge) {
  const bool fits = !badge.empty() && badge.size() <= 32 && std::ranges::all_of(badge, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
  });
  if (fits) return {};
  return fail(Errc::malformed, "a badge has 1 to 32 of A-Z, 0-9 and hyphen", "for example KZ-1204");
}

std::unexpected<Error> unknown(const std::string& badge) {
  return fail(Errc::not_found, fmt::format("there is no officer with badge {}", badge));
}

void end_sessions(SQLite::Database& db, const std::string& badge) {
  SQLite::Statement remove(db, "DELETE FROM sessions WHERE badge = ?");
  remove.bind(1, badge);
  remove.exec();
}

/// When the officer was disabled, if so. Errors: not_found.
Result<std::optional<visa::Instant>> disabled_at(SQLite::Database& db, const std::string& badge) {
  SQLite::Statement select(db, "SELECT disabled_ms FROM officers WHERE badge = ?");
  select.bind(1, badge);
  if (!select.executeStep()) return unknown(badge);
  return read_instant_if(select.getColumn(0));
}

Result<void> insert_officer(SQLite::Database& db, const Officer& officer, const std::string& hash,
                            const AdminAct& act) {
  if (disabled_at(db, officer.badge)) {
    return fail(Errc::conflict, fmt::format("badge {} is taken", officer.badge),
                "enable it again, or set a new PIN");
  }
  SQLite::Statement insert(db,
                           "INSERT INTO officers (badge, role, pin_hash, created_ms, pin_set_ms) "
                           "VALUES (?, ?, ?, ?, ?)");
  insert.bind(1, officer.badge);
  insert.bind(2, std::string(to_string(officer.role)));
  insert.bind(3, hash);
  insert.bind(4, to_ms(act.at));
  insert.bind(5, to_ms(act.at));
  insert.exec();
  return add_audit(db, act, "officer.add", officer.badge,
                   fmt::format("role {}", to_string(officer.role)));
}

void store_pin(SQLite::Database& db, const std::string& badge, const std::string& hash,
               visa::Instant at) {
  SQLite::Statement update(db,
                           "UPDATE officers SET pin_hash = ?, pin_set_ms = ?, failures = 0, "
                           "locks = 0, locked_until_ms = NULL WHERE badge = ?");
  update.bind(1, hash);
  update.bind(2, to_ms(at));
  update.bind(3, badge);
  update.exec();
  end_sessions(db, badge);
}

/// `at`: empty enables.
Result<void> set_disabled(SQLite::Database& db, const std::string& badge,
                          const std::optional<visa::Instant>& at, const AdminAct& act) {
  const auto since = disabled_at(db, badge);
  if (!since) return std::unexpected(since.error());
  if (since->has_value() == at.has_value()) {
    return fail(Errc::conflict,
                fmt::format("badge {} is {}", badge,
                            at ? "disabled since " + visa::to_string(**since) : "not disabled"));
  }
  SQLite::Statement update(db, "UPDATE officers SET disabled_ms = ? WHERE badge = ?");
  bind_instant(update, 1, at);
  update.bind(2, badge);
  update.exec();
  if (at) end_sessions(db, badge);
  return add_audit(db, act, at ? "officer.disable" : "officer.enable", badge);
}

/// Whose agent it is stands before the badge's first hyphen.
Result<void> check_carrier(const Officer& officer) {
  const auto hyphen = officer.badge.find('-');
  const bool named = hyphen != std::string::npos && hyphen > 0 && hyphen + 1 < officer.badge.size();
  if (officer.role != OfficerRole::agent || named) return {};
  return fail(Errc::malformed,
              fmt::format("badge \"{}\" of an agent names no carrier", officer.badge),
              "the carrier's code, a hyphen, the agent's number: KC-0117");
}

}  // namespace

std::string_view to_string(OfficerRole role) {
  switch (role) {
    case OfficerRole::officer:
      return "officer";
    case OfficerRole::senior:
      return "senior";
    case OfficerRole::supervisor:
      return "supervisor";
    case OfficerRole::agent:
      return "agent";
  }
  return "";
}

Result<OfficerRole> parse_officer_role(std::string_view text) {
  for (const OfficerRole role : kRoles) {
    if (text == to_string(role)) return role;
  }
  return fail(Errc::malformed,
              fmt::format("role \"{}\": expected officer, senior, supervisor or agent", text));
}

Officers::Officers(std::shared_ptr<KeptFile> file, const crypto::PinCost& cost)
    : file_(std::move(file)), cost_(cost), decoy_(crypto::decoy_pin_hash(cost)) {}

Result<std::string> Officers::hash(const crypto::SecretBytes& pin) {
  turns_.acquire();
  auto hashed = crypto::hash_pin(pin, cost_);
  turns_.release();
  return hashed;
}

bool Officers::matches(const crypto::SecretBytes& pin, const std::string& hash) {
  turns_.acquire();
  const bool same = crypto::pin_matches(pin, hash);
  turns_.release();
  return same;
}

Result<void> Officers::add(const Officer& officer, const crypto::SecretBytes& pin,
                           const AdminAct& act) {
  if (auto ok = check_badge(officer.badge); !ok) return ok;
  if (auto ok = check_carrier(officer); !ok) return ok;
  if (auto ok = check_pin_policy(pin); !ok) return ok;
  const auto hashed = hash(pin);
  if (!hashed) return std::unexpected(hashed.error());
  return file_->write<void>(
      [&](SQLite::Database& db) { return insert_officer(db, officer, *hashed, act); });
}

Result<void> Officers::set_pin(const std::string& badge, const crypto::SecretBytes& pin,
                               const AdminAct& act) {
  if (auto ok = check_pin_policy(pin); !ok) return ok;
  const auto hashed = hash(pin);
  if (!hashed) return std::unexpected(hashed.error());
  return file_->write<void>([&](SQLite::Database& db) -> Result<void> {
    if (auto there = disabled_at(db, badge); !there) return std::unexpected(there.error());
    store_pin(db, badge, *hashed, act.at);
    return add_audit(db, act, "officer.pin", badge);
  });
}

Result<void> Officers::disable(const std::string& badge, const AdminAct& act) {
  return file_->write<void>(
      [&](SQLite::Database& db) { return set_disabled(db, badge, act.at, act); });
}

Result<void> Officers::enable(const std::string& badge, const AdminAct& act) {
  return file_->write<void>(
      [&](SQLite::Database& db) { return set_disabled(db, badge, std::nullopt, act); });
}

Result<void> Officers::unlock(const std::string& badge, const AdminAct& act) {
  return file_->write<void>([&](SQLite::Database& db) -> Result<void> {
    if (auto there = disabled_at(db, badge); !there) return std::unexpected(there.error());
    SQLite::Statement update(
        db, "UPDATE officers SET failures = 0, locks = 0, locked_until_ms = NULL WHERE badge = ?");
    update.bind(1, badge);
    update.exec();
    return add_audit(db, act, "officer.unlock", badge);
  });
}

Result<std::vector<OfficerInfo>> Officers::list() const {
  return file_->read([](SQLite::Database& db) -> Result<std::vector<OfficerInfo>> {
    SQLite::Statement select(db,
                             "SELECT badge, role, created_ms, pin_set_ms, disabled_ms, "
                             "locked_until_ms, failures FROM officers ORDER BY badge");
    std::vector<OfficerInfo> officers;
    while (select.executeStep()) {
      const auto role = parse_officer_role(select.getColumn(1).getString());
      if (!role) return std::unexpected(role.error());
      officers.push_back({{select.getColumn(0).getString(), *role},
                          read_instant(select.getColumn(2)),
                          read_instant(select.getColumn(3)),
                          read_instant_if(select.getColumn(4)),
                          read_instant_if(select.getColumn(5)),
                          select.getColumn(6).getInt()});
    }
    return officers;
  });
}

Result<Officer> Officers::check_pin(const std::string& badge, const crypto::SecretBytes& pin,
                                    visa::Instant now, const Then& then) {
  const auto attempt =
      file_->write<Attempt>([&](SQLite::Database& db) { return begin_attempt(db, badge, now); });
  if (!attempt) return std::unexpected(attempt.error());
  const bool right = matches(pin, attempt->refused ? decoy_ : attempt->pin_hash);
  if (attempt->refused) return fail(*attempt->refused, std::string(kLogInRefused));
  if (!right) return fail(Errc::wrong_passphrase, std::string(kLogInRefused));
  auto done = file_->write<void>([&](SQLite::Database& db) -> Result<void> {
    if (auto ended = end_attempt(db, *attempt); !ended) return ended;
    return then ? then(db, attempt->officer) : Result<void>();
  });
  if (!done) return std::unexpected(done.error());
  return attempt->officer;
}

Result<void> Officers::change_pin(const std::string& badge, const crypto::SecretBytes& old,
                                  const crypto::SecretBytes& fresh, visa::Instant now) {
  if (auto ok = check_pin_policy(fresh); !ok) return ok;
  if (fresh.equals(old)) return fail(Errc::malformed, "the new PIN is the old one");
  const auto hashed = hash(fresh);
  if (!hashed) return std::unexpected(hashed.error());
  const auto done =
      check_pin(badge, old, now, [&](SQLite::Database& db, const Officer&) -> Result<void> {
        store_pin(db, badge, *hashed, now);
        return add_audit(db, {badge, now}, "officer.change_pin", badge);
      });
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace evisa::db
