// An event of another booth whose signature has been verified: many of them on all cores, and then
// in their order into the log.
#pragma once

#include "db/crossing_log.h"
#include "db/event_row.h"

namespace evisa::db {

class VerifiedEvent {
 public:
  /// Asks nobody else, so that many threads may do it at once. Errors: bad_signature, untrusted
  /// (unknown booth), malformed (its number).
  [[nodiscard]] static Result<VerifiedEvent> check(crypto::ReadEvent event, const BoothKeys& keys);
  [[nodiscard]] const EventRow& row() const { return row_; }

 private:
  explicit VerifiedEvent(EventRow row) : row_(std::move(row)) {}
  EventRow row_;
};

}  // namespace evisa::db
