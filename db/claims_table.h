// The table of entry claims and its statements, for the claim store and the crossing log
// alike.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string_view>

#include "db/claim_store.h"

namespace evisa::db {

/// Created by the first migration of both files.
inline constexpr std::string_view kClaimsSchema = R"sql(
  CREATE TABLE claims (
    visa     INTEGER PRIMARY KEY,
    booth    TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms  INTEGER NOT NULL,
    airport  TEXT    NOT NULL
  ) STRICT;
)sql";

/// To be used inside a transaction. Functions may throw SQLite::Exception.
class ClaimsTable {
 public:
  explicit ClaimsTable(SQLite::Database& db);
  /// Create-if-absent: nullopt when `claim` holds the visa now (or held it already), else the
  /// winner. Errors: malformed (a stored airport that is none).
  [[nodiscard]] Result<std::optional<Claim>> claim(visa::VisaNumber visa, const Claim& claim);
  /// `claim` holds the visa now, whoever held it.
  void set(visa::VisaNumber visa, const Claim& claim);
  void release(visa::VisaNumber visa, const visa::EventId& event);
  [[nodiscard]] Result<std::optional<Claim>> holder(visa::VisaNumber visa);

 private:
  SQLite::Statement create_, set_, delete_, select_;
};

}  // namespace evisa::db
