// What an airport knows of a visa: its copy of the register, and its crossing log.
#pragma once

#include "verifier/carrier/boarding.h"
#include "verifier/service/airport.h"

namespace evisa::verifier {

/// `now`: judges whether the register's copy is fresh enough to say that a visa does not exist; a
/// copy that is older than the seal, or than an hour for a number that was typed (data_stale_min),
/// does not say so. Errors: io (a store that cannot be read, or is damaged).
[[nodiscard]] Result<carrier::VisaKnowledge> knowledge_of(const Airport& airport,
                                                          const carrier::WhichVisa& which,
                                                          const visa::RuleSet& rules,
                                                          visa::Instant now);

}  // namespace evisa::verifier
