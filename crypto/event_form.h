// The one form of a crossing event's JSON (grammar in crossing_event.cpp): composed, and read in
// one pass where its texts are plain.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/crossing_event.h"

namespace evisa::crypto {

inline constexpr std::int64_t kEventVersion = 1;

/// Bytes in a text that are not UTF-8 become U+FFFD.
[[nodiscard]] std::string compose_event(const ChainedCrossing& event);

/// What those bytes say if they look like the one form and have no text but printable ASCII without
/// escapes. Nothing: read them as JSON. Whether they are the one form is known once the event has
/// been composed again and compared.
[[nodiscard]] std::optional<ChainedCrossing> read_plain_event(std::string_view json);

/// 64 hex characters. Errors: malformed.
[[nodiscard]] Result<EventHash> parse_event_hash(std::string_view hex);
/// `OK`, `NOTICE`, `SECOND_LOOK`, `REFUSE`. Errors: malformed.
[[nodiscard]] Result<visa::Severity> parse_outcome(std::string_view text);

}  // namespace evisa::crypto
