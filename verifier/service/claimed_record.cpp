// Recording an act at a booth: claim first, then the booth's own log.
#include "verifier/service/claimed_record.h"

#include <variant>

namespace evisa::verifier {
namespace {

/// The booth's own earlier event holds the claim: a retry of the same act, which the log knows.
bool is_own(const db::Claim& winner, const visa::Crossing& crossing) {
  return winner.event.booth == crossing.id.booth;
}

}  // namespace

Result<db::RecordAnswer> record_claimed(db::CrossingLog& log, ClaimDesk* desk, const Draft& draft,
                                        const crypto::Ed25519SecretKey& booth_key,
                                        Unclaimed unclaimed) {
  visa::Crossing crossing = draft.crossing;
  crossing.provisional = desk == nullptr;
  if (desk != nullptr && crossing.kind == visa::EventKind::entry && crossing.visa) {
    // The claim names the event that will be recorded: a lost answer is read back under that name.
    const auto head = log.head(crossing.id.booth);
    if (!head) return std::unexpected(head.error());
    crossing.id.sequence = head->sequence + 1;
    const db::Claim claim{.event = crossing.id, .time = crossing.time, .airport = crossing.airport};
    const auto answer = desk->claim(*crossing.visa, claim);
    if (const auto* already = std::get_if<db::Already>(&answer)) {
      if (!draft.forced && !is_own(already->winner, crossing)) return db::Refused{already->winner};
      crossing.id.sequence = 0;
    }
    if (const auto* none = std::get_if<db::Unavailable>(&answer)) {
      if (unclaimed == Unclaimed::refused) return fail(Errc::unavailable, none->why);
      crossing.provisional = true;
    }
  }
  return log.record(std::move(crossing), booth_key, draft.idempotency_key, draft.forced).get();
}

}  // namespace evisa::verifier
