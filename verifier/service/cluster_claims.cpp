// An airport's claims in the cluster.
#include "verifier/service/cluster_claims.h"

#include <variant>

#include "db/crossing_rules.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kPage = 500;

bool is_own(const visa::EventId& event, const std::string& airport) {
  return event.booth.starts_with(airport + "-");
}

}  // namespace

db::ClaimAnswer ClusterClaims::claim(visa::VisaNumber visa, const db::Claim& claim) {
  auto answer = claims_.claim(visa, claim);
  const auto* already = std::get_if<db::Already>(&answer);
  if (already == nullptr || already->winner.event.booth != claim.event.booth ||
      already->winner.event.sequence >= claim.event.sequence)
    return answer;
  // The booth goes on behind that event: it is on record, or never will be.
  const auto recorded = log_.find(already->winner.event);
  if (!recorded) return db::Unavailable{recorded.error().message};
  if (*recorded && (*recorded)->visa == visa) return answer;
  if (auto released = claims_.release(visa, already->winner.event); !released)
    return db::Unavailable{released.error().message};
  return claims_.claim(visa, claim);
}

Result<bool> ClusterClaims::follow() {
  if (!position_) {
    auto noted = claims_.followed(airport_);
    if (!noted) return std::unexpected(noted.error());
    position_ = std::move(*noted);
  }
  const auto name = log_.name();
  if (!name) return std::unexpected(name.error());
  // Another log (restored from a copy) is gone over from its start: settling twice does no harm.
  if (position_->log != *name) position_ = db::FeedPosition{.log = *name, .after = 0};
  const auto events = log_.feed(position_->after, kPage);
  if (!events) return std::unexpected(events.error());
  if (events->empty()) return false;
  for (const auto& stored : *events)
    if (auto settled = settle_event(stored.event); !settled)
      return std::unexpected(settled.error());
  const db::FeedPosition next{.log = *name, .after = events->back().cursor};
  if (auto noted = claims_.note_followed(airport_, next); !noted)
    return std::unexpected(noted.error());
  position_ = next;
  return true;
}

Result<void> ClusterClaims::settle_event(const crypto::SignedEvent& event) {
  const auto content = crypto::parse_event(event.json);
  if (!content) return {};  // the log's own reading names a damaged event; nobody is held up by it
  const auto& crossing = content->crossing;
  if (crossing.visa)
    if (auto settled = settle(*crossing.visa); !settled) return settled;
  if (!is_own(crossing.id, airport_)) return {};
  // The booth may have claimed other visas for this event, and then recorded something else.
  const auto claimed = claims_.claimed_for(crossing.id);
  if (!claimed) return std::unexpected(claimed.error());
  for (const auto& visa : *claimed)
    if (auto settled = settle(visa); !settled) return settled;
  return claimed->empty() ? Result<void>{} : claims_.forget(crossing.id);
}

Result<void> ClusterClaims::settle(visa::VisaNumber visa) {
  const auto history = log_.history(visa);
  if (!history && history.error().code == Errc::conflict) return {};  // damaged: undetermined
  if (!history) return std::unexpected(history.error());
  const auto owner = db::claiming_event(*history);
  const auto holder = claims_.holder(visa);
  if (!holder) return std::unexpected(holder.error());
  if (*holder) {
    if (owner && (*holder)->event == owner->id) return {};
    // One that is on record does not count any more; one that is not may still come.
    const auto recorded = log_.find((*holder)->event);
    if (!recorded) return std::unexpected(recorded.error());
    if (!*recorded) return {};
    if (auto released = claims_.release(visa, (*holder)->event); !released) return released;
  }
  if (!owner) return {};
  // Who claimed in between keeps it, until that event arrives.
  const auto answer = claims_.claim_recorded(visa, {owner->id, owner->time, owner->airport});
  if (const auto* none = std::get_if<db::Unavailable>(&answer))
    return fail(Errc::unavailable, none->why);
  return {};
}

}  // namespace evisa::verifier
