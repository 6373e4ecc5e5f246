// Event ids, and the fold of a visa's events: examples, then invariants (rules.md 5.2).
#include "visa/crossing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "expect_error.h"

namespace evisa::visa {

void PrintTo(VisaUse use, std::ostream* out) { *out << to_string(use); }

namespace {

const VisaNumber kVisa = VisaNumber::compose(26, 12345678).value();

/// An event of booth `booth`, at minute `minute`.
Crossing event(EventKind kind, std::string_view id, int minute,
               std::optional<std::string_view> reverses = {}) {
  Crossing crossing;
  crossing.id = EventId::parse(id).value();
  crossing.time = parse_instant("2026-11-20T10:00:00Z").value() + std::chrono::minutes{minute};
  crossing.kind = kind;
  crossing.visa = kVisa;
  crossing.airport = AirportCode::parse(id.substr(0, 3)).value();
  if (reverses) crossing.reverses = EventId::parse(*reverses).value();
  return crossing;
}

/// A resolution that keeps one event and sets others aside.
Crossing resolving(std::string_view id, int minute, std::string_view kept,
                   std::initializer_list<std::string_view> aside) {
  Crossing crossing = event(EventKind::resolution, id, minute, kept);
  for (const auto other : aside) crossing.sets_aside.push_back(EventId::parse(other).value());
  return crossing;
}

std::string id_of(const std::optional<Crossing>& crossing) {
  return crossing ? crossing->id.text() : "";
}

struct Expected {
  VisaUse use;
  std::string entry, exit;
  std::vector<std::string> conflicts;
};

/// Checks the state for every order in which the events can arrive (a sample when there are many).
void expect_state(std::vector<Crossing> events, const Expected& expected) {
  std::mt19937 random(1);
  for (int i = 0; i < 50; ++i) {
    const VisaUseState state = fold_crossings(events);
    EXPECT_EQ(state.use, expected.use);
    EXPECT_EQ(id_of(state.entry), expected.entry);
    EXPECT_EQ(id_of(state.exit), expected.exit);
    std::vector<std::string> conflicts;
    for (const Crossing& conflict : state.conflicts) conflicts.push_back(conflict.id.text());
    EXPECT_EQ(conflicts, expected.conflicts);
    std::ranges::shuffle(events, random);
  }
}

using enum EventKind;

TEST(VisaCrossingFold, BeginsIssued) { expect_state({}, {VisaUse::issued, "", "", {}}); }

TEST(VisaCrossingFold, EntryMakesInsideAndExitMakesSpent) {
  const auto in = event(entry, "ALA-01/1", 0), out = event(EventKind::exit, "NQZ-02/1", 60);
  expect_state({in}, {VisaUse::inside, "ALA-01/1", "", {}});
  expect_state({in, out}, {VisaUse::spent, "ALA-01/1", "NQZ-02/1", {}});
}

TEST(VisaCrossingFold, AnExitWithoutAnEntrySpendsTheVisa) {
  expect_state({event(EventKind::exit, "ALA-01/1", 0)}, {VisaUse::spent, "", "ALA-01/1", {}});
  expect_state({event(EventKind::exit, "ALA-01/1", 0), event(EventKind::exit, "ALA-01/2", 1)},
               {VisaUse::spent, "", "ALA-01/1", {}});
}

TEST(VisaCrossingFold, AnEntryAfterAnExitWithoutAnEntryIsAConflict) {
  const auto out = event(EventKind::exit, "ALA-01/1", 0);
  const auto a = event(entry, "ALA-01/2", 5), b = event(entry, "NQZ-01/1", 6);
  expect_state({out, a}, {VisaUse::spent, "", "ALA-01/1", {"ALA-01/2"}});
  expect_state({out, a, b}, {VisaUse::spent, "", "ALA-01/1", {"ALA-01/2", "NQZ-01/1"}});
  expect_state({out, a, event(reversal, "ALA-01/3", 7, "ALA-01/2")},
               {VisaUse::spent, "", "ALA-01/1", {}});
}

TEST(VisaCrossingFold, TheMissedEntryThatArrivesLateTakesTheExitAsItsOwn) {
  expect_state({event(entry, "NQZ-01/1", 0), event(EventKind::exit, "ALA-01/1", 5)},
               {VisaUse::spent, "NQZ-01/1", "ALA-01/1", {}});
}

TEST(VisaCrossingFold, ReversingAnExitWithoutAnEntryRestoresWhatWasThere) {
  const auto out = event(EventKind::exit, "ALA-01/1", 0);
  const auto undo = event(reversal, "ALA-01/2", 1, "ALA-01/1");
  expect_state({out, undo}, {VisaUse::issued, "", "", {}});
  expect_state({out, undo, event(entry, "ALA-01/3", 5)}, {VisaUse::inside, "ALA-01/3", "", {}});
}

TEST(VisaCrossingFold, ResolutionKeepsAnEntryAfterAnExitWithoutAnEntry) {
  expect_state({event(EventKind::exit, "ALA-01/1", 0), event(entry, "ALA-01/2", 5),
                resolving("ALA-01/3", 6, "ALA-01/2", {"ALA-01/1"})},
               {VisaUse::inside, "ALA-01/2", "", {}});
}

TEST(VisaCrossingFold, RefusalsAndReferralsUseNothingUp) {
  expect_state({event(refusal, "ALA-01/1", 0), event(referral, "ALA-01/2", 5)},
               {VisaUse::issued, "", "", {}});
}

TEST(VisaCrossingFold, ReversedEntryGivesTheVisaBack) {
  expect_state({event(entry, "ALA-01/1", 0), event(reversal, "ALA-01/2", 5, "ALA-01/1")},
               {VisaUse::issued, "", "", {}});
  expect_state({event(entry, "ALA-01/1", 0), event(reversal, "ALA-01/2", 5, "ALA-01/1"),
                event(entry, "ALA-01/3", 10)},
               {VisaUse::inside, "ALA-01/3", "", {}});
}

TEST(VisaCrossingFold, ReversedExitMakesInsideAgain) {
  expect_state({event(entry, "ALA-01/1", 0), event(EventKind::exit, "ALA-01/2", 5),
                event(reversal, "ALA-01/3", 6, "ALA-01/2")},
               {VisaUse::inside, "ALA-01/1", "", {}});
}

TEST(VisaCrossingFold, ReversingASpentEntryNeedsTheExitReversedFirst) {
  const auto in = event(entry, "ALA-01/1", 0), out = event(EventKind::exit, "ALA-01/2", 5);
  const auto reverse_in = event(reversal, "ALA-01/3", 6, "ALA-01/1");
  expect_state({in, out, reverse_in}, {VisaUse::spent, "ALA-01/1", "ALA-01/2", {}});
  expect_state({in, out, event(reversal, "ALA-01/4", 6, "ALA-01/2"),
                event(reversal, "ALA-01/5", 7, "ALA-01/1")},
               {VisaUse::issued, "", "", {}});
}

TEST(VisaCrossingFold, ReversalOfAnUnknownEventChangesNothing) {
  expect_state({event(entry, "ALA-01/1", 0), event(reversal, "ALA-01/2", 5, "NQZ-01/9")},
               {VisaUse::inside, "ALA-01/1", "", {}});
  expect_state({event(entry, "ALA-01/1", 0), event(reversal, "ALA-01/2", 5)},
               {VisaUse::inside, "ALA-01/1", "", {}});
}

TEST(VisaCrossingFold, AReversalCountsEvenWhenAnotherBoothsClockPutsItFirst) {
  expect_state({event(reversal, "ALA-02/1", -1, "ALA-01/1"), event(entry, "ALA-01/1", 0)},
               {VisaUse::issued, "", "", {}});
}

TEST(VisaCrossingFold, SecondEntryIsAConflict) {
  expect_state({event(entry, "ALA-01/1", 0), event(entry, "NQZ-01/1", 1)},
               {VisaUse::inside, "ALA-01/1", "", {"NQZ-01/1"}});
  expect_state({event(entry, "ALA-01/1", 0), event(EventKind::exit, "ALA-01/2", 1),
                event(entry, "NQZ-01/1", 2)},
               {VisaUse::spent, "ALA-01/1", "ALA-01/2", {"NQZ-01/1"}});
}

TEST(VisaCrossingFold, EqualTimesAreOrderedByBooth) {
  expect_state({event(entry, "NQZ-01/1", 0), event(entry, "ALA-01/1", 0)},
               {VisaUse::inside, "ALA-01/1", "", {"NQZ-01/1"}});
}

TEST(VisaCrossingFold, ReversingTheFirstOfTwoEntriesLetsTheSecondCount) {
  expect_state({event(entry, "ALA-01/1", 0), event(entry, "NQZ-01/1", 1),
                event(reversal, "ALA-01/2", 2, "ALA-01/1")},
               {VisaUse::inside, "NQZ-01/1", "", {}});
}

TEST(VisaCrossingFold, ResolutionKeepsTheEntryItNames) {
  const auto a = event(entry, "ALA-01/1", 0), b = event(entry, "NQZ-01/1", 1);
  expect_state({a, b, resolving("NQZ-09/1", 5, "NQZ-01/1", {"ALA-01/1"})},
               {VisaUse::inside, "NQZ-01/1", "", {}});
  expect_state({a, b, resolving("NQZ-09/1", 5, "ALA-01/1", {"NQZ-01/1"})},
               {VisaUse::inside, "ALA-01/1", "", {}});
}

TEST(VisaCrossingFold, ResolutionOfAnUnknownEntrySettlesNothing) {
  expect_state({event(entry, "ALA-01/1", 0), event(entry, "NQZ-01/1", 1),
                resolving("NQZ-09/1", 5, "NQZ-01/7", {"ALA-01/1"})},
               {VisaUse::inside, "ALA-01/1", "", {"NQZ-01/1"}});
}

TEST(VisaCrossingFold, AnEntryAfterTheResolutionIsANewConflict) {
  expect_state({event(entry, "ALA-01/1", 0), event(entry, "NQZ-01/1", 1),
                resolving("NQZ-09/1", 5, "NQZ-01/1", {"ALA-01/1"}), event(entry, "ALA-02/1", 9)},
               {VisaUse::inside, "NQZ-01/1", "", {"ALA-02/1"}});
}

TEST(VisaCrossingFold, AnEntryUnknownAtTheResolutionIsAConflictWhateverItsTime) {
  const auto a = event(entry, "ALA-01/1", 0), b = event(entry, "NQZ-01/1", 1);
  const auto settled = resolving("NQZ-09/1", 5, "NQZ-01/1", {"ALA-01/1"});
  for (const int minute : {-5, 0, 3, 5, 9}) {
    const auto late = event(entry, "ALA-02/1", minute);
    expect_state({a, b, settled, late}, {VisaUse::inside, "NQZ-01/1", "", {"ALA-02/1"}});
    expect_state({a, b, settled, late, resolving("NQZ-09/2", 20, "NQZ-01/1", {"ALA-02/1"})},
                 {VisaUse::inside, "NQZ-01/1", "", {}});
    expect_state({a, b, settled, late, resolving("NQZ-09/2", 20, "ALA-02/1", {"NQZ-01/1"})},
                 {VisaUse::inside, "ALA-02/1", "", {}});
  }
}

TEST(VisaCrossingFold, ALoneExitUnknownAtTheResolutionIsAConflictAgain) {
  const auto a = event(entry, "ALA-01/1", 0), b = event(entry, "NQZ-01/1", 1);
  const auto settled = resolving("NQZ-09/1", 5, "NQZ-01/1", {"ALA-01/1"});
  expect_state({a, b, settled, event(EventKind::exit, "ALA-02/1", -5)},
               {VisaUse::spent, "", "ALA-02/1", {"ALA-01/1", "NQZ-01/1"}});
  expect_state({a, b, settled, event(EventKind::exit, "ALA-02/1", -5),
                resolving("NQZ-09/2", 6, "NQZ-01/1", {"ALA-02/1", "ALA-01/1"})},
               {VisaUse::inside, "NQZ-01/1", "", {}});
}

TEST(VisaCrossingFold, ReversingTheKeptEntryBringsTheOtherBack) {
  // Otherwise a visa with an entry that was never taken back would be usable again.
  expect_state({event(entry, "ALA-01/1", 0), event(entry, "NQZ-01/1", 1),
                resolving("NQZ-09/1", 5, "NQZ-01/1", {"ALA-01/1"}),
                event(reversal, "NQZ-09/2", 6, "NQZ-01/1")},
               {VisaUse::inside, "ALA-01/1", "", {}});
}

TEST(VisaCrossingFold, AnExitBeforeTheKeptEntryIsNotItsExit) {
  expect_state({event(entry, "ALA-01/1", 0), event(EventKind::exit, "ALA-01/2", 1),
                event(entry, "NQZ-01/1", 2), resolving("NQZ-09/1", 5, "NQZ-01/1", {"ALA-01/1"})},
               {VisaUse::inside, "NQZ-01/1", "", {}});
}

TEST(VisaCrossingFold, CountsEqualIdsOnce) {
  const auto in = event(entry, "ALA-01/1", 0);
  expect_state({in, in, in}, {VisaUse::inside, "ALA-01/1", "", {}});
}

TEST(VisaCrossingFold, TakesTheEarlierOfTwoEventsUnderOneId) {
  auto forked = event(entry, "ALA-01/1", 3);
  forked.airport = AirportCode::parse("NQZ").value();
  const VisaUseState one = fold_crossings(std::vector{event(entry, "ALA-01/1", 0), forked});
  const VisaUseState two = fold_crossings(std::vector{forked, event(entry, "ALA-01/1", 0)});
  EXPECT_EQ(one.entry, two.entry);
  EXPECT_EQ(one.entry->airport.text(), "ALA");
}

/// A random history of up to twelve events at three booths.
std::vector<Crossing> random_history(std::mt19937& random) {
  const auto number = [&](int least, int most) {
    return std::uniform_int_distribution(least, most)(random);
  };
  constexpr std::array kBooths{"ALA-01", "ALA-02", "NQZ-01"};
  constexpr std::array kKinds{entry, entry, EventKind::exit, reversal, resolution, refusal};
  std::vector<Crossing> events;
  const int size = number(0, 12);
  for (int i = 1; i <= size; ++i) {
    const std::string booth = kBooths[static_cast<std::size_t>(number(0, 2))];
    auto one = event(kKinds[static_cast<std::size_t>(number(0, 5))],
                     booth + "/" + std::to_string(i), number(0, 9));
    if ((one.kind == reversal || one.kind == resolution) && !events.empty()) {
      one.reverses =
          events[static_cast<std::size_t>(number(0, static_cast<int>(events.size()) - 1))].id;
    }
    for (int j = number(0, 3); one.kind == resolution && !events.empty() && j > 0; --j) {
      one.sets_aside.push_back(
          events[static_cast<std::size_t>(number(0, static_cast<int>(events.size()) - 1))].id);
    }
    events.push_back(one);
  }
  return events;
}

bool equal(const VisaUseState& a, const VisaUseState& b) {
  return a.use == b.use && a.entry == b.entry && a.exit == b.exit && a.conflicts == b.conflicts;
}

TEST(VisaCrossingLaw, AnyOrderOfArrivalGivesTheSameState) {
  std::mt19937 random(2026);
  for (int i = 0; i < 2'000; ++i) {
    auto events = random_history(random);
    const VisaUseState state = fold_crossings(events);
    for (int j = 0; j < 4; ++j) {
      std::ranges::shuffle(events, random);
      EXPECT_TRUE(equal(fold_crossings(events), state)) << "history " << i;
    }
    // A batch that arrives twice.
    auto doubled = events;
    doubled.insert(doubled.end(), events.begin(), events.end());
    EXPECT_TRUE(equal(fold_crossings(doubled), state)) << "history " << i;
  }
}

TEST(VisaCrossingLaw, UseFollowsFromEntryAndExit) {
  std::mt19937 random(7);
  for (int i = 0; i < 2'000; ++i) {
    const auto events = random_history(random);
    const VisaUseState state = fold_crossings(events);
    EXPECT_EQ(state.entry || state.exit, state.use != VisaUse::issued);
    EXPECT_EQ(state.exit.has_value(), state.use == VisaUse::spent);
    if (state.entry && state.exit) {
      EXPECT_LE(state.entry->time, state.exit->time);
    }
    if (!state.entry) {
      for (const Crossing& conflict : state.conflicts) {
        ASSERT_TRUE(state.exit);
        EXPECT_GE(conflict.time, state.exit->time);
      }
    }
    if (state.use == VisaUse::issued) {
      // ISSUED only when every entry and exit is taken back by a reversal that names it.
      for (const Crossing& one : events) {
        if (one.kind != entry && one.kind != EventKind::exit) continue;
        EXPECT_TRUE(std::ranges::any_of(events, [&](const Crossing& other) {
          return other.kind == reversal && other.reverses == one.id;
        }));
      }
    }
  }
}

TEST(VisaCrossingLaw, ReversingTheLastEntryOrExitRestoresTheEarlierState) {
  std::mt19937 random(11);
  int reversed = 0;
  for (int i = 0; i < 2'000; ++i) {
    auto events = random_history(random);
    const VisaUseState earlier = fold_crossings(events);
    const EventKind kind = i % 2 == 0 ? entry : EventKind::exit;
    events.push_back(event(kind, "NQZ-77/1", 100));
    events.push_back(event(reversal, "NQZ-77/2", 101, "NQZ-77/1"));
    EXPECT_TRUE(equal(fold_crossings(events), earlier)) << "history " << i;
    ++reversed;
  }
  EXPECT_EQ(reversed, 2'000);
}

TEST(VisaEventId, RoundTrips) {
  for (const char* text : {"ALA-03/17", "NQZ/1", "A/999999999999999999"}) {
    EXPECT_EQ(EventId::parse(text)->text(), text);
  }
  EXPECT_LT(EventId::parse("ALA-03/9").value(), EventId::parse("ALA-03/10").value());
}

TEST(VisaEventId, RefusesOtherTexts) {
  for (const char* text : {"", "ALA-03", "/1", "ALA-03/", "ALA-03/0", "ALA-03/01", "ala-03/1",
                           "ALA 03/1", "ALA-03/1/2", "ALA-03/-1", "ALA-03/1000000000000000000",
                           "ABCDEFGHIJKLMNOPQRSTUVWXYZ1234567/1"}) {
    expect_error(EventId::parse(text), Errc::malformed, "event id");
  }
}

TEST(VisaCrossingWords, RoundTrip) {
  for (const EventKind kind : {entry, EventKind::exit, refusal, referral, reversal, resolution}) {
    EXPECT_EQ(parse_event_kind(to_string(kind)), kind);
  }
  expect_error(parse_event_kind("Entry"), Errc::malformed, "Entry");
  EXPECT_EQ(to_string(VisaUse::issued), "ISSUED");
  EXPECT_EQ(to_string(VisaUse::inside), "INSIDE");
  EXPECT_EQ(to_string(VisaUse::spent), "SPENT");
}

}  // namespace
}  // namespace evisa::visa
