// From what the intake noticed to the alarms that a senior officer sees.
#pragma once

#include "verifier/service/airport.h"
#include "verifier/service/event_intake.h"

namespace evisa::verifier {

/// Keeps each alarm once per cause. What cannot be kept is counted and told by /readyz, and does
/// not undo the recording.
[[nodiscard]] RaiseAlarm alarms_into(Airport& airport);

/// Settles the double-use alarms of visas that a resolution settled, with the senior officer and
/// the reason that the resolution names.
[[nodiscard]] Result<void> settle_resolved(Airport& airport);

}  // namespace evisa::verifier
