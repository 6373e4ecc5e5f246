// Checkpoints: the list, other airports, and what is no airport at all. rules.md 1.8 (C2, C3, C7).
#include <gtest/gtest.h>

#include "tests/unit/verifier/scene.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::Direction;
using visa::Policy;

std::string at_checkpoint(
    std::string_view checkpoint, Direction direction = Direction::entry,
    const std::function<void(Scene&)>& change = [](Scene&) {}) {
  Scene scene;
  scene.request.direction = direction;
  scene.request.checkpoint = checkpoint;
  if (direction == Direction::exit) scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");
  if (direction == Direction::boarding) scene.request.arrival = instant("2026-11-20T16:00:00Z");
  change(scene);
  return codes(scene.run());
}

TEST(Checkpoint, KnowsAirportsByEveryName) {
  for (const char* name : {"ALA", "NQZ", "TSE", "UACC", "UAAA"})
    EXPECT_EQ(at_checkpoint(name), "OK") << name;
}

TEST(Checkpoint, LooksAgainAtOtherInternationalAirports) {
  for (const auto direction : {Direction::entry, Direction::exit, Direction::boarding})
    EXPECT_EQ(at_checkpoint("CIT", direction), "SECOND_LOOK CHECKPOINT_OTHER_AIRPORT");
}

TEST(Checkpoint, RefusesWhatIsNoInternationalAirport) {
  for (const char* name : {"Khorgos", "BXJ", ""}) {
    EXPECT_EQ(at_checkpoint(name), "REFUSE CHECKPOINT_NOT_ALLOWED") << name;
    EXPECT_EQ(at_checkpoint(name, Direction::exit), "SECOND_LOOK CHECKPOINT_NOT_ALLOWED") << name;
  }
}

TEST(Checkpoint, FollowsThePolicyForOtherAirports) {
  const auto with = [](Policy policy) {
    return at_checkpoint("CIT", Direction::entry, [=](Scene& s) {
      s.visa.entry_points = {airport("ALA"), airport("CIT")};
      s.rules.other_intl_airport = policy;
    });
  };
  EXPECT_EQ(with(Policy::allow), "OK");
  EXPECT_EQ(with(Policy::second_look), "SECOND_LOOK CHECKPOINT_OTHER_AIRPORT");
  EXPECT_EQ(with(Policy::refuse), "REFUSE CHECKPOINT_OTHER_AIRPORT");
}

TEST(Checkpoint, LetsNobodyBeLockedInByAPolicy) {
  EXPECT_EQ(at_checkpoint("Khorgos", Direction::exit,
                          [](Scene& s) { s.rules.exit_checkpoint_rule = Policy::refuse; }),
            "SECOND_LOOK CHECKPOINT_NOT_ALLOWED");
  EXPECT_EQ(at_checkpoint("Khorgos", Direction::exit,
                          [](Scene& s) { s.rules.exit_checkpoint_rule = Policy::allow; }),
            "OK");
}

TEST(Checkpoint, NarrowsTheListToTheVisasEntryPoints) {
  const auto only_astana = [](Scene& s) { s.visa.entry_points = {airport("NQZ")}; };
  EXPECT_EQ(at_checkpoint("NQZ", Direction::entry, only_astana), "OK");
  EXPECT_EQ(at_checkpoint("ALA", Direction::entry, only_astana),
            "SECOND_LOOK CHECKPOINT_OTHER_AIRPORT");
}

TEST(Checkpoint, KeepsTheSignedEntryPointsWhateverThePolicy) {
  const auto allowed_anywhere = [](Scene& s) { s.rules.other_intl_airport = Policy::allow; };
  EXPECT_EQ(at_checkpoint("CIT", Direction::entry, allowed_anywhere),
            "SECOND_LOOK CHECKPOINT_OTHER_AIRPORT");
  EXPECT_EQ(at_checkpoint("CIT", Direction::boarding, allowed_anywhere),
            "SECOND_LOOK CHECKPOINT_OTHER_AIRPORT");
  EXPECT_EQ(at_checkpoint("CIT", Direction::entry,
                          [](Scene& s) {
                            s.rules.severity_overrides[{visa::ReasonCode::CHECKPOINT_OTHER_AIRPORT,
                                                        Direction::entry}] = visa::Severity::notice;
                          }),
            "SECOND_LOOK CHECKPOINT_OTHER_AIRPORT");
}

TEST(Policies, CanForgiveAMissingPrintoutAndChildren) {
  Scene scene;
  scene.with_seal = false;
  scene.record();
  scene.request.ticks.children_travelling = true;
  scene.rules.printout_missing = Policy::allow;
  scene.rules.children_rule = Policy::allow;
  EXPECT_EQ(codes(scene.run()), "OK");
  scene.rules.children_rule = Policy::refuse;
  EXPECT_EQ(codes(scene.run()), "REFUSE CHILDREN_TRAVELLING");
}

TEST(Policies, LeaveTheTablesNoticeOnLeaving) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");
  scene.with_seal = false;
  scene.record();
  EXPECT_EQ(codes(scene.run()), "NOTICE PRINTOUT_MISSING");
}

TEST(Categories, CanBeSwitchedOffByTheRuleSet) {
  Scene scene;
  scene.rules.categories = {visa::CategoryGroup::business, visa::CategoryGroup::treatment};
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK CATEGORY_UNKNOWN");
}

TEST(Categories, KeepTheirLimitsToTheDay) {
  Scene scene;
  scene.visa.valid_from = date("2026-10-08");  // 90 days with both ends
  EXPECT_EQ(codes(scene.run()), "OK");
  scene.visa.stay = {.days = 0, .months = 1, .years = 0};  // 31 days from 8 October
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK CATEGORY_UNKNOWN");
}

}  // namespace
}  // namespace evisa::verifier
