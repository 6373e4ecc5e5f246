// One round of reading a peer's feed.
#include "verifier/service/peer_round.h"

#include "verifier/service/raise_alarms.h"

namespace evisa::verifier {

PeerRound::PeerRound(Airport& airport, PeerSync& sync, AskKeys ask_keys)
    : airport_(airport), sync_(sync), ask_keys_(std::move(ask_keys)) {}

Result<void> PeerRound::load_keys() {
  auto keys = airport_.accounts->booths().load();
  if (!keys) return std::unexpected(keys.error());
  keys_changed_ = keys_changed_ || keys->booths() != keys_.booths();
  keys_ = std::move(*keys);
  return {};
}

Result<bool> PeerRound::run(std::chrono::milliseconds wait) {
  if (auto loaded = load_keys(); !loaded) return std::unexpected(loaded.error());
  const auto raise = alarms_into(airport_);
  // A key that was registered at the peer a moment ago is no unknown one: it is asked for first,
  // and what is kept aside is looked at once more, in this round or in a later one.
  bool strangers = false;
  const auto hold_strangers = [&](const db::AlarmCause& cause) -> Result<void> {
    if (cause.kind != db::AlarmKind::unknown_booth) return raise(cause);
    strangers = keys_changed_ = true;
    return {};
  };
  const auto done = sync_.step(keys_, hold_strangers, wait);
  if (!done) return std::unexpected(done.error());
  if (strangers && ask_keys_) {
    ask_keys_();
    if (auto loaded = load_keys(); !loaded) return std::unexpected(loaded.error());
  }
  if (keys_changed_) {  // nothing else makes an event acceptable that was refused
    const auto retried = sync_.retry_refused(keys_, raise);
    if (!retried) return std::unexpected(retried.error());
    keys_changed_ = false;
  }
  // Without news too: a booth of this airport may have taken its entry back, and after a crash the
  // page that brought a resolution does not come again.
  if (auto settled = settle_resolved(airport_); !settled) return std::unexpected(settled.error());
  return done->more;
}

}  // namespace evisa::verifier
