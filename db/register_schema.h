// The register's file: its kind and its migrations, for whoever opens it (visa register, feed).
#pragma once

#include <array>
#include <cstdint>

#include "db/database.h"
#include "db/visa_rows.h"

namespace evisa::db {

inline constexpr std::int32_t kRegisterApplicationId = 0x45567267;  // "EVrg"

/// changes: every issue, amendment and revocation gets the next number, written by triggers, so
/// that nothing that changes the register can miss the feed. What was there before the migration
/// is numbered in an order in which it could have happened. `version` NULL: the revocation.
/// `hash` is the feed's chain (docs/register-feed.md), filled in when a change is first fed.
inline constexpr std::string_view kChangesSchema = R"sql(
  CREATE TABLE changes (
    change  INTEGER PRIMARY KEY AUTOINCREMENT,
    number  INTEGER NOT NULL REFERENCES visas (number),
    version INTEGER CHECK (version > 0),
    hash    BLOB    CHECK (length(hash) = 32),
    UNIQUE (number, version)
  ) STRICT;
  INSERT INTO changes (number, version)
    SELECT number, version FROM versions ORDER BY version, issued_at_ms, number;
  INSERT INTO changes (number)
    SELECT number FROM visas WHERE revoked_on IS NOT NULL ORDER BY revoked_on, number;
  CREATE UNIQUE INDEX changes_revocations ON changes (number) WHERE version IS NULL;
  CREATE INDEX changes_unfed ON changes (change) WHERE hash IS NULL;
  CREATE TRIGGER versions_are_fed AFTER INSERT ON versions
    BEGIN INSERT INTO changes (number, version) VALUES (new.number, new.version); END;
  CREATE TRIGGER revocations_are_fed AFTER UPDATE OF revoked_on ON visas
    WHEN old.revoked_on IS NULL AND new.revoked_on IS NOT NULL
    BEGIN INSERT INTO changes (number) VALUES (new.number); END;
  CREATE TRIGGER revocations_are_final BEFORE UPDATE OF revoked_on, revoked_why ON visas
    WHEN old.revoked_on IS NOT NULL
      AND (new.revoked_on IS NOT old.revoked_on OR new.revoked_why IS NOT old.revoked_why)
    BEGIN SELECT RAISE(ABORT, 'a revocation that was fed is final'); END;
  CREATE TRIGGER changes_are_not_changed BEFORE UPDATE ON changes
    WHEN old.hash IS NOT NULL OR new.number <> old.number OR new.version IS NOT old.version
      OR new.change <> old.change
    BEGIN SELECT RAISE(ABORT, 'the change feed is append-only'); END;
  CREATE TRIGGER changes_are_not_deleted BEFORE DELETE ON changes
    BEGIN SELECT RAISE(ABORT, 'the change feed is append-only'); END;
)sql";

inline constexpr std::array kRegisterMigrations{Migration{1, kRegisterSchema},
                                                Migration{2, kChangesSchema}};

}  // namespace evisa::db
