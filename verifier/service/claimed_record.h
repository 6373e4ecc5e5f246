// Recording an act at a booth whose airport service may or may not be reached. design.md section 7:
// an entry first claims the visa; where no claim can be had, the event is provisional.
#pragma once

#include "db/claim_store.h"
#include "db/crossing_log.h"
#include "verifier/recording.h"

namespace evisa::verifier {

/// Where a booth claims a visa: its airport's service, over HTTP or simulated.
class ClaimDesk {
 public:
  virtual ~ClaimDesk() = default;
  /// WON, ALREADY with the winner, or UNAVAILABLE. Safe to ask again with the same event.
  [[nodiscard]] virtual db::ClaimAnswer claim(visa::VisaNumber visa, const db::Claim& claim) = 0;
};

/// What becomes of an entry for which no claim could be had.
enum class Unclaimed {
  provisional,  ///< it is recorded as such
  refused       ///< it is not recorded: the draft rests on an answer of the service
};

/// Records a draft in the booth's own log. An entry asks `desk` first: ALREADY refuses it (with the
/// winner), unless a senior officer forces it; UNAVAILABLE, or no desk, makes it provisional. All
/// other acts need no claim and are provisional when there is no desk. Errors: as
/// CrossingLog::record; unavailable (no claim, and `unclaimed` says refused: why).
[[nodiscard]] Result<db::RecordAnswer> record_claimed(db::CrossingLog& log, ClaimDesk* desk,
                                                      const Draft& draft,
                                                      const crypto::Ed25519SecretKey& booth_key,
                                                      Unclaimed unclaimed = Unclaimed::provisional);

}  // namespace evisa::verifier
