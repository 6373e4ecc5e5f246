// The registry of booths on SQLite. Nothing is deleted: events on record need their keys for ever.
#include "db/booth_registry.h"

#include <SQLiteCpp/Statement.h>
#include <fmt/format.h>

#include <algorithm>

#include "crypto/public_key_file.h"
#include "db/booth_name.h"
#include "db/instant_column.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

using crypto::Ed25519PublicKey;

BoothKey read_key(SQLite::Statement& row, int first) {
  return {read_array<32>(row.getColumn(first)), read_instant(row.getColumn(first + 1)),
          read_instant_if(row.getColumn(first + 2)), read_instant_if(row.getColumn(first + 3))};
}

/// The booth and state of a key that is known already.
std::optional<std::pair<std::string, BoothKey>> find_key(SQLite::Database& db,
                                                         const Ed25519PublicKey& key) {
  SQLite::Statement select(
      db, "SELECT booth, key, from_ms, revoked_ms, compromised_ms FROM booth_keys WHERE key = ?");
  bind_blob(select, 1, key);
  if (!select.executeStep()) return std::nullopt;
  return std::pair{select.getColumn(0).getString(), read_key(select, 1)};
}

Result<void> move_start(SQLite::Database& db, const std::string& name, const BoothKey& held,
                        visa::Instant valid_from) {
  if (held.revoked_at) {
    return fail(
        Errc::conflict,
        fmt::format("this key of {} was revoked at {}", name, visa::to_string(*held.revoked_at)),
        "make a new key for the booth");
  }
  if (valid_from >= held.valid_from) {
    return fail(Errc::conflict, fmt::format("{} has this key already, valid from {}", name,
                                            visa::to_string(held.valid_from)));
  }
  SQLite::Statement update(db, "UPDATE booth_keys SET from_ms = ? WHERE key = ?");
  update.bind(1, to_ms(valid_from));
  bind_blob(update, 2, held.key);
  update.exec();
  return {};
}

void insert_key(SQLite::Database& db, const std::string& name, const std::string& airport,
                const Ed25519PublicKey& key, visa::Instant valid_from, visa::Instant now) {
  SQLite::Statement booth(
      db, "INSERT OR IGNORE INTO booths (name, airport, added_ms) VALUES (?, ?, ?)");
  booth.bind(1, name);
  booth.bind(2, airport);
  booth.bind(3, to_ms(now));
  booth.exec();
  SQLite::Statement insert(db, "INSERT INTO booth_keys (key, booth, from_ms) VALUES (?, ?, ?)");
  bind_blob(insert, 1, key);
  insert.bind(2, name);
  insert.bind(3, to_ms(valid_from));
  insert.exec();
}

Result<void> add_key(SQLite::Database& db, const std::string& name, const std::string& airport,
                     const Ed25519PublicKey& key, visa::Instant valid_from, const AdminAct& act) {
  if (const auto held = find_key(db, key)) {
    // One key, one booth: else an event's signature would not say where it was made.
    if (held->first != name) {
      return fail(Errc::conflict, fmt::format("this key belongs to booth {}", held->first),
                  "each booth makes a key of its own");
    }
    if (auto moved = move_start(db, name, held->second, valid_from); !moved) return moved;
  } else {
    insert_key(db, name, airport, key, valid_from, act.at);
  }
  return add_audit(
      db, act, "booth.add", name,
      fmt::format("key {}, valid from {}", crypto::fingerprint(key), visa::to_string(valid_from)));
}

