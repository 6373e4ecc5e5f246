// The claim store on an etcd cluster: a double use is impossible there, rather than found.
// design.md section 8. Keys, all under the prefix (values are JSON):
//   claims/VISA               { "event": "ALA-03/17", "time": instant, "airport": "ALA" }
//   events/BOOTH/NUMBER/VISA  empty: claimed for this event, which has not arrived yet
//   kept/AIRPORT              { "log": name, "after": cursor } how far an airport's log has been
//   followed
#pragma once

#include <vector>

#include "db/claim_store.h"
#include "db/etcd.h"
#include "db/peer_state.h"

namespace evisa::db {

/// Safe to use from many threads and programs. Whoever has a quorum is answered by it; else every
/// question is `unavailable`, reading too. An operation that was unavailable may have been done:
/// the same claim again is WON then.
class EtcdClaims final : public ClaimStore {
 public:
  explicit EtcdClaims(Etcd etcd, std::string prefix = "/evisa/1/")
      : etcd_(std::move(etcd)), prefix_(std::move(prefix)) {}

  [[nodiscard]] ClaimAnswer claim(visa::VisaNumber visa, const Claim& claim) override;
  [[nodiscard]] Result<void> release(visa::VisaNumber visa, const visa::EventId& event) override;
  [[nodiscard]] Result<std::optional<Claim>> holder(visa::VisaNumber visa) override;

  /// As `claim`, for an event that is on record: none is awaited.
  [[nodiscard]] ClaimAnswer claim_recorded(visa::VisaNumber visa, const Claim& claim);
  /// The visas that were claimed for an event which has not arrived yet: more than one where the
  /// booth turned to another traveller before it recorded. Errors: unavailable.
  [[nodiscard]] Result<std::vector<visa::VisaNumber>> claimed_for(const visa::EventId& event);
  /// The event has arrived, and its claims have been settled. Errors: unavailable.
  [[nodiscard]] Result<void> forget(const visa::EventId& event);
  /// How far an airport's log has been followed; the start, where nobody has noted it.
  /// Errors: unavailable.
  [[nodiscard]] Result<FeedPosition> followed(const std::string& airport);
  [[nodiscard]] Result<void> note_followed(const std::string& airport,
                                           const FeedPosition& position);

 private:
  struct Held {
    Claim claim;
    std::string revision;  ///< of its last change
  };
  [[nodiscard]] ClaimAnswer create(visa::VisaNumber visa, const Claim& claim, crypto::Json puts);
  [[nodiscard]] Result<std::optional<Held>> held(visa::VisaNumber visa);
  [[nodiscard]] Result<std::optional<std::string>> value(const std::string& key);
  [[nodiscard]] std::string claim_key(visa::VisaNumber visa) const;
  /// Of all visas; with one appended, of that one.
  [[nodiscard]] std::string event_keys(const visa::EventId& event) const;

  Etcd etcd_;
  std::string prefix_;
};

}  // namespace evisa::db
