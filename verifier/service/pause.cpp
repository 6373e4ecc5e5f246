// A pause that ends early when its thread is asked to stop.
#include "verifier/service/pause.h"

#include <condition_variable>
#include <mutex>

namespace evisa::verifier {

void pause(std::chrono::milliseconds length, const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any woken;
  std::unique_lock lock(mutex);
  woken.wait_for(lock, stop, length, [] { return false; });
}

}  // namespace evisa::verifier
