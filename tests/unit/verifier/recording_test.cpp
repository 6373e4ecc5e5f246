// What an officer may record, and on whose word. rules.md 5.2, 5.4, 5.6.
#include <gtest/gtest.h>

#include <functional>

#include "tests/unit/verifier/scene.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::EventKind;
using visa::ReasonCode;
using visa::Severity;

Result<Draft> draft(const Scene& scene, const OfficerAct& act) {
  Result<Draft> made = fail(Errc::io, "not made");
  scene.with_trust([&](const Trust& trust) {
    made = draft_crossing(scene.run(), scene.complete(), act, trust);
  });
  return made;
}

OfficerAct act_of(Act act) {
  return {.act = act,
          .officer = "7001",
          .note = {},
          .senior = {},
          .provisional = false,
          .back_dated = {}};
}

std::string refused_because(const Result<Draft>& made) {
  return made ? "(allowed)" : made.error().message;
}

TEST(Recording, DraftsACleanEntry) {
  const Scene scene;
  const auto made = draft(scene, act_of(Act::admit));
  ASSERT_TRUE(made) << made.error().message;
  const visa::Crossing& event = made->crossing;
  EXPECT_EQ(event.kind, EventKind::entry);
  EXPECT_EQ(event.visa, *scene.visa.number);
  EXPECT_EQ(event.airport, airport("ALA"));
  EXPECT_EQ(event.id.booth, "ALA-03");
  EXPECT_EQ(event.time, scene.request.now);
  EXPECT_EQ(event.officer, "7001");
  EXPECT_EQ(event.outcome, Severity::ok);
  EXPECT_EQ(event.ruleset_id, "kz-evisa-default-1");
  EXPECT_EQ(event.bundle_sequence, 7U);
  EXPECT_FALSE(event.provisional || event.manual || made->forced || made->already);
}

TEST(Recording, MarksAnEntryWithoutTheServiceProvisional) {
  auto act = act_of(Act::admit);
  act.provisional = true;
  EXPECT_TRUE(draft(Scene{}, act)->crossing.provisional);
}

TEST(Recording, NeedsTheOfficersReasonForASecondLook) {
  Scene scene;
  scene.passport.sex = visa::Sex::female;
  auto act = act_of(Act::admit);
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("SECOND_LOOK"));
  act.note = "misprint seen on the data page";
  const auto made = draft(scene, act);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->crossing.outcome, Severity::second_look);
  EXPECT_EQ(made->crossing.reasons, std::vector<std::string>{"SEX_MISMATCH"});
  EXPECT_EQ(made->crossing.note, "misprint seen on the data page");
}

TEST(Recording, NeedsASecondPersonToOverrideARefusal) {
  Scene scene;
  scene.passport.expiry = date("2026-10-20");
  auto act = act_of(Act::admit);
  act.note = "consul's word";
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("senior officer is needed"));
  act.senior = "7001";
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("same badge"));
  act.senior = "9001";
  const auto made = draft(scene, act);
  ASSERT_TRUE(made);
  EXPECT_EQ(made->crossing.note, "senior 9001: consul's word");
  act.note.clear();
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("reason is missing"));
}

TEST(Recording, PutsTheHeadlineFirst) {
  Scene scene;
  scene.passport.sex = visa::Sex::female;
  scene.passport.expiry = date("2026-10-20");
  const auto made = draft(scene, act_of(Act::refuse));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->crossing.kind, EventKind::refusal);
  EXPECT_EQ(made->crossing.reasons.front(), "PASSPORT_EXPIRED");
}

TEST(Recording, AdmitsNobodyBeforeTheFirstDay) {
  Scene scene;
  scene.at("2026-11-09T18:59:00Z");
  auto act = act_of(Act::admit);
  act.note = "one minute only", act.senior = "9001";
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("not valid yet"));
}

TEST(Recording, ForcesAnEntryOnlyOverAnotherOne) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z");
  auto act = act_of(Act::admit);
  act.note = "missed exit, stamp seen", act.senior = "9001";
  const auto made = draft(scene, act);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->forced);
}

