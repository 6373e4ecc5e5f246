// The signals that end a program which serves.
#include "cli/stop_signal.h"

#include <malloc.h>

#include <ctime>

namespace evisa::cli {

StopSignal::StopSignal() {
  ::sigemptyset(&signals_);
  ::sigaddset(&signals_, SIGTERM);
  ::sigaddset(&signals_, SIGINT);
  ::pthread_sigmask(SIG_BLOCK, &signals_, nullptr);
}

void StopSignal::wait() const {
  constexpr timespec kMinute{60, 0};
  while (::sigtimedwait(&signals_, nullptr, &kMinute) < 0) ::malloc_trim(0);
}

}  // namespace evisa::cli
