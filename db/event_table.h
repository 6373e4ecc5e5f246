// Stored events in SQL: what the writer needs of them, with statements that are kept.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string>

#include "crypto/crossing_event.h"
#include "db/chain_head.h"

namespace evisa::db {

/// An event with what has been worked out about it, ready to be stored.
struct EventRow {
  crypto::ChainedCrossing content;
  crypto::SignedEvent event;
  crypto::EventHash hash{};
  std::string idempotency_key;  ///< empty: none (events of other booths)
};

/// To be used inside a transaction. Functions may throw SQLite::Exception.
class EventTable {
 public:
  explicit EventTable(SQLite::Database& db);

  /// Sequence 0 and a zero hash before a booth's first event.
  [[nodiscard]] ChainHead end_of(const std::string& booth);
  struct Place {
    crypto::EventHash previous{}, hash{};
  };
  [[nodiscard]] bool holds(const visa::EventId& id) { return around(id).held.has_value(); }
  struct Around {
    std::optional<Place> before, held, after;
  };
  /// The event with this id and its neighbours, of each that is stored.
  [[nodiscard]] Around around(const visa::EventId& id);
  [[nodiscard]] std::optional<crypto::SignedEvent> find_by_key(const std::string& booth,
                                                               const std::string& idempotency_key);
  /// The cursor of the last event stored; 0: none yet.
  [[nodiscard]] std::uint64_t newest();
  /// Appends the event and joins the segments it connects.
  void append(const EventRow& row);
  /// Keeps the first event that contradicts a stored one.
  void keep_fork(const visa::EventId& id, const crypto::SignedEvent& event);

 private:
  void extend_segments(const visa::EventId& id, const crypto::EventHash& hash);

  SQLite::Statement newest_, end_, around_, by_key_, insert_, fork_;
  SQLite::Statement segment_from_, extend_, remove_segment_, insert_segment_;
};

}  // namespace evisa::db
