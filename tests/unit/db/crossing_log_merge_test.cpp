// Merging logs: any order gives the same set and the same state; forks are refused and named.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "log_fixture.h"

namespace evisa::db {
namespace {

using visa::EventKind;
using Kind = ChainDefect::Kind;

void merge_all(LogNode& log, const std::vector<crypto::SignedEvent>& events) {
  for (const auto& event : events) {
    const auto merged = log->merge(event, all_keys());
    ASSERT_TRUE(merged) << merged.error().message;
  }
}

/// A booth that writes its chain by hand, and so can also write a wrong one.
crypto::SignedEvent signed_by_hand(visa::Crossing crossing, std::uint64_t sequence,
                                   const crypto::EventHash& previous) {
  crossing.id.sequence = sequence;
  const auto& key = key_of(crossing.id.booth);
  return crypto::sign_event({std::move(crossing), previous}, key);
}

TEST(CrossingLogMerge, AnyOrderGivesTheSameSetAndTheSameState) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  almaty.done(act("ALA-02", EventKind::entry, 2, 1));
  const auto wrong = almaty.done(act("ALA-01", EventKind::entry, 3, 2));
  almaty.done(act("ALA-01", EventKind::reversal, 3, 3, wrong));
  astana.done(act("NQZ-01", EventKind::entry, 1, 5));  // a double use, found when the logs meet
  astana.done(act("NQZ-01", EventKind::entry, 3, 6));
  astana.done(act("NQZ-02", EventKind::exit, 3, 9));

  auto events = almaty.events();
  for (auto& event : astana.events()) events.push_back(std::move(event));
  std::mt19937 random(4711);
  std::optional<crypto::EventHash> hash;
  for (int round = 0; round < 20; ++round) {
    std::ranges::shuffle(events, random);
    LogNode node;
    merge_all(node, events);
    if (!hash) hash = node->set_hash().value();
    EXPECT_EQ(node->set_hash().value(), *hash);
    EXPECT_EQ(node.state(1).use, visa::VisaUse::inside);
    ASSERT_EQ(node.state(1).conflicts.size(), 1U);
    EXPECT_EQ(node.state(1).conflicts[0].id.text(), "NQZ-01/1");
    EXPECT_EQ(node.state(3).use, visa::VisaUse::spent);
    EXPECT_EQ(print(node->verify(all_keys()).value()), "");
    // Equal events, equal claims: the same winner is named everywhere.
    EXPECT_EQ(std::get<Refused>(node.record(act("ALA-02", EventKind::entry, 1, 20)).value())
                  .winner.event.text(),
              "ALA-01/1");
    EXPECT_EQ(std::get<Refused>(node.record(act("ALA-02", EventKind::entry, 3, 20)).value())
                  .winner.event.text(),
              "NQZ-01/2");
  }
}

TEST(CrossingLogMerge, TwoNodesThatExchangeTheirEventsAgree) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  astana.done(act("NQZ-01", EventKind::entry, 2, 1));
  EXPECT_NE(almaty->set_hash().value(), astana->set_hash().value());
  merge_all(almaty, astana.events());
  merge_all(astana, almaty.events());
  EXPECT_EQ(almaty->set_hash().value(), astana->set_hash().value());
}

TEST(CrossingLogMerge, SetHashTellsSetsApart) {
  LogNode log;
  std::vector<crypto::EventHash> seen{log->set_hash().value()};
  for (std::uint32_t n = 1; n <= 4; ++n) {
    log.done(act(n % 2 ? "ALA-01" : "ALA-02", EventKind::entry, n, n));
    const auto hash = log->set_hash().value();
    EXPECT_EQ(std::ranges::count(seen, hash), 0);
    seen.push_back(hash);
  }
}

TEST(CrossingLogMerge, TheSameEventTwiceIsNoError) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  merge_all(astana, almaty.events());
  merge_all(astana, almaty.events());
  EXPECT_EQ(astana.events().size(), 1U);
}

