// Google Benchmark with ratios: medians of one interleaved run, set side by side.
#include "tests/bench/ratios.h"

#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <cstring>
#include <map>

namespace evisa::bench {
namespace {

/// Keeps the median of each benchmark, in nanoseconds of wall time per iteration.
class MedianReporter : public benchmark::ConsoleReporter {
 public:
  MedianReporter() : ConsoleReporter(OO_None) {}
  void ReportRuns(const std::vector<Run>& runs) override {
    for (const Run& run : runs) {
      if (run.aggregate_name != "median") continue;
      median_[run.run_name.function_name] =
          run.GetAdjustedRealTime() * 1e9 / benchmark::GetTimeUnitMultiplier(run.time_unit);
    }
    ConsoleReporter::ReportRuns(runs);
  }
  [[nodiscard]] const std::map<std::string, double>& medians() const { return median_; }

 private:
  std::map<std::string, double> median_;
};

}  // namespace

int run(int argc, char** argv, const std::vector<Ratio>& ratios,
        const std::vector<Figure>& figures) {
  bool quick = false;
  std::vector<char*> args;
  for (int i = 0; i < argc; ++i) {
    if (std::strcmp(argv[i], "--short") == 0)
      quick = true;
    else
      args.push_back(argv[i]);
  }
  std::vector<std::string> defaults = {
      "--benchmark_enable_random_interleaving=true", "--benchmark_report_aggregates_only=true",
      quick ? "--benchmark_repetitions=3" : "--benchmark_repetitions=7",
      quick ? "--benchmark_min_time=0.1" : "--benchmark_min_time=0.4"};
  std::vector<char*> all{args.front()};
  for (std::string& text : defaults) all.push_back(text.data());
  all.insert(all.end(), args.begin() + 1, args.end());
  int count = static_cast<int>(all.size());
  benchmark::Initialize(&count, all.data());
  if (benchmark::ReportUnrecognizedArguments(count, all.data())) return 2;

  MedianReporter reporter;
  if (benchmark::RunSpecifiedBenchmarks(&reporter) == 0) return 1;
  const auto& medians = reporter.medians();
  for (const Ratio& ratio : ratios) {
    const auto a = medians.find(ratio.a), b = medians.find(ratio.b);
    if (a == medians.end() || b == medians.end()) continue;
    const double value =
        ratio.of == Ratio::Of::time ? a->second / b->second : b->second / a->second;
    fmt::print("RATIO  {}: {:.3f}   (goal {})\n", ratio.label, value, ratio.goal);
  }
  for (const Figure& figure : figures) {
    const auto found = medians.find(figure.name);
    if (found == medians.end()) continue;
    fmt::print("FIGURE {}: {:.3f} {}   (goal {})\n", figure.label,
               found->second * figure.per_nanosecond, figure.unit, figure.goal);
  }
  return 0;
}

}  // namespace evisa::bench
