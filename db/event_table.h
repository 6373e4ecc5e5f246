// Stored events in SQL: what the writer needs of them, with statements that are kept.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <functional>
#include <map>
#include <optional>
#include <string>

#include "crypto/crossing_event.h"
#include "db/chain_head.h"
#include "db/event_row.h"

namespace evisa::db {

/// To be used inside a transaction. Functions may throw SQLite::Exception.
///
/// Remembers the end of each booth's chain between transactions: most events follow it, and then
/// nothing has to be looked up. A longer run is written once a transaction (`finish`).
class EventTable {
 public:
  explicit EventTable(SQLite::Database& db);

  /// Writes the runs that have grown.
  void finish();
  /// What is remembered may not be so any more: another program has written, or what was written
  /// since `finish` has been taken back.
  void forget() { last_runs_.clear(); }

  /// Sequence 0 and a zero hash before a booth's first event.
  [[nodiscard]] ChainHead end_of(const std::string& booth);
  [[nodiscard]] bool holds(const visa::EventId& id) { return around(id).held.has_value(); }
  struct Around {
    std::optional<crypto::EventHash> before, held;   ///< hashes of these events
    std::optional<crypto::EventHash> after_follows;  ///< what the next one says is before it
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
  /// The run of a booth's chain that goes furthest; `last` 0: the booth has none.
  struct Run {
    std::uint64_t first = 0, last = 0;
    crypto::EventHash head{};
    bool grown = false;
  };
  [[nodiscard]] Run& last_run_of(const std::string& booth);
  void write_grown(const std::string& booth, Run& run);
  void extend_segments(const visa::EventId& id, const crypto::EventHash& hash);
  [[nodiscard]] Around look_around(const visa::EventId& id);

  SQLite::Statement newest_, last_run_, around_, by_key_, insert_, fork_;
  SQLite::Statement segment_from_, extend_, grow_, remove_segment_, insert_segment_;
  std::map<std::string, Run, std::less<>> last_runs_;
};

}  // namespace evisa::db
