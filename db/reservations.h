// Reservations: single entries that booths have claimed and not yet handed in. Beside the claims
// of events on record, which follow from the log alone; these do not.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string_view>

#include "db/claim_store.h"

namespace evisa::db {

/// Created by a migration of the crossing log.
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

/// A booth that turns to another visa before it has recorded names the same event for both, and a
/// question may arrive late or twice: which visa it was is known when the event arrives. Until then
/// all of them are held; giving up the other one would give away the one that was admitted.
inline constexpr std::string_view kManyReservationsOfAnEvent = R"sql(
  CREATE TABLE reservations_2 (
    visa     INTEGER PRIMARY KEY,
    booth    TEXT    NOT NULL,
    sequence INTEGER NOT NULL,
    time_ms  INTEGER NOT NULL,
    airport  TEXT    NOT NULL
  ) STRICT;
  INSERT INTO reservations_2 SELECT visa, booth, sequence, time_ms, airport FROM reservations;
  DROP TABLE reservations;
  ALTER TABLE reservations_2 RENAME TO reservations;
  CREATE INDEX reservations_of_event ON reservations (booth, sequence);
)sql";

/// To be used inside a transaction. Functions may throw SQLite::Exception.
class Reservations {
 public:
  explicit Reservations(SQLite::Database& db);
  /// The visa must be free, or held by this event.
  void reserve(visa::VisaNumber visa, const Claim& claim);
  /// Every visa that the event holds.
  void release(const visa::EventId& event);
  /// This one, whoever holds it.
  void release(visa::VisaNumber visa);
  /// Looks again whether there are any: at the beginning of a transaction, and after a rollback.
  void forget() { any_.reset(); }
  /// Errors: malformed (a stored airport that is none).
  [[nodiscard]] Result<std::optional<Claim>> holder(visa::VisaNumber visa);

 private:
  [[nodiscard]] bool any();

  SQLite::Statement insert_, delete_, free_, select_, exists_;
  std::optional<bool> any_;  ///< mostly there is none, and none has to be released
};

}  // namespace evisa::db
