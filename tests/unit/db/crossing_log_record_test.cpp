// Recording at one device: the states of rules.md 5.2, claims, idempotency, the chain.
#include <gtest/gtest.h>

#include "log_fixture.h"

namespace evisa::db {
namespace {

using visa::EventKind;
using visa::VisaUse;

TEST(CrossingLogRecord, EntryThenExitSpendsTheVisa) {
  LogNode log;
  EXPECT_EQ(log.state(1).use, VisaUse::issued);
  EXPECT_EQ(log.done(act("ALA-01", EventKind::entry, 1, 0)).text(), "ALA-01/1");
  EXPECT_EQ(log.state(1).use, VisaUse::inside);
  EXPECT_EQ(log.done(act("ALA-01", EventKind::exit, 1, 10)).text(), "ALA-01/2");
  EXPECT_EQ(log.state(1).use, VisaUse::spent);
}

TEST(CrossingLogRecord, KeepsEveryFieldOfTheAct) {
  LogNode log;
  visa::Crossing crossing = act("ALA-01", EventKind::entry, 1, 0);
  crossing.outcome = visa::Severity::second_look;
  crossing.reasons = {"DATA_STALE", "NAME_CLOSE"};
  crossing.provisional = crossing.manual = true;
  crossing.note = "checked by hand";
  log.done(crossing);
  crossing.id.sequence = 1;
  EXPECT_EQ(log->history(visa_no(1)).value().at(0), crossing);
}

TEST(CrossingLogRecord, SecondEntryIsToldTheWinner) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 0));
  const auto answer = log.record(act("NQZ-01", EventKind::entry, 1, 5));
  ASSERT_TRUE(answer && std::holds_alternative<Refused>(*answer));
  const Claim& winner = std::get<Refused>(*answer).winner;
  EXPECT_EQ(winner.event.text(), "ALA-01/1");
  EXPECT_EQ(winner.time, minute(0));
  EXPECT_EQ(winner.airport.text(), "ALA");
  EXPECT_EQ(log.events().size(), 1U);
}

TEST(CrossingLogRecord, EntryAfterExitIsRefusedToo) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 0));
  log.done(act("ALA-01", EventKind::exit, 1, 10));
  EXPECT_TRUE(
      std::holds_alternative<Refused>(log.record(act("ALA-01", EventKind::entry, 1, 20)).value()));
}

TEST(CrossingLogRecord, ForcedEntryStaysVisibleAsConflict) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 0));
  log.done(act("NQZ-01", EventKind::entry, 1, 5), true);
  ASSERT_EQ(log.state(1).conflicts.size(), 1U);
  EXPECT_EQ(log.state(1).conflicts[0].id.text(), "NQZ-01/1");
}

TEST(CrossingLogRecord, RetryWithTheSameKeyIsTheSameEvent) {
  LogNode log;
  const auto first = log.record(act("ALA-01", EventKind::entry, 1, 0), "k").value();
  EXPECT_FALSE(std::get<Recorded>(first).already);
  const auto again = log.record(act("ALA-01", EventKind::entry, 1, 1), "k").value();
  EXPECT_TRUE(std::get<Recorded>(again).already);
  EXPECT_EQ(std::get<Recorded>(again).event, std::get<Recorded>(first).event);
  EXPECT_EQ(log.events().size(), 1U);
}

TEST(CrossingLogRecord, RetryIsKnownAfterARestart) {
  LogNode log;
  (void)log.record(act("ALA-01", EventKind::entry, 1, 0), "k");
  log.close();
  log.open();
  EXPECT_TRUE(
      std::get<Recorded>(log.record(act("ALA-01", EventKind::entry, 1, 1), "k").value()).already);
}

TEST(CrossingLogRecord, RefusesAKeyThatBelongsToAnotherAct) {
  LogNode log;
  (void)log.record(act("ALA-01", EventKind::entry, 1, 0), "k");
  EXPECT_EQ(log.record(act("ALA-01", EventKind::entry, 2, 0), "k").error().code, Errc::conflict);
  EXPECT_EQ(log.record(act("ALA-01", EventKind::exit, 1, 5), "k").error().code, Errc::conflict);
}

