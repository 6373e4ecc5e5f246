// An airport's claims in the cluster: asked before an entry counts, and settled by what the log
// says of it. design.md section 8. The signed log stays as it is: a claim that was never asked for
// (the cluster was out of reach) is made when its event arrives.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "db/crossing_log.h"
#include "db/etcd_claims.h"

namespace evisa::verifier {

/// Safe to use from many threads; `follow` from one.
class ClusterClaims {
 public:
  /// `airport`: whose booths' events end their claims here. `log` must outlive it.
  ClusterClaims(db::EtcdClaims claims, const db::CrossingLog& log, std::string airport)
      : claims_(std::move(claims)), log_(log), airport_(std::move(airport)) {}

  /// One of this airport's booths is about to record the entry `claim.event`. A claim of the same
  /// booth for an earlier event that it has not recorded is given up.
  [[nodiscard]] db::ClaimAnswer claim(visa::VisaNumber visa, const db::Claim& claim);

  /// Settles the claims that the next events of the log have to do with, as the log says: the entry
  /// that counts holds its visa's, a reversed one and one that was never recorded hold none.
  /// True: there was something, and there may be more. Errors: unavailable (to be tried again, from
  /// the same place), io.
  [[nodiscard]] Result<bool> follow();
  /// The cursor behind which `follow` goes on.
  [[nodiscard]] std::uint64_t followed() const { return position_ ? position_->after : 0; }

 private:
  [[nodiscard]] Result<void> settle_event(const crypto::SignedEvent& event);
  [[nodiscard]] Result<void> settle(visa::VisaNumber visa);

  db::EtcdClaims claims_;
  const db::CrossingLog& log_;
  std::string airport_;
  std::optional<db::FeedPosition> position_;  ///< none: not yet asked for
};

}  // namespace evisa::verifier