std::optional<visa::Instant> earlier(const std::optional<visa::Instant>& a,
                                     const std::optional<visa::Instant>& b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

/// What is known of a key after `told`; each instant only ever moves to an earlier one.
BoothKey merged(const BoothKey& held, const BoothKey& told) {
  BoothKey key = held;
  if (!held.revoked_at) key.valid_from = std::min(held.valid_from, told.valid_from);
  key.revoked_at = earlier(held.revoked_at, told.revoked_at);
  key.compromised_since = earlier(held.compromised_since, told.compromised_since);
  return key;
}

void write_key(SQLite::Database& db, const BoothKey& key) {
  SQLite::Statement update(
      db, "UPDATE booth_keys SET from_ms = ?, revoked_ms = ?, compromised_ms = ? WHERE key = ?");
  update.bind(1, to_ms(key.valid_from));
  bind_instant(update, 2, key.revoked_at);
  bind_instant(update, 3, key.compromised_since);
  bind_blob(update, 4, key.key);
  update.exec();
}

Result<bool> take_over_key(SQLite::Database& db, const std::string& name,
                           const std::string& airport, const BoothKey& told, const AdminAct& act) {
  const auto held = find_key(db, told.key);
  if (held && held->first != name)
    return fail(Errc::conflict, fmt::format("{}: its key {} belongs to booth {} here", name,
                                            crypto::fingerprint(told.key), held->first));
  const BoothKey key = held ? merged(held->second, told) : told;
  if (held && key == held->second) return false;
  if (!held) insert_key(db, name, airport, key.key, key.valid_from, act.at);
  write_key(db, key);
  const std::string detail = fmt::format(
      "key {}, valid from {}{}", crypto::fingerprint(key.key), visa::to_string(key.valid_from),
      key.revoked_at ? ", revoked from " + visa::to_string(*key.revoked_at) : "");
  if (auto audited = add_audit(db, act, "booth.told", name, detail); !audited)
    return std::unexpected(audited.error());
  return true;
}

Result<int> revoke_keys(SQLite::Database& db, const std::string& name, visa::Instant at,
                        const std::optional<visa::Instant>& compromised, const AdminAct& act) {
  SQLite::Statement known(db, "SELECT 1 FROM booths WHERE name = ?");
  known.bind(1, name);
  if (!known.executeStep()) {
    return fail(Errc::not_found, fmt::format("there is no booth {}", name), "list the booths");
  }
  SQLite::Statement update(db,
                           "UPDATE booth_keys SET revoked_ms = min(ifnull(revoked_ms, ?1), ?1), "
                           "compromised_ms = CASE WHEN ?2 IS NULL THEN compromised_ms "
                           "ELSE min(ifnull(compromised_ms, ?2), ?2) END WHERE booth = ?3 "
                           "AND (revoked_ms IS NULL OR revoked_ms > ?1 OR (?2 IS NOT NULL "
                           "AND (compromised_ms IS NULL OR compromised_ms > ?2)))");
  update.bind(1, to_ms(at));
  bind_instant(update, 2, compromised);
  update.bind(3, name);
  const int changed = update.exec();
  if (changed == 0) {
    return fail(Errc::conflict, fmt::format("the keys of {} are revoked already", name));
  }
  const auto audited = add_audit(
      db, act, "booth.revoke", name,
      fmt::format("{} key(s), from {}{}", changed, visa::to_string(at),
                  compromised ? ", compromised since " + visa::to_string(*compromised) : ""));
  if (!audited) return std::unexpected(audited.error());
  return changed;
}

Result<BoothKeyRing> load_ring(SQLite::Database& db) {
  SQLite::Statement select(db,
                           "SELECT name, airport, added_ms, key, from_ms, revoked_ms, "
                           "compromised_ms FROM booths JOIN booth_keys ON booth = name "
                           "ORDER BY name, from_ms, key");
  std::vector<BoothInfo> booths;
  while (select.executeStep()) {
    const std::string name = select.getColumn(0).getString();
    if (booths.empty() || booths.back().name != name) {
      booths.push_back(
          {name, select.getColumn(1).getString(), read_instant(select.getColumn(2)), {}});
    }
    booths.back().keys.push_back(read_key(select, 3));
  }
  return BoothKeyRing(std::move(booths));
}

}  // namespace

Result<void> BoothRegistry::add(const std::string& name, const Ed25519PublicKey& key,
                                visa::Instant valid_from, const AdminAct& act) {
  const auto airport = airport_of_booth(name);
  if (!airport) return std::unexpected(airport.error());
  return file_->write<void>(
      [&](SQLite::Database& db) { return add_key(db, name, *airport, key, valid_from, act); });
}

Result<int> BoothRegistry::revoke(const std::string& name, visa::Instant at,
                                  const std::optional<visa::Instant>& compromised_since,
                                  const AdminAct& act) {
  if (compromised_since && *compromised_since > at) {
    return fail(Errc::out_of_range,
                fmt::format("compromised since {}, after the revocation at {}",
                            visa::to_string(*compromised_since), visa::to_string(at)));
  }
  return file_->write<int>(
      [&](SQLite::Database& db) { return revoke_keys(db, name, at, compromised_since, act); });
}

Result<bool> BoothRegistry::take_over(const std::string& name, const BoothKey& told,
                                      const AdminAct& act) {
  const auto airport = airport_of_booth(name);
  if (!airport) return std::unexpected(airport.error());
  return file_->write<bool>(
      [&](SQLite::Database& db) { return take_over_key(db, name, *airport, told, act); });
}

Result<BoothKeyRing> BoothRegistry::load() const { return file_->read(load_ring); }

Result<std::shared_ptr<const BoothKeyRing>> BoothRegistry::current() {
  return current_.get(load_ring);
}

}  // namespace evisa::db
