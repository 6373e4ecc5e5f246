// What the crossing log's writer thread does, inside its transaction. Internal to the folder.
#pragma once

#include <limits>
#include <optional>
#include <string>

#include "db/claims_table.h"
#include "db/crossing_log.h"
#include "db/event_table.h"
#include "db/visa_history.h"

namespace evisa::db {

inline constexpr std::uint64_t kMaxSequence = std::numeric_limits<std::int64_t>::max();

/// An act of an own booth, as `CrossingLog::record` takes it.
struct Act {
  visa::Crossing crossing;
  const crypto::Ed25519SecretKey* booth_key = nullptr;
  std::string idempotency_key;
  bool forced = false;
};

/// Functions may throw SQLite::Exception.
class LogWriter {
 public:
  explicit LogWriter(SQLite::Database& db) : events_(db), claims_(db), history_(db) {}

  /// Errors: as CrossingLog::record.
  [[nodiscard]] Result<RecordAnswer> record(Act& act);
  /// Takes in an event whose signature has been verified. The inner error is an answer whose
  /// evidence (a fork) is to stay on record.
  [[nodiscard]] Result<std::optional<Error>> merge(const crypto::SignedEvent& event,
                                                   crypto::ChainedCrossing content);
  /// The cursor of the last event stored; 0: none yet.
  [[nodiscard]] std::uint64_t newest() { return events_.newest(); }

 private:
  // The event that was recorded under the same idempotency key, if any.
  Result<std::optional<visa::Crossing>> find_earlier(const Act& act);
  // How many events of the visa are on record.
  Result<std::size_t> check_state(const visa::Crossing& crossing);
  Result<RecordAnswer> append_own(Act& act, const ChainHead& end, bool visa_is_known);
  Result<void> settle_claim(visa::VisaNumber visa);
  std::optional<std::string> find_contradiction(const EventRow& row,
                                                const std::optional<EventTable::Place>& held);

  EventTable events_;
  ClaimsTable claims_;
  VisaHistory history_;
};

}  // namespace evisa::db
