// The crossing log's tables. docs/storage.md says what each column is for.
#pragma once

#include <array>
#include <cstdint>
#include <string>

#include "db/claims_table.h"
#include "db/database.h"
#include "db/reservations.h"

namespace evisa::db {

inline constexpr std::int32_t kLogApplicationId = 0x45566c67;  // "EVlg"

/// events: the signed bytes, and beside them the columns that are searched. Append-only by trigger.
/// segments: for each booth the unbroken runs of its chain, with the hash of each run's last event.
/// forks: the first event of a booth that contradicts one that is held; evidence, never merged.
inline constexpr std::string_view kLogTables1 = R"sql(
  CREATE TABLE events (
    cursor          INTEGER PRIMARY KEY AUTOINCREMENT,
    booth           TEXT    NOT NULL,
    sequence        INTEGER NOT NULL CHECK (sequence > 0),
    visa            INTEGER NOT NULL,
    time_ms         INTEGER NOT NULL,
    previous        BLOB    NOT NULL CHECK (length(previous) = 32),
    hash            BLOB    NOT NULL CHECK (length(hash) = 32),
    json            BLOB    NOT NULL,
    signature       BLOB    NOT NULL CHECK (length(signature) = 64),
    idempotency_key TEXT,
    UNIQUE (booth, sequence)
  ) STRICT;
  CREATE INDEX events_of_visa ON events (visa);
  CREATE INDEX events_by_time ON events (time_ms);
  CREATE UNIQUE INDEX events_by_key ON events (booth, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
  CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the crossing log is append-only'); END;
  CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the crossing log is append-only'); END;
  CREATE TABLE segments (
    booth TEXT    NOT NULL,
    first INTEGER NOT NULL,
    last  INTEGER NOT NULL CHECK (last >= first),
    head  BLOB    NOT NULL CHECK (length(head) = 32),
    PRIMARY KEY (booth, first)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE forks (
    booth     TEXT    NOT NULL,
    sequence  INTEGER NOT NULL,
    json      BLOB    NOT NULL,
    signature BLOB    NOT NULL,
    PRIMARY KEY (booth, sequence)
  ) STRICT, WITHOUT ROWID;
)sql";

/// A refusal or referral may be of nobody's visa: NULL, where version 1 wrote the number 0. SQLite
/// takes a NOT NULL away only by a new table; dropping the old one fires no trigger. The memory of
/// time moved to the trust store, and its index went.
inline constexpr std::string_view kLogSchema2 = R"sql(
  CREATE TABLE events_2 (
    cursor          INTEGER PRIMARY KEY AUTOINCREMENT,
    booth           TEXT    NOT NULL,
    sequence        INTEGER NOT NULL CHECK (sequence > 0),
    visa            INTEGER CHECK (visa > 0),
    time_ms         INTEGER NOT NULL,
    previous        BLOB    NOT NULL CHECK (length(previous) = 32),
    hash            BLOB    NOT NULL CHECK (length(hash) = 32),
    json            BLOB    NOT NULL,
    signature       BLOB    NOT NULL CHECK (length(signature) = 64),
    idempotency_key TEXT,
    UNIQUE (booth, sequence)
  ) STRICT;
  INSERT INTO events_2 SELECT cursor, booth, sequence, nullif(visa, 0), time_ms, previous, hash,
    json, signature, idempotency_key FROM events ORDER BY cursor;
  DROP TABLE events;
  ALTER TABLE events_2 RENAME TO events;
  CREATE INDEX events_of_visa ON events (visa) WHERE visa IS NOT NULL;
  CREATE UNIQUE INDEX events_by_key ON events (booth, idempotency_key)
    WHERE idempotency_key IS NOT NULL;
  CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'the crossing log is append-only'); END;
  CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'the crossing log is append-only'); END;
)sql";

/// The airport service: reservations; the day's export by time; a name by which a reader of the
/// feed notices that the database was replaced.
inline constexpr std::string_view kLogTables3 = R"sql(
  CREATE INDEX events_by_time ON events (time_ms);
  CREATE TABLE names (only INTEGER PRIMARY KEY CHECK (only = 1), name TEXT NOT NULL) STRICT;
  INSERT INTO names VALUES (1, lower(hex(randomblob(16))));
)sql";

/// A log that was restored from a copy (db/restored_log.h): whose feeds it has to read first.
inline constexpr std::string_view kLogSchema4 = R"sql(
  CREATE TABLE awaited (peer TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
)sql";

inline const std::string kLogSchema1 = std::string(kLogTables1) + std::string(kClaimsSchema);
inline const std::string kLogSchema3 = std::string(kLogTables3) + std::string(kReservationsSchema);
inline const std::array kLogMigrations{Migration{1, kLogSchema1}, Migration{2, kLogSchema2},
                                       Migration{3, kLogSchema3}, Migration{4, kLogSchema4},
                                       Migration{5, kManyReservationsOfAnEvent}};

}  // namespace evisa::db