TEST(Recording, RecordsNothingForADuplicateScan) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-20T09:55:00Z", "ALA-03", 4);
  const auto made = draft(scene, act_of(Act::admit));
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_EQ(made->already, (visa::EventId{"ALA-03", 4}));
  EXPECT_FALSE(made->forced);
}

TEST(Recording, KeepsTheKeyOfARetryAndChangesItAfterAReversal) {
  Scene scene;
  const auto key = draft(scene, act_of(Act::admit))->idempotency_key;
  EXPECT_EQ(draft(scene, act_of(Act::admit))->idempotency_key, key);
  EXPECT_NE(draft(scene, act_of(Act::refer))->idempotency_key, key);
  scene.happened(EventKind::entry, "2026-11-20T09:59:00Z", "ALA-03", 4);
  scene.happened(EventKind::reversal, "2026-11-20T09:59:30Z", "ALA-03", 5);
  scene.request.history.back().reverses = visa::EventId{"ALA-03", 4};
  EXPECT_NE(draft(scene, act_of(Act::admit))->idempotency_key, key);
}

TEST(Recording, TakesARetriedRefusalForTheSameAct) {
  Scene scene;
  scene.passport.expiry = date("2026-10-20");
  const auto key = draft(scene, act_of(Act::refuse))->idempotency_key;
  scene.happened(EventKind::refusal, "2026-11-20T10:00:00Z", "ALA-03", 4);
  scene.request.now += std::chrono::seconds{30};
  EXPECT_EQ(draft(scene, act_of(Act::refuse))->idempotency_key, key);
}

TEST(Recording, TellsRefusalsByOfficersAndGroundsApart) {
  Scene scene;
  scene.passport.expiry = date("2026-10-20");
  const auto key = draft(scene, act_of(Act::refuse))->idempotency_key;
  auto colleague = act_of(Act::refuse);
  colleague.officer = "7002";
  EXPECT_NE(draft(scene, colleague)->idempotency_key, key);
  scene.passport.document_number = "X9999999";
  EXPECT_NE(draft(scene, act_of(Act::refuse))->idempotency_key, key);
}

TEST(Recording, TellsTravellersWithoutAProvedVisaApart) {
  Scene scene;
  scene.spoil_seal = [](crypto::Bytes& b) { b.back() ^= 1; };
  const auto first = draft(scene, act_of(Act::refuse));
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->crossing.visa, std::nullopt);
  EXPECT_EQ(draft(scene, act_of(Act::refuse))->idempotency_key, first->idempotency_key);
  scene.request.now += std::chrono::seconds{40};  // the next in the queue
  EXPECT_NE(draft(scene, act_of(Act::refuse))->idempotency_key, first->idempotency_key);
  EXPECT_FALSE(first->idempotency_key.contains(scene.passport.document_number));
}

TEST(Recording, BackDatesNoEntryBeforeTheFirstDay) {
  Scene scene;
  auto act = act_of(Act::admit);
  act.note = "booth was down", act.senior = "9001";
  act.back_dated = instant("2026-11-09T18:59:59.999Z");  // local midnight is at 19:00
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("before the visa's first day"));
  act.back_dated = instant("2026-11-09T19:00:00Z");
  EXPECT_TRUE(draft(scene, act));
}

TEST(Recording, KnowsNoActOfBoarding) {
  Scene scene;
  scene.request.direction = visa::Direction::boarding;
  scene.request.arrival = instant("2026-11-20T16:00:00Z");
  for (const Act act : {Act::admit, Act::refuse, Act::refer, Act::let_out})
    EXPECT_FALSE(draft(scene, act_of(act))) << to_string(act);
}

TEST(Recording, RefusesNobodyOnLeaving) {
  Scene scene;
  scene.request.direction = visa::Direction::exit;
  EXPECT_TRUE(refused_because(draft(scene, act_of(Act::refuse))).contains("direction exit"));
}

