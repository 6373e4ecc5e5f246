// Work on many things of which none knows of another, on as many threads as there are cores.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

namespace evisa::verifier {

/// Calls `work(i)` once for each i below `count`; returns when all are done. `work` must not throw.
/// `worth`: so many are worth a thread.
template <class Work>
void on_all_cores(std::size_t count, std::size_t worth, const Work& work) {
  const std::size_t cores = std::max(1U, std::thread::hardware_concurrency());
  const std::size_t threads = std::clamp<std::size_t>(count / worth, 1, cores);
  const auto share = [&](std::size_t which) {
    for (std::size_t i = which; i < count; i += threads) work(i);
  };
  std::vector<std::jthread> others;
  for (std::size_t which = 1; which < threads; ++which) others.emplace_back(share, which);
  share(0);
}

}  // namespace evisa::verifier
