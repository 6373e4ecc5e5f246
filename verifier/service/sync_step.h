// One round of reading a peer's feed, with all that belongs to it; whoever carries the feed.
#pragma once

#include <chrono>

#include "verifier/service/airport.h"
#include "verifier/service/peer_sync.h"

namespace evisa::verifier {

/// Reads a page, tries once more what was refused, and settles the alarms of what was resolved
/// elsewhere. Waits up to `wait` for news. Returns whether there is more to read at once.
/// Errors: those of PeerSync::step; io (the stores). Safe to repeat after any error.
[[nodiscard]] Result<bool> sync_step(Airport& airport, PeerSync& sync,
                                     std::chrono::milliseconds wait);

}  // namespace evisa::verifier
