// Candidates where claims are the cluster's: an entry that comes without a claim asks for it first.
#pragma once

#include <span>
#include <vector>

#include "verifier/service/cluster_claims.h"
#include "verifier/service/event_intake.h"

namespace evisa::verifier {

/// As take_events of candidates. An entry that is neither on record nor provisional has to win its
/// visa in the cluster before it is taken in. Errors: as take_events; unavailable (no quorum: the
/// booth goes on by itself, and its entry is provisional then).
[[nodiscard]] Result<std::vector<EventAnswer>> take_candidates(
    ClusterClaims& cluster, db::CrossingLog& log, std::span<const crypto::SignedEvent> events,
    const db::BoothKeyRing& keys, const RaiseAlarm& raise);

}  // namespace evisa::verifier
