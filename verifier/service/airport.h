// What an airport's service works on: opened once by `serve`, shared by all handlers.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "crypto/ed25519.h"
#include "db/accounts.h"
#include "db/crossing_log.h"
#include "db/operations.h"
#include "db/peer_state.h"
#include "db/register_replica.h"
#include "db/trust_store.h"

namespace evisa::verifier {

struct Airport {
  std::string name;   ///< IATA code, `ALA`
  std::string booth;  ///< the name under which the service itself signs corrections, `ALA-00`
  bool test_only = true;
  crypto::Ed25519SecretKey key;  ///< signs the service's own events and boarding receipts
  std::unique_ptr<db::CrossingLog> log;
  std::unique_ptr<db::TrustStore> trust;
  std::unique_ptr<db::Accounts> accounts;
  std::unique_ptr<db::Operations> operations;
  std::unique_ptr<db::PeerState> peers;
  std::unique_ptr<db::RegisterReplica> visas;
  std::function<visa::Instant()> now;
  std::atomic<std::uint64_t> lost_alarms = 0;  ///< that could not be kept: not ready any more
};

}  // namespace evisa::verifier
