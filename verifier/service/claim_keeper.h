// Follows the log for as long as the service runs, so that the cluster's claims say what it says.
#pragma once

#include <atomic>
#include <thread>

#include "verifier/service/airport.h"
#include "verifier/service/cluster_claims.h"

namespace evisa::verifier {

class ClaimKeeper {
 public:
  /// `airport` has a cluster, and must outlive it.
  explicit ClaimKeeper(Airport& airport);

  /// The last step reached the cluster.
  [[nodiscard]] bool linked() const { return linked_.load(); }

 private:
  void run(const std::stop_token& stop);
  void tell(const Result<bool>& done);

  Airport& airport_;
  std::atomic<bool> linked_ = false;
  std::optional<bool> told_;
  std::jthread thread_;  // last: ends before what it uses goes
};

}  // namespace evisa::verifier
