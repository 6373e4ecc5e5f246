// An event of another booth whose signature has been verified: nothing else gets into a log.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "crypto/crossing_event.h"
#include "db/event_row.h"
#include "visa/result.h"

namespace evisa::db {

/// Public keys of booths, by booth name; a booth may have had several (rotation).
using BoothKeys = std::map<std::string, std::vector<crypto::Ed25519PublicKey>, std::less<>>;

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
