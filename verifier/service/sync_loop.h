// Reads one peer's feed for as long as the service runs: at once when there is more, else by long
// poll; after a failure with a growing pause. The keys of the peer's booths come the same way
// (peer_keys.h): at the start, each minute, and before an event of an unknown key becomes an alarm.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "verifier/service/airport.h"
#include "verifier/service/service_client.h"

namespace evisa::verifier {

struct Peer {
  std::string name;  ///< the other airport's IATA code, `NQZ`: it speaks for the booths `NQZ-...`
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
  void pull_keys();
  void tell_once(std::string fault);

  std::string peer_;
  ServiceClient client_;
  Airport& airport_;
  std::optional<std::chrono::steady_clock::time_point> keys_pulled_;
  std::string told_;  ///< what was last said of the peer's keys
  std::atomic<bool> linked_ = false;
  std::jthread thread_;  // last: ends before what it uses goes
};

}  // namespace evisa::verifier
