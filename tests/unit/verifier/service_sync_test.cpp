// Two airports and their booths: events handed in, feeds read, cuts, forks, keys that come late.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "tests/sample/event_chain.h"
#include "tests/sample/temp_folder.h"
#include "verifier/service/claimed_record.h"
#include "verifier/service/outbox.h"
#include "verifier/service/peer_sync.h"

namespace evisa::verifier {
namespace {

using ::testing::SizeIs;
using visa::EventKind;

visa::Instant minute(std::int64_t n) {
  return visa::parse_instant("2026-11-20T10:00:00Z").value() + std::chrono::minutes(n);
}
visa::VisaNumber visa_no(std::uint32_t n) { return visa::VisaNumber::compose(26, n).value(); }

/// One airport's service: its log, what it remembers of peers, its alarms; no HTTP between.
struct Site final : EventFeed, EventSink, ClaimDesk {
  Result<FeedPage> read(std::uint64_t after, std::size_t limit,
                        std::chrono::milliseconds) override {
    if (cut) return fail(Errc::unavailable, "cut");
    FeedPage page{.log = log->name().value(), .events = {}, .next = after};
    auto stored_events = log->feed(after, limit).value();
    for (auto& stored : stored_events) {
      page.next = stored.cursor;
      page.events.push_back(std::move(stored.event));
    }
    return page;
  }
  Result<HandedIn> hand_in(std::span<const crypto::SignedEvent> events) override {
    if (cut) return fail(Errc::unavailable, "cut");
    auto answers = take_events(*log, events, *keys, db::Intake::fact, raise());
    if (!answers) return std::unexpected(answers.error());
    if (lose_answers) return fail(Errc::unavailable, "the answer was lost");
    return HandedIn{log->name().value(), std::move(*answers)};
  }
  db::ClaimAnswer claim(visa::VisaNumber visa, const db::Claim& claim) override {
    if (cut) return db::Unavailable{"cut"};
    const auto winner = log->claim(visa, claim).get().value();
    if (lose_answers) return db::Unavailable{"the answer was lost"};
    if (winner) return db::Already{*winner};
    return db::Won{};
  }
  RaiseAlarm raise() {
    return [this](const db::AlarmCause& cause) -> Result<void> {
      if (alarms_full) return fail(Errc::io, "no space for an alarm");
      alarms[cause.cause] = cause;
      return {};
    };
  }
  explicit Site(const db::BoothKeyRing& ring) : keys(&ring) {}

  sample::TempFolder folder;
  std::unique_ptr<db::CrossingLog> log = db::CrossingLog::open(folder / "log.sqlite").value();
  std::unique_ptr<db::PeerState> peers =
      db::PeerState::open(folder / "peers.sqlite", db::Open::create).value();
  const db::BoothKeyRing* keys;
  std::map<std::string, db::AlarmCause> alarms;
  bool cut = false, lose_answers = false, alarms_full = false;
};

/// One booth: its own log and outbox.
struct Booth {
  Booth(std::string booth, Site& airport) : name(std::move(booth)), site(airport) {}
  Result<db::RecordAnswer> enter(std::uint32_t visa, std::int64_t at) {
    return act(EventKind::entry, visa, at);
  }
  Result<db::RecordAnswer> act(EventKind kind, std::uint32_t visa, std::int64_t at) {
    Draft draft;
    draft.crossing.id.booth = name;
    draft.crossing.kind = kind;
    draft.crossing.visa = visa_no(visa);
    draft.crossing.time = minute(at);
    draft.crossing.airport = visa::AirportCode::parse(name.substr(0, 3)).value();
    draft.crossing.officer = "KZ-1";
    draft.crossing.ruleset_id = "r";
    draft.crossing.software = "test";
    return record_claimed(*log, &site, draft, key);
  }
  Result<OutboxStep> push() { return outbox.step(); }