TEST(CrossingLogMerge, AMergedEntryCountsAgainstAnOwnOne) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  merge_all(astana, almaty.events());
  const auto answer = astana.record(act("NQZ-01", EventKind::entry, 1, 5)).value();
  EXPECT_EQ(std::get<Refused>(answer).winner.event.text(), "ALA-01/1");
  astana.done(act("NQZ-01", EventKind::entry, 1, 6), true);
  EXPECT_EQ(astana.state(1).conflicts.size(), 1U);
}

TEST(CrossingLogMerge, AMergedManualExitTakesTheClaimUntilItsEntryArrives) {
  LogNode almaty, astana, aktau;
  visa::Crossing exit = act("ALA-01", EventKind::exit, 1, 9);
  exit.manual = true;
  almaty.done(exit);
  astana.done(act("NQZ-01", EventKind::entry, 1, 0));
  const auto winner = [&] {
    const auto answer = aktau.record(act("ALA-02", EventKind::entry, 1, 20)).value();
    return std::get<Refused>(answer).winner.event.text();
  };
  merge_all(aktau, almaty.events());
  EXPECT_EQ(winner(), "ALA-01/1");
  merge_all(aktau, astana.events());
  EXPECT_EQ(winner(), "NQZ-01/1");
  EXPECT_EQ(aktau.state(1).use, visa::VisaUse::spent);
  EXPECT_TRUE(aktau.state(1).conflicts.empty());
}

TEST(CrossingLogMerge, AMergedReversalFreesTheVisaEvenIfItComesFirst) {
  LogNode almaty;
  const auto entry = almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  almaty.done(act("ALA-01", EventKind::reversal, 1, 1, entry));
  auto events = almaty.events();
  for (int order = 0; order < 2; ++order) {
    LogNode astana;
    merge_all(astana, events);
    astana.done(act("NQZ-01", EventKind::entry, 1, 5));
    std::ranges::reverse(events);
  }
}

TEST(CrossingLogMerge, AnEntryUnknownAtTheResolutionIsAConflictAgain) {
  LogNode almaty, astana, aktau;
  const auto first = almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  const auto late = aktau.done(act("ALA-02", EventKind::entry, 1, 1));  // cut off until later
  merge_all(astana, almaty.events());
  const auto second = astana.done(act("NQZ-01", EventKind::entry, 1, 5), true);
  astana.done(resolving("NQZ-02", 1, 9, second, {first}));
  EXPECT_TRUE(astana.state(1).conflicts.empty());
  merge_all(astana, aktau.events());
  merge_all(aktau, astana.events());  // the same events in another order
  for (LogNode* node : {&astana, &aktau}) {
    ASSERT_EQ(node->state(1).conflicts.size(), 1U);
    EXPECT_EQ(node->state(1).conflicts[0].id, late);
    EXPECT_EQ(node->state(1).entry->id, second);
  }
  astana.done(resolving("NQZ-02", 1, 12, second, {late}));
  EXPECT_TRUE(astana.state(1).conflicts.empty());
  EXPECT_EQ(print(astana->verify(all_keys()).value()), "");
}

TEST(CrossingLogMerge, ReportsAGapUntilItIsFilled) {
  LogNode almaty, astana;
  for (std::uint32_t n = 1; n <= 4; ++n) almaty.done(act("ALA-01", EventKind::entry, n, n));
  const auto events = almaty.events();
  merge_all(astana, {events[3], events[0]});
  const auto defects = astana->verify(all_keys()).value();
  ASSERT_EQ(defects.size(), 1U) << print(defects);
  EXPECT_EQ(defects[0].kind, Kind::gap);
  EXPECT_EQ(defects[0].event.text(), "ALA-01/2");
  merge_all(astana, {events[2], events[1]});
  EXPECT_EQ(print(astana->verify(all_keys()).value()), "");
  EXPECT_EQ(astana->set_hash().value(), almaty->set_hash().value());
}

