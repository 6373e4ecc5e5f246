// What the crossing log's writer thread does, inside its transaction: record, take in, claim.
#pragma once

#include <limits>
#include <optional>
#include <span>
#include <vector>

#include "db/awaited_peers.h"
#include "db/claims_table.h"
#include "db/crossing_log.h"
#include "db/event_table.h"
#include "db/group_commit.h"
#include "db/reservations.h"
#include "db/visa_history.h"

namespace evisa::db {

inline constexpr std::uint64_t kMaxSequence = std::numeric_limits<std::int64_t>::max();

/// An act of the device's own booth.
struct Act {
  visa::Crossing crossing;
  const crypto::Ed25519SecretKey* booth_key = nullptr;
  std::string idempotency_key;
  bool forced = false;
};

/// Functions may throw SQLite::Exception, and be called again with the same after a rollback.
class LogWriter final : public WriterMemory {
 public:
  explicit LogWriter(SQLite::Database& db)
      : data_version_(db, "PRAGMA data_version"),
        events_(db),
        claims_(db),
        reservations_(db),
        history_(db),
        awaited_(db) {}

  void begun() override;
  void finish() override { events_.finish(); }
  void taken_back() override;

  [[nodiscard]] Result<RecordAnswer> record(const Act& act);
  /// The cursor of the last event stored; 0: none yet.
  [[nodiscard]] std::uint64_t newest() { return events_.newest(); }
  /// Takes in an event whose signature has been verified. The inner error is an answer whose
  /// evidence (a fork) is to stay on record.
  [[nodiscard]] Result<std::expected<Accepted, Error>> accept(const EventRow& row, Intake intake);
  /// Reserves a visa's single entry; the winner where another event has it.
  [[nodiscard]] Result<std::optional<Claim>> reserve(visa::VisaNumber visa, const Claim& claim);
  [[nodiscard]] Result<void> caught_up_with(const std::string& peer) {
    return awaited_.arrived(peer);
  }

 private:
  [[nodiscard]] Result<std::optional<visa::Crossing>> find_earlier(const Act& act);
  [[nodiscard]] Result<std::size_t> check_state(const visa::Crossing& crossing);
  [[nodiscard]] Result<RecordAnswer> append_own(const Act& act, visa::Crossing crossing,
                                                const ChainHead& end, bool visa_is_known);
  [[nodiscard]] Result<void> settle_claim(visa::VisaNumber visa,
                                          std::span<const visa::Crossing> history);
  [[nodiscard]] Result<std::optional<Claim>> holder_but(visa::VisaNumber visa,
                                                        const visa::EventId& event);
  [[nodiscard]] Result<Accepted> store(const EventRow& row);
  void move_claim(const visa::Crossing& event, std::span<const visa::Crossing> before,
                  const visa::VisaUseState& after);

  SQLite::Statement data_version_;
  std::int64_t seen_version_ = 0;
  EventTable events_;
  ClaimsTable claims_;
  Reservations reservations_;
  VisaHistory history_;
  AwaitedPeers awaited_;
};

}  // namespace evisa::db
