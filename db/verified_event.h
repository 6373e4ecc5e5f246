// An event of another booth whose signature has been verified, and where such events go in.
#pragma once

#include <future>

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

/// A log whose events can be verified beforehand: many of them on all cores, and then in their
/// order into the log.
class VerifiedIntake {
 public:
  /// As CrossingLog::accept of an event that is verified already. Errors: io, unavailable.
  [[nodiscard]] virtual std::future<Result<Accepted>> accept_verified(VerifiedEvent event,
                                                                      Intake intake) = 0;

 protected:
  ~VerifiedIntake() = default;
};

/// Through `accept_verified` where the log has it.
[[nodiscard]] std::future<Result<Accepted>> accept_verified(CrossingLog& log, VerifiedEvent event,
                                                            Intake intake);

}  // namespace evisa::db