TEST(CrossingLogMerge, RefusesAForkAndNamesItFromThenOn) {
  LogNode astana;
  const auto one = signed_by_hand(act("ALA-01", EventKind::entry, 1, 0), 1, {});
  const auto other = signed_by_hand(act("ALA-01", EventKind::entry, 2, 0), 1, {});
  merge_all(astana, {one});
  const auto hash = astana->set_hash().value();
  const auto merged = astana->merge(other, all_keys());
  ASSERT_FALSE(merged);
  EXPECT_EQ(merged.error().code, Errc::conflict);
  EXPECT_NE(merged.error().message.find("ALA-01/1"), std::string::npos) << merged.error().message;
  EXPECT_EQ(astana->set_hash().value(), hash);
  const auto defects = astana->verify(all_keys()).value();
  ASSERT_EQ(defects.size(), 1U) << print(defects);
  EXPECT_EQ(defects[0].kind, Kind::fork);
  EXPECT_EQ(defects[0].event.text(), "ALA-01/1");
}

TEST(CrossingLogMerge, RefusesAnEventThatDoesNotFitItsNeighbours) {
  const auto one = signed_by_hand(act("ALA-01", EventKind::entry, 1, 0), 1, {});
  const auto other_one = signed_by_hand(act("ALA-01", EventKind::entry, 2, 0), 1, {});
  const auto two = signed_by_hand(act("ALA-01", EventKind::entry, 3, 1), 2, crypto::hash_of(one));
  LogNode before, after, first;
  merge_all(before, {other_one});
  EXPECT_EQ(before->merge(two, all_keys()).error().code, Errc::conflict);
  merge_all(after, {two});
  EXPECT_EQ(after->merge(other_one, all_keys()).error().code, Errc::conflict);
  crypto::EventHash nonsense{};
  nonsense.fill(7);
  const auto late = signed_by_hand(act("ALA-01", EventKind::entry, 1, 0), 1, nonsense);
  EXPECT_FALSE(first->merge(late, all_keys()));
  EXPECT_TRUE(first.events().empty());
}

TEST(CrossingLogMerge, RefusesAnUnknownBooth) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  BoothKeys keys = all_keys();
  keys.erase("ALA-01");
  EXPECT_EQ(astana->merge(almaty.events()[0], keys).error().code, Errc::untrusted);
}

TEST(CrossingLogMerge, RefusesABadSignature) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  auto event = almaty.events()[0];
  event.signature[5] ^= 1;
  EXPECT_EQ(astana->merge(event, all_keys()).error().code, Errc::bad_signature);
  auto swapped = all_keys();
  swapped["ALA-01"] = {key_of("NQZ-01").public_key()};
  EXPECT_EQ(astana->merge(almaty.events()[0], swapped).error().code, Errc::bad_signature);
  EXPECT_TRUE(astana.events().empty());
}

TEST(CrossingLogMerge, AcceptsAnOlderKeyOfABooth) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  auto keys = all_keys();
  keys["ALA-01"] = {key_of("NQZ-01").public_key(), key_of("ALA-01").public_key()};
  EXPECT_TRUE(astana->merge(almaty.events()[0], keys));
  EXPECT_EQ(print(astana->verify(keys).value()), "");
}

TEST(CrossingLogMerge, RefusesWhatIsNoEvent) {
  LogNode log;
  EXPECT_EQ(log->merge({.json = "{", .signature = {}}, all_keys()).error().code, Errc::malformed);
}

TEST(CrossingLogMerge, OwnChainGoesOnAfterOwnEventsCameBack) {
  LogNode old, restored;
  for (std::uint32_t n = 1; n <= 3; ++n) old.done(act("ALA-01", EventKind::entry, n, n));
  merge_all(restored, old.events());
  EXPECT_EQ(restored.done(act("ALA-01", EventKind::entry, 4, 4)).text(), "ALA-01/4");
  EXPECT_EQ(print(restored->verify(all_keys()).value()), "");
}

}  // namespace
}  // namespace evisa::db