TEST(Recording, ClosesAStayWithoutEntryByHand) {
  Scene scene;
  scene.request.direction = visa::Direction::exit;
  auto act = act_of(Act::let_out);
  act.note = "entry stamp of 15 November seen";
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("closed by hand"));
  act.senior = "9001";
  const auto made = draft(scene, act);
  ASSERT_TRUE(made);
  EXPECT_TRUE(made->crossing.manual);
  EXPECT_EQ(made->crossing.kind, EventKind::exit);
}

TEST(Recording, BackDatesAMissedExitWithASeniorOfficer) {
  Scene scene;
  scene.request.direction = visa::Direction::exit;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z");
  auto act = act_of(Act::let_out);
  act.note = "boarding list of KC 131", act.senior = "9001";
  act.back_dated = instant("2026-11-18T06:00:00Z");
  const auto made = draft(scene, act);
  ASSERT_TRUE(made) << made.error().message;
  EXPECT_TRUE(made->crossing.manual);
  EXPECT_EQ(made->crossing.time, *act.back_dated);
  act.back_dated = instant("2026-11-15T09:59:00Z");
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("before the entry"));
  act.back_dated = instant("2026-11-20T10:00:01Z");
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("yet to come"));
}

TEST(Recording, NeedsABadgeABoothAndAnAirport) {
  Scene scene;
  auto act = act_of(Act::admit);
  act.officer.clear();
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("badge"));
  scene.request.booth.clear();
  EXPECT_TRUE(refused_because(draft(scene, act_of(Act::admit))).contains("booth"));
  scene.request.checkpoint = "Khorgos";
  EXPECT_TRUE(refused_because(draft(scene, act_of(Act::admit))).contains("no airport"));
}

TEST(Recording, DraftsNothingThatALogWouldRefuse) {
  Scene scene;
  auto act = act_of(Act::refer);
  act.note = "torn \xff page";
  EXPECT_TRUE(refused_because(draft(scene, act)).starts_with("cannot be recorded: "));
  act.note = "torn page";
  scene.request.booth = "booth three";
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("booth three"))
      << refused_because(draft(scene, act));
  scene.with_trust([&](const Trust& trust) {
    const auto out = draft_exit_by_hand(*scene.visa.number, {},
                                        {.booth = "ALA-03",
                                         .airport = airport("ALA"),
                                         .now = scene.request.now,
                                         .officer = "7001",
                                         .senior = "9001",
                                         .note = "\xd0"},
                                        trust);
    EXPECT_TRUE(refused_because(out).starts_with("cannot be recorded: ")) << refused_because(out);
  });
}

TEST(Recording, PassesNobodyWithoutAProvedVisa) {
  Scene scene;
  scene.request.seal = crypto::read_error("blurred");
  auto act = act_of(Act::admit);
  act.note = "looks right", act.senior = "9001";
  EXPECT_TRUE(refused_because(draft(scene, act)).contains("no visa"));
  EXPECT_TRUE(draft(scene, act_of(Act::refer)));
}

Result<ActNeeds> needs(const Scene& scene, Act act) {
  return needs_of(act, scene.run(), scene.complete().direction);
}

TEST(ActNeeds, AreWhatDraftingEnforces) {
  const auto exit = [](Scene& scene) { scene.request.direction = visa::Direction::exit; };
  const std::function<void(Scene&)> scenes[] = {
      [](Scene&) {},
      [](Scene& s) { s.passport.sex = visa::Sex::female; },
      [](Scene& s) { s.passport.expiry = date("2026-10-20"); },
      [](Scene& s) { s.request.now = instant("2026-11-14T10:00:00Z"); },
      [](Scene& s) { s.request.seal = crypto::read_error("blurred"); },
      [](Scene& s) { s.request.direction = visa::Direction::boarding; },
      [&](Scene& s) { exit(s); },
      [&](Scene& s) { exit(s), s.happened(EventKind::entry, "2026-11-15T10:00:00Z"); }};
  for (std::size_t i = 0; i < std::size(scenes); ++i) {
    Scene scene;
    scenes[i](scene);
    for (const Act what : {Act::admit, Act::refuse, Act::refer, Act::let_out}) {
      const auto wanted = needs(scene, what);
      auto act = act_of(what);
      const bool alone = draft(scene, act).has_value();
      act.note = "seen";
      const bool with_note = draft(scene, act).has_value();
      act.senior = "9001";
      const bool with_senior = draft(scene, act).has_value();
      const auto which = testing::Message() << "scene " << i << ", " << to_string(what);
      EXPECT_EQ(with_senior, wanted.has_value()) << which;
      EXPECT_EQ(with_note, wanted && !wanted->senior) << which;
      EXPECT_EQ(alone, wanted && !wanted->senior && !wanted->note) << which;
    }
  }
}