TEST(CrossingLogRecord, DoesNotAnswerWithAnEventThatWasReversed) {
  LogNode log;
  (void)log.record(act("ALA-01", EventKind::entry, 1, 0), "k");
  log.done(act("ALA-01", EventKind::reversal, 1, 1, visa::EventId{"ALA-01", 1}));
  EXPECT_EQ(log.record(act("ALA-01", EventKind::entry, 1, 2), "k").error().code, Errc::conflict);
}

TEST(CrossingLogRecord, RefusesAnOverlongKey) {
  LogNode log;
  EXPECT_EQ(log.record(act("ALA-01", EventKind::entry, 1, 0), std::string(257, 'k')).error().code,
            Errc::out_of_range);
}

TEST(CrossingLogRecord, ExitNeedsAnEntryUnlessManual) {
  LogNode log;
  visa::Crossing exit = act("ALA-01", EventKind::exit, 1, 0);
  EXPECT_EQ(log.refused(exit), Errc::out_of_range);
  exit.manual = true;
  log.done(exit);
}

visa::Crossing manual_exit(std::uint32_t visa, std::int64_t at) {
  visa::Crossing exit = act("ALA-01", EventKind::exit, visa, at);
  exit.manual = true;
  return exit;
}

TEST(CrossingLogRecord, AManualExitSpendsTheVisaAndRefusesTheNextEntry) {
  LogNode log;
  const auto exit = log.done(manual_exit(1, 0));
  EXPECT_EQ(log.state(1).use, VisaUse::spent);
  for (const char* booth : {"ALA-01", "NQZ-01"}) {
    const auto answer = log.record(act(booth, EventKind::entry, 1, 5)).value();
    ASSERT_TRUE(std::holds_alternative<Refused>(answer)) << booth;
    EXPECT_EQ(std::get<Refused>(answer).winner.event, exit);
    EXPECT_EQ(std::get<Refused>(answer).winner.time, minute(0));
  }
  EXPECT_EQ(log.refused(manual_exit(1, 6)), Errc::out_of_range);
}

TEST(CrossingLogRecord, AReversedManualExitGivesTheVisaBack) {
  LogNode log;
  const auto exit = log.done(manual_exit(1, 0));
  log.done(act("ALA-01", EventKind::reversal, 1, 1, exit));
  EXPECT_EQ(log.state(1).use, VisaUse::issued);
  log.done(act("NQZ-01", EventKind::entry, 1, 5));
  EXPECT_EQ(log.state(1).use, VisaUse::inside);
}

TEST(CrossingLogRecord, AForcedEntryAfterAManualExitStaysVisibleAsConflict) {
  LogNode log;
  const auto exit = log.done(manual_exit(1, 0));
  const auto entry = log.done(act("NQZ-01", EventKind::entry, 1, 5), true);
  EXPECT_EQ(log.state(1).use, VisaUse::spent);
  ASSERT_EQ(log.state(1).conflicts.size(), 1U);
  log.done(resolving("ALA-01", 1, 6, entry, {exit}));
  EXPECT_EQ(log.state(1).use, VisaUse::inside);
  EXPECT_EQ(log.state(1).entry->id, entry);
  const auto answer = log.record(act("ALA-02", EventKind::entry, 1, 7)).value();
  EXPECT_EQ(std::get<Refused>(answer).winner.event, entry);
}

TEST(CrossingLogRecord, ExitIsNotEarlierThanItsEntry) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 10));
  visa::Crossing exit = act("ALA-01", EventKind::exit, 1, 9);
  EXPECT_EQ(log.refused(exit), Errc::out_of_range);
  exit.manual = true;
  EXPECT_EQ(log.refused(exit), Errc::out_of_range);
}

TEST(CrossingLogRecord, SecondExitIsRefused) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 0));
  log.done(act("ALA-01", EventKind::exit, 1, 10));
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::exit, 1, 20)), Errc::out_of_range);
}

TEST(CrossingLogRecord, ReversedEntryMakesTheVisaUsableAgain) {
  LogNode log;
  const auto entry = log.done(act("ALA-01", EventKind::entry, 1, 0));
  log.done(act("ALA-01", EventKind::reversal, 1, 5, entry));
  EXPECT_EQ(log.state(1).use, VisaUse::issued);
  EXPECT_EQ(log.done(act("NQZ-01", EventKind::entry, 1, 10)).text(), "NQZ-01/1");
  EXPECT_TRUE(
      std::holds_alternative<Refused>(log.record(act("ALA-01", EventKind::entry, 1, 11)).value()));
}

