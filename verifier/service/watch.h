// Looks after the booths by the clock: one that was heard and has gone silent is an alarm, also
// when nobody asks. design.md section 9, heartbeats.
#pragma once

#include <chrono>
#include <memory>
#include <thread>

#include "verifier/service/airport.h"

namespace evisa::verifier {

/// Raises STALE_BOOTH for each booth that is silent for longer than db::HeartbeatLimits; one alarm
/// for each silence. A booth whose keys are all revoked is expected to be silent. Errors: io.
[[nodiscard]] Result<void> look_for_silent_booths(Airport& airport);

class BoothWatch {
 public:
  /// Looks at once and then after each `period`, until it is destroyed. `airport` must outlive it.
  explicit BoothWatch(Airport& airport, std::chrono::milliseconds period = std::chrono::seconds{30})
      : thread_([&airport, period](const std::stop_token& stop) { run(airport, period, stop); }) {}

 private:
  static void run(Airport& airport, std::chrono::milliseconds period, const std::stop_token& stop);
  std::jthread thread_;
};

}  // namespace evisa::verifier
