// The signals that end a program which serves until it is told to stop.
#pragma once

#include <csignal>

namespace evisa::cli {

/// Made before any thread: blocks SIGTERM and SIGINT in all threads to come, and waits for one of
/// them.
class StopSignal {
 public:
  StopSignal();
  /// Each minute, what requests have left unused in the heaps goes back to the system.
  void wait() const;

 private:
  sigset_t signals_{};
};

}  // namespace evisa::cli
