// The simulated airports in short: what must hold does, and each check can fail.
#include <gtest/gtest.h>

#include "tests/sim/airports/world.h"

namespace evisa::airports {
namespace {

Report run_some(std::uint64_t first, int worlds, std::uint64_t events, Sabotage how) {
  Report sum;
  for (std::uint64_t seed = first; worlds > 0; --worlds, ++seed) {
    Report report = run_world({.seed = seed, .events = events, .sabotage = how});
    if (!report.violation.empty())
      report.violation = "seed " + std::to_string(seed) + ": " + report.violation;
    sum += report;
  }
  return sum;
}

TEST(AirportSimulation, KeepsEveryPromiseWhateverFails) {
  const Report report = run_some(1, 8, 2'500, Sabotage::none);
  EXPECT_EQ(report.violation, "");
  // It happened at all.
  EXPECT_GE(report.events, 20'000U);
  EXPECT_GT(report.crossings, 1'000U);
  EXPECT_GT(report.provisional, 10U);
  EXPECT_GT(report.double_uses, 10U);
  EXPECT_GT(report.resolutions, 10U);
  EXPECT_GT(report.reversals, 0U);
  EXPECT_GT(report.kills, 10U);
  EXPECT_GT(report.power_cuts, 10U);
  EXPECT_GT(report.full_disks, 5U);
}

TEST(AirportSimulation, OneSeedIsOneWorld) {
  const WorldOptions options{.seed = 77, .events = 2'000};
  EXPECT_EQ(run_world(options), run_world(options));
}

/// A promise that is broken on purpose must be told.
class AirportSabotage : public ::testing::TestWithParam<std::pair<Sabotage, const char*>> {};

TEST_P(AirportSabotage, IsFound) {
  const auto& [how, words] = GetParam();
  const Report report = run_some(1, 6, 2'500, how);
  EXPECT_NE(report.violation.find(words), std::string::npos) << report.violation;
}

INSTANTIATE_TEST_SUITE_P(Of, AirportSabotage,
                         ::testing::Values(std::pair{Sabotage::drop_acknowledged,
                                                     "does not have it"},
                                           std::pair{Sabotage::skip_claims, " admitted "},
                                           std::pair{Sabotage::lose_alarms, "has no open alarm"},
                                           std::pair{Sabotage::forget_syncs, "does not have it"}));

}  // namespace
}  // namespace evisa::airports
