// The events of one visa, read for a verdict: what was signed, never what a column says of it.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <vector>

#include "db/claims_table.h"
#include "visa/crossing.h"

namespace evisa::db {

/// To be used inside a transaction: events and claim are read one after the other. Functions may
/// throw SQLite::Exception.
class VisaHistory {
 public:
  explicit VisaHistory(SQLite::Database& db);

  /// All events of a visa in the order in which they were stored, each parsed from its signed
  /// bytes. Errors: conflict (a row whose bytes do not parse, or whose columns or hash say
  /// something else: names the event).
  [[nodiscard]] Result<std::vector<visa::Crossing>> events_of(visa::VisaNumber visa);
  /// As `events_of`, and against the visa's claim: an entry that can no longer be found under its
  /// visa must not make that visa look unused. Errors: as above; conflict (claim and events name
  /// different holders: both).
  [[nodiscard]] Result<std::vector<visa::Crossing>> read(visa::VisaNumber visa);

  /// As `read`, in a transaction of its own: events and claim of the same moment.
  [[nodiscard]] Result<std::vector<visa::Crossing>> read_alone(visa::VisaNumber visa);

 private:
  SQLite::Statement begin_, end_, select_;
  ClaimsTable claims_;
};

}  // namespace evisa::db
