// Which acts a visa's state allows: the table of rules.md 5.2, as far as it concerns recorded
// events.
#pragma once

#include <span>

#include "visa/crossing.h"
#include "visa/result.h"

namespace evisa::db {

/// Whether `act` may be recorded after `history`, all events of its visa. That an entry is the
/// first one is not looked at here: the claim decides that. Errors: out_of_range (what stands
/// against it, with the event's id).
[[nodiscard]] Result<void> check_allowed(const visa::Crossing& act,
                                         std::span<const visa::Crossing> history);

/// The event that holds the visa's claim, if any (fold_crossings decides): the un-reversed entry
/// that counts, or an exit that used the visa up without one.
[[nodiscard]] std::optional<visa::Crossing> claiming_event(std::span<const visa::Crossing> history);

/// The reversal that took `event` back, or null. A reversal without effect (an entry whose exit
/// stood at that time) is none.
[[nodiscard]] const visa::Crossing* find_reversal(std::span<const visa::Crossing> history,
                                                  const visa::EventId& event);

}  // namespace evisa::db