  std::string name;
  Site& site;
  crypto::Ed25519SecretKey key = crypto::Ed25519SecretKey::generate();
  sample::TempFolder folder;
  std::unique_ptr<db::CrossingLog> log = db::CrossingLog::open(folder / "log.sqlite").value();
  std::unique_ptr<db::PeerState> state =
      db::PeerState::open(folder / "peers.sqlite", db::Open::create).value();
  Outbox outbox{"service", name, site, *log, *state};
};

class ServiceSync : public ::testing::Test {
 protected:
  static db::BoothKeyRing ring_of(std::initializer_list<const Booth*> booths) {
    std::vector<db::BoothInfo> infos;
    for (const auto* booth : booths)
      infos.push_back({.name = booth->name,
                       .airport = booth->name.substr(0, 3),
                       .added = minute(-1000),
                       .keys = {{.key = booth->key.public_key(), .valid_from = minute(-1000)}}});
    return db::BoothKeyRing(std::move(infos));
  }
  void know(std::initializer_list<const Booth*> booths) { ring_ = ring_of(booths); }
  void sync() {
    EXPECT_TRUE(ala_reads_.step(ring_, ala_.raise()));
    EXPECT_TRUE(nqz_reads_.step(ring_, nqz_.raise()));
  }
  visa::VisaUseState state(Site& site, std::uint32_t visa) {
    return visa::fold_crossings(site.log->history(visa_no(visa)).value());
  }

