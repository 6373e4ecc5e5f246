// One simulated world: two airports, their booths, what goes wrong, and what must hold in the end.
// Everything in it follows from its seed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/sample/temp_folder.h"
#include "tests/sim/airports/booth.h"

namespace evisa::airports {

struct WorldOptions {
  std::uint64_t seed = 1;
  std::uint64_t events = 10'000;  ///< things that happen: acts, messages, timers, faults
  Sabotage sabotage = Sabotage::none;
};

/// What happened, for the report and for tests that it happened at all.
struct Report {
  std::uint64_t events = 0, crossings = 0, entries = 0, provisional = 0, double_uses = 0;
  std::uint64_t resolutions = 0, reversals = 0;
  std::uint64_t restarts = 0, kills = 0, power_cuts = 0, full_disks = 0, cuts = 0;
  std::string violation;  ///< empty: everything held
  Report& operator+=(const Report& other);
  bool operator==(const Report&) const = default;
};

class World {
 public:
  explicit World(const WorldOptions& options);
  ~World();
  /// Runs to the end, heals everything, and checks.
  [[nodiscard]] Report run();

 private:
  void build();
  void every(milliseconds least, milliseconds most, std::function<void()> job);
  void go_wrong();
  void cut(Link& link, milliseconds most);
  void break_node(Node& node);
  bool register_peers(Site& site, const Site& other);
  void exchange_keys(Site& site, const Site& other, milliseconds when);
  void heal();
  void hand_in_everything();
  void check_logs();
  void check_alarms();
  void settle_everything();
  Report report() const;

  WorldOptions options_;
  sample::TempFolder folder_;
  Common common_;
  bool whole_batches_;
  Network network_;
  Travellers travellers_;
  Link trunk_;
  std::vector<std::unique_ptr<Site>> sites_;
  std::vector<std::unique_ptr<Booth>> booths_;
  std::size_t double_uses_ = 0;
};

/// A world from its seed, run and checked; a violation is told in the report.
[[nodiscard]] Report run_world(const WorldOptions& options);

}  // namespace evisa::airports
