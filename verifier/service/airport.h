// What an airport's service works on: opened once by `serve`, shared by all handlers and the sync.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "crypto/ed25519.h"
#include "db/accounts.h"
#include "db/boarding_receipts.h"
#include "db/crossing_log.h"
#include "db/operations.h"
#include "db/peer_state.h"
#include "db/trust_store.h"
#include "verifier/service/cluster_claims.h"
#include "verifier/service/places.h"
#include "verifier/service/service_home.h"
#include "verifier/service/trust_in_force.h"

namespace evisa::verifier {

struct Airport {
  std::string name;   ///< IATA code, `ALA`
  std::string booth;  ///< the name under which the service itself signs corrections, `ALA-S1`
  bool test_only = true;
  crypto::Ed25519SecretKey key;  ///< signs the service's own events
  std::unique_ptr<db::CrossingLog> log;
  std::unique_ptr<db::TrustStore> trust;
  std::unique_ptr<TrustInForce> in_force;  ///< of `trust`
  std::unique_ptr<db::Accounts> accounts;
  std::unique_ptr<db::Operations> operations;
  std::unique_ptr<db::PeerState> peers;
  std::unique_ptr<db::RegisterReplica> visas;  ///< null: no register key is trusted yet
  std::unique_ptr<db::BoardingReceipts> receipts;
  std::unique_ptr<ClusterClaims> cluster;  ///< null: claims are this log's alone
  std::function<visa::Instant()> now;
  /// Pictures and PDFs that are read at the same time: seconds and tens of MiB each.
  Places documents{8};
};

/// Opens a service's stores; all of them must be there, but for the register's copy, which needs
/// the issuer's key first (`register trust`). Its own key is registered as a booth's, so
/// that its corrections count here like those of any booth.
/// Errors: as ServiceHome's; conflict (the log lacks own events that it is known to have held).
[[nodiscard]] Result<std::unique_ptr<Airport>> open_airport(const ServiceHome& home,
                                                            crypto::Ed25519SecretKey key,
                                                            std::function<visa::Instant()> now);

}  // namespace evisa::verifier
