// Reads one peer's feed for as long as the service runs: at once when there is more, else by long
// poll; after a failure with a growing pause.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <thread>

#include "verifier/service/airport.h"
#include "verifier/service/service_client.h"

namespace evisa::verifier {

struct Peer {
  std::string name;  ///< the other airport, `NQZ`
  ServiceAddress address;
};

class SyncLoop {
 public:
  /// Errors: as ServiceClient::create.
  [[nodiscard]] static Result<std::unique_ptr<SyncLoop>> start(Peer peer, Airport& airport);
  ~SyncLoop();
  SyncLoop(const SyncLoop&) = delete;
  SyncLoop& operator=(const SyncLoop&) = delete;

  /// The last step reached the peer.
  [[nodiscard]] bool linked() const { return linked_.load(); }
  [[nodiscard]] const std::string& peer() const { return peer_; }

 private:
  SyncLoop(std::string peer, ServiceClient client, Airport& airport);
  void run(const std::stop_token& stop);

  std::string peer_;
  ServiceClient client_;
  Airport& airport_;
  std::atomic<bool> linked_ = false;
  std::jthread thread_;  // last: ends before what it uses goes
};

}  // namespace evisa::verifier