  db::BoothKeyRing ring_{std::vector<db::BoothInfo>{}};
  Site ala_{ring_}, nqz_{ring_};
  Booth a1_{"ALA-01", ala_}, a2_{"ALA-02", ala_}, n1_{"NQZ-01", nqz_};
  PeerSync ala_reads_{"NQZ", nqz_, *ala_.log, *ala_.peers};
  PeerSync nqz_reads_{"ALA", ala_, *nqz_.log, *nqz_.peers};
};

bool is_refused(const Result<db::RecordAnswer>& answer) {
  return answer && std::holds_alternative<db::Refused>(*answer);
}
const visa::Crossing& event_of(const Result<db::RecordAnswer>& answer) {
  return std::get<db::Recorded>(*answer).event;
}

TEST_F(ServiceSync, AnEntryIsClaimedBeforeItIsRecorded) {
  know({&a1_, &a2_, &n1_});
  const auto first = a1_.enter(1, 0);
  EXPECT_FALSE(event_of(first).provisional);
  const auto second = a2_.enter(1, 1);
  ASSERT_TRUE(is_refused(second));
  EXPECT_EQ(std::get<db::Refused>(*second).winner.event.text(), "ALA-01/1");
  EXPECT_EQ(a2_.log->size().value(), 0U) << "nothing was recorded";
}

TEST_F(ServiceSync, ALostAnswerMakesAnEntryProvisionalAndNoDoubleUse) {
  know({&a1_, &a2_, &n1_});
  ala_.lose_answers = true;
  const auto entry = a1_.enter(1, 0);
  EXPECT_TRUE(event_of(entry).provisional);
  EXPECT_FALSE(a1_.push());
  ala_.lose_answers = false;
  const auto step = a1_.push();
  ASSERT_TRUE(step);
  EXPECT_THAT(step->objections, SizeIs(0));
  EXPECT_EQ(a1_.outbox.waiting().value(), 0U);
  EXPECT_TRUE(ala_.alarms.empty());
  EXPECT_EQ(state(ala_, 1).entry->id.text(), "ALA-01/1");
}

TEST_F(ServiceSync, BothAirportsHoldTheSameEventsAfterOneRound) {
  know({&a1_, &a2_, &n1_});
  for (std::uint32_t n = 1; n <= 20; ++n) ASSERT_TRUE(a1_.enter(n, n));
  for (std::uint32_t n = 21; n <= 30; ++n) ASSERT_TRUE(n1_.enter(n, n));
  ASSERT_TRUE(a1_.push());
  ASSERT_TRUE(n1_.push());
  sync();
  EXPECT_EQ(ala_.log->size().value(), 30U);
  EXPECT_EQ(ala_.log->set_hash().value(), nqz_.log->set_hash().value());
  EXPECT_TRUE(ala_.log->verify(ring_.all()).value().empty());
  sync();  // what came back as an echo changes nothing
  EXPECT_EQ(nqz_.log->size().value(), 30U);
}

TEST_F(ServiceSync, OfManyEventsAtOnceEachIsAnsweredInItsPlace) {
  sample::EventChain chain("NQZ-09");
  ring_ = db::BoothKeyRing({{.name = chain.booth(),
                             .airport = "NQZ",
                             .added = minute(-1000),
                             .keys = {{.key = chain.public_key(), .valid_from = minute(-1000)}}}});
  std::vector<crypto::SignedEvent> events;
  for (std::uint32_t n = 1; n <= 300; ++n)
    events.push_back(chain.append(chain.draft(EventKind::entry, visa_no(n), minute(n))));
  events[100].json = "{";
  events[200].signature[5] ^= 1;
  events[250] = events[249];
  const auto answers = take_events(*ala_.log, events, ring_, db::Intake::fact, ala_.raise());
  ASSERT_TRUE(answers);
  ASSERT_THAT(*answers, SizeIs(events.size()));
  for (std::size_t i = 0; i < answers->size(); ++i) {
    const auto& answer = (*answers)[i];
    const bool bad = i == 100 || i == 200;
    EXPECT_EQ(answer.kind, bad        ? EventAnswer::Kind::refused
                           : i == 250 ? EventAnswer::Kind::already_recorded
                                      : EventAnswer::Kind::recorded)
        << i;
    if (i == 100) continue;
    EXPECT_EQ(answer.event->sequence, i == 250 ? 250 : i + 1);
  }
  EXPECT_EQ(ala_.log->size().value(), 297U);
  EXPECT_THAT(ala_.alarms, SizeIs(1)) << "the bad signature";
}

TEST_F(ServiceSync, ADoubleUseWhileCutOffIsAnAlarmAtBothAirports) {
  know({&a1_, &a2_, &n1_});
  ASSERT_TRUE(a1_.enter(1, 0));
  ASSERT_TRUE(n1_.enter(1, 5));  // the other airport's claim store knows nothing of it
  ASSERT_TRUE(a1_.push());
  ASSERT_TRUE(n1_.push());
  ala_.cut = nqz_.cut = true;
  EXPECT_FALSE(ala_reads_.step(ring_, ala_.raise()));
  EXPECT_TRUE(ala_.alarms.empty());
  ala_.cut = nqz_.cut = false;
  sync();
  ASSERT_THAT(ala_.alarms, SizeIs(1));
  ASSERT_THAT(nqz_.alarms, SizeIs(1));
  EXPECT_EQ(ala_.alarms.begin()->first, nqz_.alarms.begin()->first) << "one cause for both";
  EXPECT_EQ(ala_.alarms.begin()->second.kind, db::AlarmKind::double_use);
  EXPECT_EQ(ala_.alarms.begin()->second.subject, visa_no(1).text());
  EXPECT_THAT(state(ala_, 1).conflicts, SizeIs(1));
  EXPECT_THAT(state(nqz_, 1).conflicts, SizeIs(1));
}

TEST_F(ServiceSync, AnAlarmThatTheDiskRefusesIsRaisedWhenTheEventComesAgain) {
  know({&a1_, &a2_, &n1_});
  ASSERT_TRUE(a1_.enter(1, 0));
  ASSERT_TRUE(n1_.enter(1, 5));
  ASSERT_TRUE(a1_.push());
  ASSERT_TRUE(n1_.push());
  ala_.alarms_full = nqz_.alarms_full = true;
  EXPECT_FALSE(ala_reads_.step(ring_, ala_.raise()));
  ala_.alarms_full = nqz_.alarms_full = false;
  sync();
  EXPECT_THAT(ala_.alarms, SizeIs(1));
  EXPECT_THAT(nqz_.alarms, SizeIs(1));
}

TEST_F(ServiceSync, ABoothHandsInAgainWhatRaisedAnAlarmThatWasNotKept) {
  know({&a1_, &a2_, &n1_});
  ala_.cut = true;
  ASSERT_TRUE(a1_.enter(1, 0));
  ASSERT_TRUE(a2_.enter(1, 5));
  ala_.cut = false;
  ASSERT_TRUE(a1_.push());
  ala_.alarms_full = true;
  EXPECT_FALSE(a2_.push());
  EXPECT_EQ(a2_.outbox.waiting().value(), 1U);
  ala_.alarms_full = false;
  const auto again = a2_.push();
  ASSERT_TRUE(again);
  ASSERT_THAT(again->objections, SizeIs(1)) << "the booth hears of it too";
  EXPECT_EQ(again->objections[0].winner->event.text(), "ALA-01/1");
  EXPECT_EQ(a2_.outbox.waiting().value(), 0U);
  EXPECT_THAT(ala_.alarms, SizeIs(1));
}

TEST_F(ServiceSync, EventsOfAnUnknownBoothAreKeptAndTakenInWhenItsKeyIsRegistered) {
  know({&a1_, &n1_});
  ASSERT_TRUE(a2_.enter(7, 0));
  ASSERT_TRUE(a2_.push());  // refused by its own airport too
  EXPECT_THAT(ala_.alarms, SizeIs(1));
  EXPECT_EQ(ala_.log->size().value(), 0U);
  know({&a1_, &a2_, &n1_});
  EXPECT_EQ(a2_.outbox.waiting().value(), 1U) << "a refused event is not handed in";
  ASSERT_TRUE(a2_.push());
  EXPECT_EQ(a2_.outbox.waiting().value(), 0U);
  EXPECT_EQ(ala_.log->size().value(), 1U);
}

TEST_F(ServiceSync, APeersRefusedEventsAreRetried) {
  know({&a1_, &a2_, &n1_});
  ASSERT_TRUE(a2_.enter(7, 0));
  ASSERT_TRUE(a2_.push());
  const auto known_here = ring_of({&a1_, &n1_});
  const auto step = nqz_reads_.step(known_here, nqz_.raise());
  ASSERT_TRUE(step);
  EXPECT_EQ(step->refused, 1U);
  EXPECT_EQ(nqz_.alarms.begin()->second.kind, db::AlarmKind::unknown_booth);
  EXPECT_EQ(nqz_.log->size().value(), 0U);
  EXPECT_EQ(nqz_reads_.retry_refused(known_here, nqz_.raise()).value(), 0U);
  EXPECT_EQ(nqz_reads_.retry_refused(ring_, nqz_.raise()).value(), 1U);
  EXPECT_EQ(nqz_.log->set_hash().value(), ala_.log->set_hash().value());
  EXPECT_EQ(nqz_reads_.retry_refused(ring_, nqz_.raise()).value(), 0U);
}

TEST_F(ServiceSync, ARevokedKeySignsNothingMoreAndItsEarlierEventsStay) {
  know({&a1_, &a2_, &n1_});
  auto info = ring_.booths();
  info[0].keys[0].revoked_at = minute(10);
  ring_ = db::BoothKeyRing(info);
  ASSERT_TRUE(a1_.enter(1, 5));
  ASSERT_TRUE(a1_.enter(2, 15));
  ASSERT_TRUE(a1_.push());
  EXPECT_EQ(ala_.log->size().value(), 1U);
  ASSERT_THAT(ala_.alarms, SizeIs(1));
  EXPECT_EQ(ala_.alarms.begin()->second.kind, db::AlarmKind::revoked_key);
}

TEST_F(ServiceSync, AServiceThatWasRestoredIsSentEverythingAgain) {
  know({&a1_, &a2_, &n1_});
  ASSERT_TRUE(a1_.enter(1, 0));
  ASSERT_TRUE(a1_.push());
  ala_.log = db::CrossingLog::open(ala_.folder / "restored.sqlite").value();  // an older copy
  ASSERT_TRUE(a1_.enter(2, 1));
  ASSERT_TRUE(a1_.push());
  while (a1_.push()->sent > 0) {
  }
  EXPECT_EQ(ala_.log->size().value(), 2U);
}

TEST_F(ServiceSync, AForkedChainIsRefusedAndReported) {
  know({&a1_, &a2_, &n1_});
  ASSERT_TRUE(a1_.enter(1, 0));
  ASSERT_TRUE(a1_.push());
  Booth twin("ALA-01", ala_);
  twin.key = crypto::Ed25519SecretKey::generate();
  auto info = ring_.booths();
  info[0].keys.push_back({.key = twin.key.public_key(), .valid_from = minute(-1000)});
  ring_ = db::BoothKeyRing(info);
  ASSERT_TRUE(twin.act(EventKind::refusal, 2, 3));
  const auto step = twin.push();
  ASSERT_TRUE(step);
  ASSERT_THAT(step->objections, SizeIs(1));
  EXPECT_EQ(step->objections[0].kind, EventAnswer::Kind::refused);
  EXPECT_THAT(step->objections[0].problem->message, ::testing::HasSubstr("fork"));
  ASSERT_THAT(ala_.alarms, SizeIs(1));
  EXPECT_EQ(ala_.alarms.begin()->second.kind, db::AlarmKind::forked_chain);
}

}  // namespace
}  // namespace evisa::verifier
