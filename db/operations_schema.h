// The tables of operations.sqlite: alarms and heartbeats. docs/accounts.md says what each column
// is.
#pragma once

#include <cstdint>
#include <string_view>

namespace evisa::db {

inline constexpr std::int32_t kOperationsApplicationId = 0x45566f70;  // "EVop"

inline constexpr std::string_view kOperationsSchema1 = R"sql(
  CREATE TABLE alarms (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    change      INTEGER NOT NULL UNIQUE,  -- grows with every raising and resolving: the cursor
    kind        TEXT    NOT NULL,
    cause       TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    detail      TEXT    NOT NULL,
    raised_ms   INTEGER NOT NULL,
    resolved_ms INTEGER,
    resolved_by TEXT,
    why         TEXT,
    UNIQUE (kind, cause),
    CHECK ((resolved_ms IS NULL) = (resolved_by IS NULL)),
    CHECK ((resolved_ms IS NULL) = (why IS NULL))
  ) STRICT;
  CREATE INDEX alarms_open ON alarms (change) WHERE resolved_ms IS NULL;
  CREATE TRIGGER alarms_are_not_deleted BEFORE DELETE ON alarms
    BEGIN SELECT RAISE(ABORT, 'alarms are kept'); END;
  CREATE TABLE heartbeats (
    booth           TEXT    PRIMARY KEY,
    received_ms     INTEGER NOT NULL,
    clock_ms        INTEGER NOT NULL,
    bundle_sequence INTEGER NOT NULL,
    bundle_age_min  INTEGER,
    queue_length    INTEGER NOT NULL,
    software        TEXT    NOT NULL
  ) STRICT, WITHOUT ROWID;
)sql";

}  // namespace evisa::db
