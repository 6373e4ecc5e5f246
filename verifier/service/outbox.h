// Handing a booth's own events to its airport's service: stored first, forwarded until
// acknowledged. design.md section 7: a retried event is the same event, so sending too often is
// harmless.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "db/crossing_log.h"
#include "db/peer_state.h"
#include "verifier/service/event_intake.h"

namespace evisa::verifier {

/// The service's answer to a batch.
struct HandedIn {
  std::string log;  ///< names the service's database: after a restore everything is sent again
  std::vector<EventAnswer> answers;
};

/// Where events are handed in: a service over HTTP, or a simulated one.
class EventSink {
 public:
  virtual ~EventSink() = default;
  /// Errors: unavailable (not reached, or no answer in time: the events may have arrived),
  /// untrusted (token, certificate), malformed (not an answer).
  [[nodiscard]] virtual Result<HandedIn> hand_in(std::span<const crypto::SignedEvent> events) = 0;
};

struct OutboxStep {
  std::size_t sent = 0;
  bool more = false;
  std::vector<EventAnswer> objections;  ///< conflicts and refusals, for the officer
};

class Outbox {
 public:
  /// All must outlive this object. `service` names it in `state`.
  Outbox(std::string service, std::string booth, EventSink& sink, const db::CrossingLog& log,
         db::PeerState& state)
      : service_(std::move(service)),
        booth_(std::move(booth)),
        sink_(sink),
        log_(log),
        state_(state) {}

  /// Sends the next batch of this booth's events. Errors: those of the sink; io (this end's disk).
  [[nodiscard]] Result<OutboxStep> step();
  /// Events of this booth that the service has not acknowledged.
  [[nodiscard]] Result<std::size_t> waiting() const;

 private:
  std::string service_, booth_;
  EventSink& sink_;
  const db::CrossingLog& log_;
  db::PeerState& state_;
};

}  // namespace evisa::verifier
