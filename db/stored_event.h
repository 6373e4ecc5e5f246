// An event as its row in the log holds it, and whether the columns say what was signed.
#pragma once

#include <SQLiteCpp/Statement.h>

#include <optional>
#include <string_view>

#include "crypto/crossing_event.h"

namespace evisa::db {

struct StoredEvent {
  visa::EventId id;
  std::optional<std::uint64_t> visa;
  std::int64_t time_ms = 0;
  crypto::EventHash previous{}, hash{};
  crypto::SignedEvent event;
};

/// In the order in which `read_stored_event` takes them.
inline constexpr std::string_view kStoredEventColumns =
    "booth, sequence, visa, time_ms, previous, hash, json, signature";

/// May throw SQLite::Exception.
[[nodiscard]] StoredEvent read_stored_event(SQLite::Statement& select);

/// What the column `visa` holds for an event; nullopt (NULL) for nobody's.
[[nodiscard]] std::optional<std::uint64_t> visa_column(const visa::Crossing& crossing);

/// The signed bytes are the truth; the columns only repeat what is searched.
[[nodiscard]] bool columns_agree(const StoredEvent& row, const crypto::ChainedCrossing& content);

}  // namespace evisa::db
