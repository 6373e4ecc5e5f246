// evisa-airport-simulator: worlds of two airports, one a seed, until so many events have happened.
#include <fmt/core.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <mutex>
#include <thread>

#include "cli/command_line.h"
#include "tests/sim/airports/world.h"

namespace {

using evisa::airports::Report;
using evisa::airports::Sabotage;
using evisa::airports::WorldOptions;

struct Options {
  std::uint64_t seed = 1, events = 1'000'000, each = 10'000;
  bool one = false;
  unsigned jobs = std::max(1U, std::thread::hardware_concurrency());
  Sabotage sabotage = Sabotage::none;
};

const std::map<std::string, Sabotage> kSabotage{{"none", Sabotage::none},
                                                {"drop-acknowledged", Sabotage::drop_acknowledged},
                                                {"skip-claims", Sabotage::skip_claims},
                                                {"lose-alarms", Sabotage::lose_alarms},
                                                {"forget-syncs", Sabotage::forget_syncs}};

void print(const Report& report, std::uint64_t worlds) {
  fmt::print(
      "{} worlds, {} events: {} crossings on record ({} entries, {} of them provisional; {} "
      "reversals, {} resolutions), {} double uses found\n"
      "faults: {} restarts, {} kills, {} power cuts, {} full disks, {} cut lines\n",
      worlds, report.events, report.crossings, report.entries, report.provisional, report.reversals,
      report.resolutions, report.double_uses, report.restarts, report.kills, report.power_cuts,
      report.full_disks, report.cuts);
}

/// Worlds on several threads, and their sum.
class Worlds {
 public:
  explicit Worlds(const Options& options)
      : options_(options),
        count_(options.one ? 1 : (options.events + options.each - 1) / options.each) {}

  int run() {
    {
      std::vector<std::jthread> threads;
      for (unsigned i = 0; i < options_.jobs; ++i) threads.emplace_back([this] { work(); });
    }
    print(sum_, done_);
    return violations_ == 0 ? evisa::cli::kOk : evisa::cli::kRefused;
  }

 private:
  void work() {
    for (std::uint64_t i = next_++; i < count_; i = next_++) {
      const std::uint64_t seed = options_.seed + i;
      const auto report = evisa::airports::run_world(
          {.seed = seed, .events = options_.each, .sabotage = options_.sabotage});
      const std::lock_guard lock(mutex_);
      if (!report.violation.empty()) tell(seed, report.violation);
      sum_ += report;
      ++done_;
    }
  }

  /// At once: a long run need not be waited for.
  void tell(std::uint64_t seed, const std::string& what) {
    ++violations_;
    fmt::print("VIOLATED by seed {}: {}\n  again: evisa-airport-simulator --seed {} --each {}\n",
               seed, what, seed, options_.each);
    std::fflush(stdout);
  }

  Options options_;
  std::uint64_t count_, done_ = 0;
  std::atomic<std::uint64_t> next_ = 0;
  std::mutex mutex_;
  Report sum_;
  std::size_t violations_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{
      "Two airports, their booths and everything that goes wrong, simulated on the real "
      "stores. Exit code 1: a promise was not kept, and by which seed.",
      "evisa-airport-simulator"};
  Options options;
  app.add_option("--events", options.events, "Stop after so many events")->capture_default_str();
  app.add_option("--each", options.each, "Events of one world")->capture_default_str();
  app.add_option("--from", options.seed, "First seed")->capture_default_str();
  app.add_option("--jobs", options.jobs, "Worlds at the same time")
      ->check(CLI::Range(1, 64))
      ->capture_default_str();
  app.add_option_function<std::uint64_t>(
      "--seed", [&](std::uint64_t seed) { options.seed = seed, options.one = true; },
      "This world only");
  app.add_option("--sabotage", options.sabotage, "Do this wrong, to see that it is found")
      ->transform(CLI::CheckedTransformer(kSabotage));
  evisa::cli::describe(app);
  return evisa::cli::main_with(app, argc, argv, [&] { return Worlds(options).run(); });
}