TEST(ActNeeds, OfAnExitWithoutEntryAreASeniorOfficers) {
  Scene scene;
  scene.request.direction = visa::Direction::exit;
  const auto wanted = needs(scene, Act::let_out);
  ASSERT_TRUE(wanted);
  EXPECT_TRUE(wanted->note && wanted->senior);
  EXPECT_TRUE(wanted->why.contains("no entry is on record")) << wanted->why;
}

TEST(ActNeeds, OfAReversalGrowAfterHalfAnHourAndForAnotherOfficer) {
  visa::Crossing entry = draft(Scene{}, act_of(Act::admit))->crossing;
  const auto senior = [&](std::string_view officer, std::chrono::minutes after) {
    return needs_of_reversal(entry, officer, entry.time + after, visa::RuleSet::builtin())->senior;
  };
  EXPECT_FALSE(senior("7001", std::chrono::minutes{30}));
  EXPECT_TRUE(senior("7001", std::chrono::minutes{31}));
  EXPECT_TRUE(senior("7002", std::chrono::minutes{1}));
  entry.kind = EventKind::refusal;
  EXPECT_FALSE(needs_of_reversal(entry, "7001", entry.time, visa::RuleSet::builtin()));
}

TEST(Reversal, IsTheSameOfficersForHalfAnHour) {
  visa::Crossing entry = draft(Scene{}, act_of(Act::admit))->crossing;
  entry.id.sequence = 4;
  Correction by{.booth = "ALA-03",
                .airport = airport("ALA"),
                .now = entry.time,
                .officer = "7001",
                .senior = {},
                .note = "wrong passenger"};
  Scene{}.with_trust([&](const Trust& trust) {
    by.now = entry.time + std::chrono::minutes{30};
    const auto made = draft_reversal(entry, by, trust);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->crossing.kind, EventKind::reversal);
    EXPECT_EQ(made->crossing.reverses, entry.id);
    EXPECT_EQ(made->crossing.visa, entry.visa);
    by.officer = "7002";
    EXPECT_FALSE(draft_reversal(entry, by, trust));
    by.officer = "7001";
    by.now += std::chrono::milliseconds{1};
    EXPECT_FALSE(draft_reversal(entry, by, trust));
    by.senior = "9001";
    EXPECT_TRUE(draft_reversal(entry, by, trust));
    by.note.clear();
    EXPECT_FALSE(draft_reversal(entry, by, trust));
  });
}

TEST(Reversal, ByASeniorOfficerAloneIsAnotherPersonsThanTheEntry) {
  visa::Crossing entry = draft(Scene{}, act_of(Act::admit))->crossing;
  entry.id.sequence = 4;
  Correction by{.booth = "ALA-S1",
                .airport = airport("ALA"),
                .now = entry.time + std::chrono::hours{2},
                .officer = "9001",
                .senior = {},
                .note = "wrong passenger",
                .senior_acts = true};
  Scene{}.with_trust([&](const Trust& trust) {
    const auto made = draft_reversal(entry, by, trust);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->crossing.officer, "9001");
    EXPECT_EQ(made->crossing.note, "wrong passenger");
    by.officer = entry.officer;
    EXPECT_FALSE(draft_reversal(entry, by, trust)) << "nobody confirms his own act";
  });
}

