// A visa's record as columns, and back.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <string_view>

#include "db/visa_register.h"

namespace evisa::db {

/// visas: what belongs to the number; versions: what a print-out can say, one row a version.
inline constexpr std::string_view kRegisterSchema = R"sql(
  CREATE TABLE visas (
    number      INTEGER PRIMARY KEY,
    application TEXT    NOT NULL,
    version     INTEGER NOT NULL CHECK (version > 0),
    revoked_on  TEXT,
    revoked_why TEXT,
    CHECK ((revoked_on IS NULL) = (revoked_why IS NULL))
  ) STRICT;
  CREATE INDEX visas_of_application ON visas (application);
  CREATE INDEX visas_revoked ON visas (number) WHERE revoked_on IS NOT NULL;
  CREATE TABLE versions (
    number             INTEGER NOT NULL REFERENCES visas (number),
    version            INTEGER NOT NULL CHECK (version > 0),
    status             TEXT    NOT NULL,
    invitation         TEXT    NOT NULL,
    inviter            TEXT    NOT NULL,
    category           TEXT    NOT NULL,
    primary_name       TEXT    NOT NULL,
    secondary_name     TEXT    NOT NULL,
    name_truncated     INTEGER NOT NULL,
    issuing_state      TEXT    NOT NULL,
    nationality        TEXT    NOT NULL,
    birth_year         INTEGER,
    birth_month        INTEGER,
    birth_day          INTEGER,
    sex                TEXT    NOT NULL,
    passport           TEXT    NOT NULL,
    passport_state     TEXT,
    valid_from         TEXT,
    valid_until        TEXT    NOT NULL,
    entries            INTEGER NOT NULL,
    stay_days          INTEGER NOT NULL,
    stay_months        INTEGER NOT NULL,
    stay_years         INTEGER NOT NULL,
    entry_points       TEXT    NOT NULL,
    issue_date         TEXT    NOT NULL,
    seal               BLOB    NOT NULL,
    issued_at_ms       INTEGER NOT NULL,
    PRIMARY KEY (number, version)
  ) STRICT;
  CREATE INDEX versions_of_passport ON versions (passport);
  CREATE TABLE counters (name TEXT PRIMARY KEY, used INTEGER NOT NULL) STRICT, WITHOUT ROWID;
  INSERT INTO counters (name, used) VALUES ('bundle', 0);
)sql";

/// Inserts one row into `versions`. `number`: the record's. May throw SQLite::Exception.
void insert_version(SQLite::Database& db, visa::VisaNumber number, const RegisterEntry& entry);

/// Which versions `select_entries` is to return.
enum class VersionFilter {
  number_in_force,       ///< parameter: the number
  number_all,            ///< parameter: the number
  application_in_force,  ///< parameter: the application number
  passport_in_force,     ///< parameter: the passport number
};

/// Prepares the query; its parameter 1 is still to be bound.
[[nodiscard]] SQLite::Statement select_entries(SQLite::Database& db, VersionFilter filter);
/// Steps through a query of `select_entries`. Errors: malformed (a stored value that is none: which
/// visa).
[[nodiscard]] Result<std::vector<RegisterEntry>> read_entries(SQLite::Statement& select);

}  // namespace evisa::db
