// Trains the network of weights.h by gradient descent (Adam), on one thread, reproducibly.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "reader/mrz/training/samples.h"
#include "reader/mrz/weights.h"

namespace evisa::reader::mrz {

class Learner {
 public:
  explicit Learner(std::uint64_t seed);
  /// One step on a batch. `rate`: about 0.001 at first, towards 0. Returns the mean loss.
  double learn(std::span<const Sample> batch, double rate);
  [[nodiscard]] const Weights& weights() const { return weights_; }

 private:
  Weights weights_;
  std::vector<float> gradient_, mean_, square_;
  std::uint64_t steps_ = 0;
};

}  // namespace evisa::reader::mrz