TEST(CrossingLogRecord, ReversedExitReopensTheStay) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 0));
  const auto exit = log.done(act("ALA-01", EventKind::exit, 1, 5));
  log.done(act("ALA-01", EventKind::reversal, 1, 6, exit));
  EXPECT_EQ(log.state(1).use, VisaUse::inside);
  EXPECT_TRUE(
      std::holds_alternative<Refused>(log.record(act("ALA-01", EventKind::entry, 1, 7)).value()));
  log.done(act("ALA-01", EventKind::exit, 1, 8));
  EXPECT_EQ(log.state(1).use, VisaUse::spent);
}

TEST(CrossingLogRecord, EntryIsReversedOnlyAfterItsExit) {
  LogNode log;
  const auto entry = log.done(act("ALA-01", EventKind::entry, 1, 0));
  const auto exit = log.done(act("ALA-01", EventKind::exit, 1, 5));
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::reversal, 1, 6, entry)), Errc::out_of_range);
  log.done(act("ALA-01", EventKind::reversal, 1, 7, exit));
  // A clock behind the exit's reversal would make this one void.
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::reversal, 1, 6, entry)), Errc::out_of_range);
  log.done(act("ALA-01", EventKind::reversal, 1, 8, entry));
  EXPECT_EQ(log.state(1).use, VisaUse::issued);
}

TEST(CrossingLogRecord, ReversalMustNameAStandingEventOfTheVisa) {
  LogNode log;
  const auto entry = log.done(act("ALA-01", EventKind::entry, 1, 0));
  log.done(act("ALA-01", EventKind::entry, 2, 0));
  const auto refusal = log.done(act("ALA-01", EventKind::refusal, 1, 1));
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::reversal, 1, 2)), Errc::out_of_range);
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::reversal, 1, 2, visa::EventId{"ALA-01", 77})),
            Errc::out_of_range);
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::reversal, 2, 2, entry)), Errc::out_of_range);
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::reversal, 1, 2, refusal)), Errc::out_of_range);
  log.done(act("ALA-01", EventKind::reversal, 1, 2, entry));
  EXPECT_EQ(log.refused(act("ALA-01", EventKind::reversal, 1, 3, entry)), Errc::out_of_range);
}

TEST(CrossingLogRecord, OnlyCorrectionsNameAnotherEvent) {
  LogNode log;
  const auto entry = log.done(act("ALA-01", EventKind::entry, 1, 0));
  for (const EventKind kind :
       {EventKind::entry, EventKind::exit, EventKind::refusal, EventKind::referral}) {
    EXPECT_EQ(log.refused(act("ALA-01", kind, kind == EventKind::entry ? 2 : 1, 1, entry)),
              Errc::out_of_range);
  }
}

TEST(CrossingLogRecord, ResolutionNamesTheEntryThatIsKept) {
  LogNode log;
  const auto first = log.done(act("ALA-01", EventKind::entry, 1, 0));
  const visa::EventId unknown{"NQZ-09", 7};
  EXPECT_EQ(log.refused(resolving("ALA-01", 1, 1, first, {unknown})), Errc::out_of_range);
  const auto second = log.done(act("NQZ-01", EventKind::entry, 1, 5), true);
  const auto third = log.done(act("NQZ-02", EventKind::entry, 1, 5), true);
  for (const auto& aside : {std::vector<visa::EventId>{},
                            {first},
                            {third},
                            {first, unknown},
                            {first, third, second},
                            {first, first, third}}) {
    EXPECT_NE(log.refused(resolving("ALA-01", 1, 6, second, aside)), Errc::io) << aside.size();
  }
  log.done(resolving("ALA-01", 1, 6, second, {first, third}));
  EXPECT_TRUE(log.state(1).conflicts.empty());
  EXPECT_EQ(log.state(1).entry->id, second);
  const auto answer = log.record(act("ALA-02", EventKind::entry, 1, 7)).value();
  EXPECT_EQ(std::get<Refused>(answer).winner.event, second);
}

