// One round of reading a peer's feed.
#include "verifier/service/sync_step.h"

#include "verifier/service/raise_alarms.h"

namespace evisa::verifier {

Result<bool> sync_step(Airport& airport, PeerSync& sync, std::chrono::milliseconds wait) {
  const auto keys = airport.accounts->booths().load();
  if (!keys) return std::unexpected(keys.error());
  const auto raise = alarms_into(airport);
  const auto done = sync.step(*keys, raise, wait);
  if (!done) return std::unexpected(done.error());
  const auto retried = sync.retry_refused(*keys, raise);
  if (!retried) return std::unexpected(retried.error());
  // Without news too: a booth of this airport may have taken its entry back, and after a crash the
  // page that brought a resolution does not come again.
  if (auto settled = settle_resolved(airport); !settled) return std::unexpected(settled.error());
  return done->more;
}

}  // namespace evisa::verifier