TEST(Reversal, TakesBackCrossingsOnly) {
  visa::Crossing refusal;
  refusal.kind = EventKind::refusal;
  const Correction by{.booth = "ALA-03",
                      .airport = airport("ALA"),
                      .now = {},
                      .officer = "7001",
                      .senior = "9001",
                      .note = "why"};
  Scene{}.with_trust([&](const Trust& trust) { EXPECT_FALSE(draft_reversal(refusal, by, trust)); });
}

TEST(Resolution, IsASeniorOfficersWordOnAConflict) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z", "ALA-03", 4);
  scene.happened(EventKind::entry, "2026-11-15T10:20:00Z", "NQZ-01", 9);
  Correction by{.booth = "ALA-03",
                .airport = airport("ALA"),
                .now = scene.request.now,
                .officer = "7001",
                .senior = {},
                .note = "seen on camera"};
  scene.with_trust([&](const Trust& trust) {
    const auto use = scene.run().use;
    const visa::EventId kept{"NQZ-01", 9};
    EXPECT_FALSE(draft_resolution(use, kept, by, trust));
    by.senior = "9001";
    const auto made = draft_resolution(use, kept, by, trust);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->crossing.kind, EventKind::resolution);
    EXPECT_EQ(made->crossing.reverses, kept);
    ASSERT_EQ(made->crossing.sets_aside.size(), 1U);
    EXPECT_EQ(made->crossing.sets_aside[0], use.entry->id);
    EXPECT_FALSE(draft_resolution(use, visa::EventId{"NQZ-01", 8}, by, trust));
    EXPECT_FALSE(draft_resolution(visa::VisaUseState{}, kept, by, trust));
    // The log then holds one entry, and nothing is left to settle.
    auto settled = made->crossing;
    settled.id.sequence = 99;
    scene.request.history.push_back(settled);
    EXPECT_TRUE(scene.run().use.conflicts.empty());
  });
}

TEST(Resolution, CanKeepAnEntryAfterAnExitWhoseEntryWasMissed) {
  Scene scene;
  scene.happened(EventKind::exit, "2026-11-15T10:00:00Z", "ALA-08", 5);
  scene.happened(EventKind::entry, "2026-11-16T10:00:00Z", "NQZ-01", 9);
  const Correction by{.booth = "ALA-03",
                      .airport = airport("ALA"),
                      .now = scene.request.now,
                      .officer = "7001",
                      .senior = "9001",
                      .note = "the exit was another traveller's"};
  scene.with_trust([&](const Trust& trust) {
    const auto use = scene.run().use;
    EXPECT_FALSE(draft_resolution(use, visa::EventId{"ALA-08", 5}, by, trust));
    const auto made = draft_resolution(use, visa::EventId{"NQZ-01", 9}, by, trust);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->crossing.visa, *scene.visa.number);
    EXPECT_EQ(made->crossing.sets_aside, (std::vector{visa::EventId{"ALA-08", 5}}));
    EXPECT_TRUE(made->idempotency_key.ends_with("/1/ALA-08/5")) << made->idempotency_key;
  });
}

TEST(AfterRecord, RemindsWithoutObjecting) {
  const Scene scene;
  const auto made = draft(scene, act_of(Act::admit));
  scene.with_trust([&](const Trust& trust) {
    const auto told = after_record(scene.run(), made->crossing, trust);
    ASSERT_EQ(told.size(), 2U);
    EXPECT_EQ(told[0].code, ReasonCode::ENTRY_RECORDED);
    EXPECT_EQ(told[0].params, (visa::ReasonParams{{"date", "2026-12-19"}}));
    EXPECT_EQ(told[1].code, ReasonCode::HOST_NOTIFY);
    EXPECT_EQ(told[1].severity, Severity::notice);
  });
}

TEST(AfterRecord, SaysNothingAfterARefusal) {
  const Scene scene;
  visa::Crossing refusal;
  refusal.kind = EventKind::refusal;
  scene.with_trust(
      [&](const Trust& trust) { EXPECT_TRUE(after_record(scene.run(), refusal, trust).empty()); });
}

}  // namespace
}  // namespace evisa::verifier
