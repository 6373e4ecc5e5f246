// From what the intake noticed to the alarms that a senior officer sees.
#pragma once

#include "verifier/service/airport.h"
#include "verifier/service/event_intake.h"

namespace evisa::verifier {

/// Keeps each alarm once per cause.
[[nodiscard]] RaiseAlarm alarms_into(Airport& airport);

/// Raises what stands against the visa's entries: an act of this service may have brought it about.
/// Errors: io.
[[nodiscard]] Result<void> raise_double_use(Airport& airport, visa::VisaNumber visa);

/// Whether an event of this kind may settle a double use.
[[nodiscard]] bool settles(visa::EventKind kind);

/// Settles the double-use alarms of visas that a resolution settled, with the senior officer and
/// the reason that the resolution names.
[[nodiscard]] Result<void> settle_resolved(Airport& airport);

}  // namespace evisa::verifier
