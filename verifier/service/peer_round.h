// One round of reading a peer's feed, with all that belongs to it; whoever carries the feed.
#pragma once

#include <chrono>
#include <functional>

#include "verifier/service/airport.h"
#include "verifier/service/peer_sync.h"

namespace evisa::verifier {

/// Asks the peer for the keys of its booths, and takes over what it may say.
using AskKeys = std::function<void()>;

class PeerRound {
 public:
  /// `airport` and `sync` outlive it. Without `ask_keys` a key is unknown until somebody adds it.
  PeerRound(Airport& airport, PeerSync& sync, AskKeys ask_keys = {});

  /// Reads a page, tries once more what was refused when keys have changed, and settles the alarms
  /// of what was resolved elsewhere. Waits up to `wait` for news. Returns whether there is more to
  /// read at once. Errors: those of PeerSync::step; io (the stores). Safe to repeat after any
  /// error.
  [[nodiscard]] Result<bool> run(std::chrono::milliseconds wait);

 private:
  [[nodiscard]] Result<void> load_keys();

  Airport& airport_;
  PeerSync& sync_;
  AskKeys ask_keys_;
  db::BoothKeyRing keys_{{}};
  bool keys_changed_ = true;  ///< or events were kept aside, since what was refused was tried last
};

}  // namespace evisa::verifier
