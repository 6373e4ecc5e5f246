// The tables of an airport's copy of the register. docs/register-feed.md says how it is kept.
#pragma once

#include <cstdint>
#include <string_view>

namespace evisa::db {

inline constexpr std::int32_t kReplicaApplicationId = 0x45567270;  // "EVrp"

inline constexpr std::string_view kReplicaSchema1 = R"sql(
  CREATE TABLE progress (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    signed_ms INTEGER,          -- when the newest page taken in was signed
    latest    INTEGER NOT NULL, -- the register's last change, as that page says
    as_of_ms  INTEGER           -- when this copy was last known to be complete
  ) STRICT;
  INSERT INTO progress (id, latest) VALUES (1, 0);
  CREATE TABLE applied (
    change INTEGER PRIMARY KEY,
    hash   BLOB NOT NULL CHECK (length(hash) = 32)
  ) STRICT;
  CREATE TRIGGER applied_is_not_changed BEFORE UPDATE ON applied
    BEGIN SELECT RAISE(ABORT, 'what was applied stays applied'); END;
  CREATE TRIGGER applied_is_not_deleted BEFORE DELETE ON applied
    BEGIN SELECT RAISE(ABORT, 'what was applied stays applied'); END;
  CREATE TABLE visas (
    number       INTEGER PRIMARY KEY,
    application  TEXT    NOT NULL,
    version      INTEGER NOT NULL CHECK (version > 0),
    record       TEXT    NOT NULL,
    seal         BLOB    NOT NULL,
    issued_at_ms INTEGER NOT NULL,
    revoked_on   TEXT,
    revoked_why  TEXT,
    CHECK ((revoked_on IS NULL) = (revoked_why IS NULL))
  ) STRICT;
  CREATE INDEX visas_of_application ON visas (application);
  CREATE TABLE passports (
    folded   TEXT    NOT NULL,
    passport TEXT    NOT NULL,
    number   INTEGER NOT NULL REFERENCES visas (number),
    PRIMARY KEY (folded, passport, number)
  ) STRICT, WITHOUT ROWID;
)sql";

}  // namespace evisa::db
