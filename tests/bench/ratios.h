// Google Benchmark with ratios: medians of one interleaved run, set side by side.
#pragma once

#include <string>
#include <vector>

namespace evisa::bench {

/// `value = time(a) / time(b)`, or its inverse as a rate; printed with the goal beside it.
struct Ratio {
  std::string label;
  std::string a, b;
  enum class Of { rate, time } of = Of::time;
  std::string goal;
};

/// A single figure against a goal in its own unit.
struct Figure {
  std::string label;
  std::string name;
  double per_nanosecond = 1.0;  ///< factor to the unit
  std::string unit;
  std::string goal;
};

/// Runs all registered benchmarks, seven repetitions in random order (`--short`: three, quicker),
/// prints the medians, then the ratios. Returns an exit code.
int run(int argc, char** argv, const std::vector<Ratio>& ratios,
        const std::vector<Figure>& figures = {});

}  // namespace evisa::bench
