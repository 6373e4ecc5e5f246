// Reservations: single entries that booths have claimed and not yet handed in. Beside the claims
// of events on record, which follow from the log alone; these do not.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string_view>

#include "db/claim_store.h"

namespace evisa::db {

/// Created by a migration of the crossing log. One event reserves one visa.
inline constexpr std::string_view kReservationsSchema = R"sql(
  CREATE TABLE reservations (
    visa     INTEGER PRIMARY KEY,
    booth    TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms  INTEGER NOT NULL,
    airport  TEXT    NOT NULL,
    UNIQUE (booth, sequence)
  ) STRICT;
)sql";

/// To be used inside a transaction. Functions may throw SQLite::Exception.
class Reservations {
 public:
  explicit Reservations(SQLite::Database& db);
  /// The visa must be free. An earlier reservation of the same event for another visa is given up:
  /// an event is an entry with one visa.
  void reserve(visa::VisaNumber visa, const Claim& claim);
  void release(const visa::EventId& event);
  /// Looks again whether there are any: at the beginning of a transaction, and after a rollback.
  void forget() { any_.reset(); }
  /// Errors: malformed (a stored airport that is none).
  [[nodiscard]] Result<std::optional<Claim>> holder(visa::VisaNumber visa);

 private:
  [[nodiscard]] bool any();

  SQLite::Statement insert_, delete_, select_, exists_;
  std::optional<bool> any_;  ///< mostly there is none, and none has to be released
};

}  // namespace evisa::db
