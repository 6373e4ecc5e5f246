// Reading a peer's feed until both ends hold the same events. design.md sections 7, 8.
//
// Pull only: each airport reads what the other has, resumes where it stopped, and takes every event
// in like one of its own booths', signature and chain checked. Pages may come twice and in any
// order of events: the log is a grow-only set.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "db/crossing_log.h"
#include "db/peer_state.h"
#include "verifier/service/event_intake.h"

namespace evisa::verifier {

/// A page of a feed.
struct FeedPage {
  std::string log;  ///< names the database that the cursors belong to
  std::vector<crypto::SignedEvent> events;
  std::uint64_t next = 0;  ///< ask behind this one next
};

/// Where a feed comes from: a peer over HTTP, or a simulated link.
class EventFeed {
 public:
  virtual ~EventFeed() = default;
  /// Waits up to `wait` for a newer event. Errors: unavailable (not reached, or no answer in time),
  /// untrusted (token, certificate), malformed (not a feed).
  [[nodiscard]] virtual Result<FeedPage> read(std::uint64_t after, std::size_t limit,
                                              std::chrono::milliseconds wait) = 0;
};

struct SyncStep {
  std::size_t received = 0;  ///< events of this page
  std::size_t fresh = 0;     ///< of them new here
  std::size_t refused = 0;   ///< of them kept aside
  bool more = false;         ///< the page was full: ask again at once
};

class PeerSync {
 public:
  /// All but `peer` must outlive this object.
  PeerSync(std::string peer, EventFeed& feed, db::CrossingLog& log, db::PeerState& state)
      : peer_(std::move(peer)), feed_(feed), log_(log), state_(state) {}

  /// Reads one page and takes it in. Safe to repeat after any error.
  /// Errors: those of the feed; io, unavailable (this end's disk): the page is read again.
  [[nodiscard]] Result<SyncStep> step(const db::BoothKeyRing& keys, const RaiseAlarm& raise,
                                      std::chrono::milliseconds wait = {});
  /// Tries the events once more that were refused earlier: a key may have been registered since.
  /// Returns how many were taken in.
  [[nodiscard]] Result<std::size_t> retry_refused(const db::BoothKeyRing& keys,
                                                  const RaiseAlarm& raise);

 private:
  std::string peer_;
  EventFeed& feed_;
  db::CrossingLog& log_;
  db::PeerState& state_;
};

}  // namespace evisa::verifier
