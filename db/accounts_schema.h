// The tables of accounts.sqlite. docs/accounts.md says what each column is for.
#pragma once

#include <cstdint>
#include <string_view>

namespace evisa::db {

inline constexpr std::int32_t kAccountsApplicationId = 0x45566163;  // "EVac"

inline constexpr std::string_view kAccountsSchema1 = R"sql(
  CREATE TABLE tokens (
    id           INTEGER PRIMARY KEY AUTOINCREMENT,
    hash         BLOB    NOT NULL UNIQUE CHECK (length(hash) = 32),
    role         TEXT    NOT NULL CHECK (role IN ('booth', 'airline', 'senior', 'office', 'peer')),
    subject      TEXT    NOT NULL,
    created_ms   INTEGER NOT NULL,
    expires_ms   INTEGER,
    revoked_ms   INTEGER,
    last_used_ms INTEGER
  ) STRICT;
  CREATE TABLE officers (
    badge           TEXT    PRIMARY KEY,
    role            TEXT    NOT NULL CHECK (role IN ('officer', 'senior', 'supervisor', 'agent')),
    pin_hash        TEXT    NOT NULL,
    created_ms      INTEGER NOT NULL,
    pin_set_ms      INTEGER NOT NULL,
    disabled_ms     INTEGER,
    failures        INTEGER NOT NULL DEFAULT 0,  -- since the last log-in or lock
    locks           INTEGER NOT NULL DEFAULT 0,  -- since the last log-in: each is longer
    locked_until_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE turned_away (id INTEGER PRIMARY KEY CHECK (id = 1), attempts INTEGER NOT NULL)
    STRICT;
  INSERT INTO turned_away VALUES (1, 0);
  CREATE TABLE sessions (
    hash       BLOB    PRIMARY KEY CHECK (length(hash) = 32),
    badge      TEXT    NOT NULL REFERENCES officers (badge),
    place      TEXT    NOT NULL,
    created_ms INTEGER NOT NULL,
    seen_ms    INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX sessions_of_badge ON sessions (badge);
  CREATE TABLE booths (
    name     TEXT    PRIMARY KEY,
    airport  TEXT    NOT NULL,
    added_ms INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE booth_keys (
    key            BLOB    PRIMARY KEY CHECK (length(key) = 32),
    booth          TEXT    NOT NULL REFERENCES booths (name),
    from_ms        INTEGER NOT NULL,
    revoked_ms     INTEGER,
    compromised_ms INTEGER
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX booth_keys_of_booth ON booth_keys (booth);
  CREATE TABLE audit (
    id      INTEGER PRIMARY KEY AUTOINCREMENT,
    at_ms   INTEGER NOT NULL,
    who     TEXT    NOT NULL,
    act     TEXT    NOT NULL,
    subject TEXT    NOT NULL,
    detail  TEXT    NOT NULL
  ) STRICT;
  CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
  CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
)sql";

}  // namespace evisa::db
