// Taking in signed events: of this airport's booths, and of a peer's feed. design.md section 7.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "db/alarms.h"
#include "db/booth_key_ring.h"
#include "db/crossing_log.h"

namespace evisa::verifier {

/// The disk or the database said no: nothing is known of what was asked.
[[nodiscard]] inline bool is_ours(Errc code) {
  return code == Errc::io || code == Errc::unavailable;
}

/// Keeps what a senior officer must know. Errors: io (it is not kept).
using RaiseAlarm = std::function<Result<void>(const db::AlarmCause&)>;

/// What became of one event that was handed in.
struct EventAnswer {
  enum class Kind {
    recorded,          ///< it is on disk
    already_recorded,  ///< it was there
    conflict,          ///< its visa's entry belongs to another event: `winner`
    refused            ///< not an event that can be taken in: `problem`
  };
  Kind kind = Kind::refused;
  std::optional<visa::EventId> event;  ///< none where it could not be read
  bool stored = false;  ///< true also for a conflict of a provisional entry: both are kept
  std::optional<db::Claim> winner;  ///< also of one that is there and in conflict
  std::optional<Error> problem;
};
[[nodiscard]] std::string_view to_string(EventAnswer::Kind kind);

/// The alarms of a visa's double use that stands: one for each entry that does not count.
[[nodiscard]] std::vector<db::AlarmCause> double_use_alarms(
    visa::VisaNumber visa, std::span<const visa::Crossing> history);

/// Hands in a batch, in any order; returns when all of it is on disk. A double use, a fork, a booth
/// or key that may not sign raises an alarm. What is sent again raises it again.
/// Errors: io, unavailable (the log's disk, or the alarms'): then nothing is known of the batch,
/// and it is to be sent again.
[[nodiscard]] Result<std::vector<EventAnswer>> take_events(
    db::CrossingLog& log, std::span<const crypto::SignedEvent> events, const db::BoothKeyRing& keys,
    db::Intake intake, const RaiseAlarm& raise);

}  // namespace evisa::verifier
