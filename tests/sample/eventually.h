// Waits for what another thread does, without a guess at how long that takes.
#pragma once

#include <chrono>
#include <thread>

namespace evisa::sample {

/// Whether `holds()` came true; gives up after half a minute.
template <class Predicate>
[[nodiscard]] bool eventually(Predicate holds) {
  for (int i = 0; i < 3000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  return holds();
}

}  // namespace evisa::sample
