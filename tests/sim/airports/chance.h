// Chance from one seed: the same on every machine and compiler (SplitMix64, Steele and others
// 2014).
#pragma once

#include <chrono>
#include <cstdint>

namespace evisa::airports {

class Chance {
 public:
  explicit Chance(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15U);
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
    return z ^ (z >> 31U);
  }
  /// 0 to n - 1; n is at least 1.
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  /// True in `per_mille` of a thousand cases.
  bool in(std::uint64_t per_mille) { return below(1000) < per_mille; }
  std::chrono::milliseconds between(std::chrono::milliseconds least,
                                    std::chrono::milliseconds most) {
    const auto room = static_cast<std::uint64_t>((most - least).count()) + 1;
    return least + std::chrono::milliseconds(below(room));
  }

 private:
  std::uint64_t state_;
};

}  // namespace evisa::airports