TEST(CrossingLogRecord, ReversalOfTheWinnerLeavesTheClaimWithTheOtherEntry) {
  LogNode log;
  const auto first = log.done(act("ALA-01", EventKind::entry, 1, 0));
  const auto second = log.done(act("NQZ-01", EventKind::entry, 1, 5), true);
  log.done(act("ALA-01", EventKind::reversal, 1, 6, first));
  const auto answer = log.record(act("ALA-02", EventKind::entry, 1, 7)).value();
  EXPECT_EQ(std::get<Refused>(answer).winner.event, second);
}

TEST(CrossingLogRecord, RefusalsAndReferralsUseNothingUp) {
  LogNode log;
  log.done(act("ALA-01", EventKind::refusal, 1, 0));
  log.done(act("ALA-01", EventKind::referral, 1, 1));
  EXPECT_EQ(log.state(1).use, VisaUse::issued);
  log.done(act("ALA-01", EventKind::entry, 1, 2));
}

TEST(CrossingLogRecord, SignsAChainThatVerifies) {
  LogNode log;
  for (std::uint32_t n = 1; n <= 5; ++n) log.done(act("ALA-01", EventKind::entry, n, n));
  log.done(act("NQZ-01", EventKind::entry, 9, 9));
  const auto events = log.events();
  ASSERT_EQ(events.size(), 6U);
  crypto::EventHash previous{};
  for (std::size_t i = 0; i < 5; ++i) {
    const auto opened = crypto::open_event(events[i], key_of("ALA-01").public_key());
    ASSERT_TRUE(opened);
    EXPECT_EQ(opened->crossing.id.sequence, i + 1);
    EXPECT_EQ(opened->previous, previous);
    previous = crypto::hash_of(events[i]);
  }
  EXPECT_EQ(print(log->verify(all_keys()).value()), "");
}

TEST(CrossingLogRecord, FeedGoesOnAfterACursor) {
  LogNode log;
  for (std::uint32_t n = 1; n <= 5; ++n) log.done(act("ALA-01", EventKind::entry, n, n));
  const auto first = log->feed(0, 2).value();
  ASSERT_EQ(first.size(), 2U);
  const auto rest = log->feed(first.back().cursor, 100).value();
  ASSERT_EQ(rest.size(), 3U);
  EXPECT_EQ(crypto::parse_event(rest[0].event.json)->crossing.id.sequence, 3U);
  EXPECT_TRUE(log->feed(rest.back().cursor, 100).value().empty());
}

TEST(CrossingLogRecord, KeepsARefusalOfNobodysVisaWithoutANumber) {
  LogNode log;
  visa::Crossing refusal = act("ALA-01", EventKind::refusal, 1, 0);
  refusal.visa.reset();
  EXPECT_EQ(log.done(refusal).text(), "ALA-01/1");
  EXPECT_EQ(crypto::parse_event(log.events()[0].json)->crossing.visa, std::nullopt);
  EXPECT_TRUE(std::get<Recorded>(log.record(refusal, "key").value()).event.id.sequence == 2);
  EXPECT_TRUE(std::get<Recorded>(log.record(refusal, "key").value()).already);
  EXPECT_EQ(print(log->verify(all_keys()).value()), "");
}

TEST(CrossingLogRecord, NothingElseIsRecordedWithoutAVisa) {
  LogNode log;
  for (const auto kind :
       {EventKind::entry, EventKind::exit, EventKind::reversal, EventKind::resolution}) {
    for (const auto& number :
         {std::optional<visa::VisaNumber>(), std::optional(visa::VisaNumber())}) {
      visa::Crossing event = act("ALA-01", kind, 1, 0);
      event.visa = number;
      event.manual = true;
      EXPECT_NE(log.refused(event), Errc::io) << visa::to_string(kind);
    }
  }
  EXPECT_TRUE(log.events().empty());
}

TEST(CrossingLogRecord, DoesNotSignWhatCouldNotBeReadBack) {
  LogNode log;
  visa::Crossing entry = act("ALA-01", EventKind::entry, 1, 0);
  entry.note = std::string(20000, 'x');
  EXPECT_NE(log.refused(entry), Errc::io);
  EXPECT_TRUE(log.events().empty());
  log.done(act("ALA-01", EventKind::entry, 1, 1));  // neither the place nor the claim was taken
}

}  // namespace
}  // namespace evisa::db
