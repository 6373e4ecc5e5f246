// Taking in events of booths, and reserving a visa's single entry for one of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <thread>

#include "db/reservations.h"
#include "log_fixture.h"

namespace evisa::db {
namespace {

using visa::EventKind;

/// A booth's own log: where its events are signed and chained.
class BoothLog {
 public:
  explicit BoothLog(std::string name) : name_(std::move(name)) {}
  /// Signs an event as the booth's next and returns it.
  crypto::SignedEvent make(EventKind kind, std::uint32_t visa, std::int64_t at,
                           bool provisional = false) {
    visa::Crossing crossing = act(name_, kind, visa, at);
    crossing.provisional = provisional;
    log_.done(crossing, true);
    return log_.events().back();
  }
  [[nodiscard]] visa::EventId id(std::uint64_t sequence) const { return {name_, sequence}; }

 private:
  std::string name_;
  LogNode log_;
};

Accepted take(LogNode& log, const crypto::SignedEvent& event, Intake intake = Intake::candidate) {
  return log->accept(crypto::read_event(event).value(), all_keys(), intake).get().value();
}

Claim claim_by(const visa::EventId& event) {
  return {.event = event, .time = minute(0), .airport = visa::AirportCode::parse("ALA").value()};
}

std::optional<Claim> claim(LogNode& log, std::uint32_t visa, const visa::EventId& event) {
  return log->claim(visa_no(visa), claim_by(event)).get().value();
}

TEST(LogIntake, OfTwoCandidatesForOneVisaTheFirstIsRecorded) {
  LogNode service;
  BoothLog one("ALA-01"), two("ALA-02");
  const auto first = take(service, one.make(EventKind::entry, 1, 0));
  EXPECT_EQ(first.kind, Accepted::Kind::recorded);
  EXPECT_TRUE(first.stored);
  const auto second = take(service, two.make(EventKind::entry, 1, 1));
  EXPECT_EQ(second.kind, Accepted::Kind::conflict);
  EXPECT_FALSE(second.stored);
  ASSERT_TRUE(second.winner);
  EXPECT_EQ(second.winner->event, one.id(1));
  EXPECT_EQ(service.events().size(), 1U);
  EXPECT_FALSE(second.double_use);
}

TEST(LogIntake, ARepeatedEventIsAlreadyRecorded) {
  LogNode service;
  BoothLog one("ALA-01");
  const auto event = one.make(EventKind::entry, 1, 0);
  EXPECT_EQ(take(service, event).kind, Accepted::Kind::recorded);
  for (int i = 0; i < 3; ++i)
    EXPECT_EQ(take(service, event).kind, Accepted::Kind::already_recorded);
  EXPECT_EQ(service.events().size(), 1U);
}

TEST(LogIntake, AProvisionalEntryIsAFactAndADoubleUseIsTold) {
  LogNode service;
  BoothLog one("ALA-01"), two("ALA-02");
  take(service, one.make(EventKind::entry, 1, 0));
  const auto second = take(service, two.make(EventKind::entry, 1, 1, true));
  EXPECT_EQ(second.kind, Accepted::Kind::conflict);
  EXPECT_TRUE(second.stored);
  EXPECT_TRUE(second.double_use);
  EXPECT_EQ(second.winner->event, one.id(1));
  EXPECT_EQ(service.state(1).conflicts.size(), 1U);
}

TEST(LogIntake, ARepeatedEventTellsItsDoubleUseOnceMore) {
  LogNode service;
  BoothLog one("ALA-01"), two("ALA-02");
  const auto first = one.make(EventKind::entry, 1, 0);
  const auto second = two.make(EventKind::entry, 1, 1, true);
  take(service, first);
  take(service, second);
  // Whoever took it in was killed before it could raise the alarm.
  for (const auto& [event, other] : {std::pair{second, one.id(1)}, std::pair{first, two.id(1)}}) {
    const auto again = take(service, event);
    EXPECT_EQ(again.kind, Accepted::Kind::already_recorded);
    EXPECT_TRUE(again.double_use);
    ASSERT_TRUE(again.winner);
    EXPECT_EQ(again.winner->event, other);
  }
}

TEST(LogIntake, AnEntryThatWasEarlierButCameLaterNamesTheOtherAsWinner) {
  LogNode service;
  BoothLog one("ALA-01"), two("NQZ-01");
  take(service, one.make(EventKind::entry, 1, 10), Intake::fact);
  const auto late = take(service, two.make(EventKind::entry, 1, 5), Intake::fact);
  EXPECT_TRUE(late.double_use);
  EXPECT_EQ(late.winner->event, one.id(1));
}

TEST(LogIntake, AReservedVisaIsLostToOthersAndWonByItsEvent) {
  LogNode service;
  BoothLog one("ALA-01"), two("ALA-02");
  EXPECT_FALSE(claim(service, 1, one.id(1)));
  EXPECT_FALSE(claim(service, 1, one.id(1))) << "a retry is won again";
  EXPECT_EQ(claim(service, 1, two.id(1))->event, one.id(1));
  const auto lost = take(service, two.make(EventKind::entry, 1, 0));
  EXPECT_EQ(lost.kind, Accepted::Kind::conflict);
  EXPECT_FALSE(lost.stored);
  EXPECT_EQ(take(service, one.make(EventKind::entry, 1, 1)).kind, Accepted::Kind::recorded);
  EXPECT_EQ(claim(service, 1, two.id(1))->event, one.id(1)) << "now held by the event itself";
  EXPECT_FALSE(claim(service, 1, one.id(1)));
}

TEST(LogIntake, AReservationSurvivesARestart) {
  LogNode service;
  EXPECT_FALSE(claim(service, 1, {"ALA-01", 1}));
  service.close();
  service.open();
  EXPECT_EQ(claim(service, 1, {"ALA-02", 1})->event.text(), "ALA-01/1");
}

TEST(LogIntake, AnEventThatTurnsOutToBeAnotherActFreesTheVisa) {
  LogNode service;
  BoothLog one("ALA-01");
  EXPECT_FALSE(claim(service, 1, one.id(1)));
  take(service, one.make(EventKind::refusal, 1, 0));
  EXPECT_FALSE(claim(service, 1, {"ALA-02", 1}));
}

// Until the event says which visa it was. A question may arrive late, or twice.
TEST(LogIntake, ABoothThatReservesAnotherVisaForTheSameEventHoldsBothUntilItArrives) {
  LogNode service;
  BoothLog one("ALA-01");
  EXPECT_FALSE(claim(service, 1, one.id(1)));
  EXPECT_FALSE(claim(service, 2, one.id(1)));
  EXPECT_FALSE(claim(service, 1, one.id(1))) << "the first question once more, late";
  EXPECT_EQ(claim(service, 2, {"ALA-02", 1})->event, one.id(1));
  EXPECT_EQ(claim(service, 1, {"ALA-02", 1})->event, one.id(1));
  take(service, one.make(EventKind::entry, 2, 0));
  EXPECT_EQ(claim(service, 2, {"ALA-02", 1})->event, one.id(1));
  EXPECT_FALSE(claim(service, 1, {"ALA-02", 1}));
}
TEST(LogIntake, ABoothThatAsksOnceMoreForALaterEventNeverLosesTheVisa) {
  LogNode service;
  BoothLog one("ALA-01");
  EXPECT_FALSE(claim(service, 1, {"ALA-01", 1}));  // then the booth fell over
  EXPECT_FALSE(claim(service, 1, {"ALA-01", 2}));
  take(service, one.make(EventKind::refusal, 2, 0));  // its first event was another act
  EXPECT_EQ(claim(service, 1, {"ALA-02", 1})->event.text(), "ALA-01/2");
}

TEST(LogIntake, AskingOnceMoreForOneVisaGivesUpNoOtherOfTheEventBefore) {
  LogNode service;
  EXPECT_FALSE(claim(service, 1, {"ALA-01", 1}));
  EXPECT_FALSE(claim(service, 2, {"ALA-01", 1}));
  EXPECT_FALSE(claim(service, 1, {"ALA-01", 2}));
  EXPECT_EQ(claim(service, 2, {"ALA-02", 1})->event.text(), "ALA-01/1");
  EXPECT_EQ(claim(service, 1, {"ALA-02", 1})->event.text(), "ALA-01/2");
}
TEST(LogIntake, AnEventOnRecordReservesNothingElse) {
  LogNode service;
  BoothLog one("ALA-01");
  take(service, one.make(EventKind::refusal, 1, 0));
  const auto answer = service->claim(visa_no(2), claim_by(one.id(1))).get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::conflict);
}

TEST(LogIntake, AReservationNeverDisturbsTheHistoryOfAVisa) {
  LogNode service;
  BoothLog one("NQZ-01");
  EXPECT_FALSE(claim(service, 1, {"ALA-01", 1}));
  EXPECT_TRUE(service->history(visa_no(1)).value().empty());
  take(service, one.make(EventKind::entry, 1, 0), Intake::fact);
  EXPECT_EQ(service->history(visa_no(1)).value().size(), 1U);
}

TEST(LogIntake, AForkIsRefusedAndTheOthersOfItsBatchGoOn) {
  LogNode service;
  BoothLog one("ALA-01"), twin("ALA-01");
  take(service, one.make(EventKind::entry, 1, 0));
  const auto fork = take(service, twin.make(EventKind::entry, 2, 0));
  ASSERT_TRUE(fork.refusal);
  EXPECT_EQ(fork.refusal->code, Errc::conflict);
  EXPECT_FALSE(fork.stored);
  EXPECT_EQ(take(service, one.make(EventKind::entry, 3, 1)).kind, Accepted::Kind::recorded);
}

TEST(LogIntake, ANumberThatIsNotTheNextIsRefused) {
  LogNode log;
  visa::Crossing crossing = act("ALA-01", EventKind::entry, 1, 0);
  crossing.id.sequence = 2;
  EXPECT_EQ(log.refused(crossing), Errc::conflict);
  crossing.id.sequence = 1;
  EXPECT_EQ(log.done(crossing).text(), "ALA-01/1");
}

TEST(LogIntake, OfManyBoothsAtOnceExactlyOneWinsEachVisa) {
  constexpr std::uint32_t kVisas = 60;
  LogNode service;
  std::vector<std::vector<crypto::SignedEvent>> events;
  for (const char* name : {"ALA-01", "ALA-02", "NQZ-01", "NQZ-02"}) {
    BoothLog booth(name);
    auto& own = events.emplace_back();
    for (std::uint32_t n = 1; n <= kVisas; ++n) own.push_back(booth.make(EventKind::entry, n, n));
  }
  std::vector<std::vector<Accepted>> answers(events.size());
  {
    std::vector<std::jthread> booths;
    for (std::size_t b = 0; b < events.size(); ++b)
      booths.emplace_back([&, b] {
        for (const auto& event : events[b])
          for (int again = 0; again < 2; ++again) answers[b].push_back(take(service, event));
      });
  }
  for (std::uint32_t n = 0; n < kVisas; ++n) {
    int recorded = 0, stored = 0;
    for (const auto& own : answers) {
      recorded += own[2 * n].kind == Accepted::Kind::recorded;
      stored += own[2 * n + 1].kind == Accepted::Kind::already_recorded;
    }
    EXPECT_EQ(recorded, 1) << n;
    EXPECT_EQ(stored, 1) << n;
  }
  EXPECT_EQ(service.events().size(), kVisas);
}

TEST(LogQuestions, AnswerByVisaTimeNameAndSize) {
  LogNode log;
  EXPECT_EQ(log->size().value(), 0U);
  log.done(act("ALA-01", EventKind::entry, 1, 0));
  log.done(act("ALA-01", EventKind::entry, 2, 5));
  log.done(act("ALA-01", EventKind::exit, 1, 9));
  EXPECT_EQ(log->size().value(), 3U);
  EXPECT_EQ(log->signed_history(visa_no(1)).value().size(), 2U);
  EXPECT_EQ(log->between(minute(0), minute(9)).value().size(), 2U);
  EXPECT_EQ(log->find({"ALA-01", 2}).value()->visa, visa_no(2));
  EXPECT_FALSE(log->find({"ALA-01", 9}).value());
  const auto name = log->name().value();
  EXPECT_EQ(name.size(), 32U);
  LogNode other;
  EXPECT_NE(other->name().value(), name);
  log.close();
  log.open();
  EXPECT_EQ(log->name().value(), name);
}

}  // namespace
}  // namespace evisa::db
