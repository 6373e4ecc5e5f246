// Alarms and heartbeats: once per cause, listed by cursor, resolved by somebody with a reason.
#include "db/alarms.h"

#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "db/operations.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

visa::Instant minutes(std::int64_t n) {
  return visa::parse_instant("2026-11-20T10:00:00Z").value() + std::chrono::minutes(n);
}

class OperationsTest : public ::testing::Test {
 protected:
  Alarms& alarms() { return operations_->alarms(); }
  Heartbeats& beats() { return operations_->heartbeats(); }
  void reopen() {
    operations_.reset();
    operations_ = Operations::open(file_, Open::existing).value();
  }
  static AlarmCause double_use(const std::string& cause = "26000000019 ALA-01/4 NQZ-02/9") {
    return {AlarmKind::double_use, cause, "26000000019", "entered twice"};
  }
  static Heartbeat beat(std::int64_t received, std::int64_t clock_off_s = 0) {
    return {"ALA-03",
            minutes(received),
            minutes(received) + std::chrono::seconds(clock_off_s),
            12,
            30,
            4,
            "0.1.0"};
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "operations.sqlite";
  std::unique_ptr<Operations> operations_ = Operations::open(file_, Open::create).value();
};

using AlarmsTest = OperationsTest;
using HeartbeatsTest = OperationsTest;

TEST_F(AlarmsTest, AreRaisedOncePerCause) {
  const auto first = alarms().raise(double_use(), minutes(0)).value();
  EXPECT_TRUE(first.fresh);
  reopen();
  const auto second = alarms().raise(double_use(), minutes(5)).value();
  EXPECT_FALSE(second.fresh);
  EXPECT_EQ(second.id, first.id);
  EXPECT_TRUE(alarms().raise(double_use("another"), minutes(5)).value().fresh);
  auto other_kind = double_use();
  other_kind.kind = AlarmKind::clock;
  EXPECT_TRUE(alarms().raise(other_kind, minutes(5)).value().fresh);
  EXPECT_EQ(alarms().open(100).value().size(), 3U);
  EXPECT_EQ(alarms().find(first.id).value()->raised, minutes(0));
  EXPECT_EQ(alarms().raise(double_use(""), minutes(0)).error().code, Errc::malformed);
}

TEST_F(AlarmsTest, StayUntilSomebodyResolvesThemWithAReason) {
  const auto id = alarms().raise(double_use(), minutes(0)).value().id;
  for (const AlarmResolution& bad :
       {AlarmResolution{minutes(1), "", "why"}, AlarmResolution{minutes(1), "KZ-1", ""},
        AlarmResolution{minutes(1), "KZ-1", std::string(501, 'x')},
        AlarmResolution{minutes(1), std::string(65, 'K'), "why"}}) {
    EXPECT_EQ(alarms().resolve(id, bad).error().code, Errc::malformed);
  }
  EXPECT_EQ(alarms().open(10).value().size(), 1U);
  const AlarmResolution resolution{minutes(1), "KZ-204", "the second was a twin's visa"};
  ASSERT_TRUE(alarms().resolve(id, resolution));
  reopen();
  EXPECT_TRUE(alarms().open(10).value().empty());
  EXPECT_EQ(alarms().find(id).value()->resolution, resolution);
  const auto again = alarms().resolve(id, {minutes(2), "KZ-1", "me too"});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
  EXPECT_NE(again.error().message.find("KZ-204"), std::string::npos);
  EXPECT_EQ(alarms().resolve(99, resolution).error().code, Errc::not_found);
}

TEST_F(AlarmsTest, AResolvedCauseStaysResolved) {
  const auto id = alarms().raise(double_use(), minutes(0)).value().id;
  ASSERT_TRUE(alarms().resolve(id, {minutes(1), "KZ-204", "seen"}));
  EXPECT_FALSE(alarms().raise(double_use(), minutes(2)).value().fresh);
  EXPECT_TRUE(alarms().open(10).value().empty());
}

TEST_F(AlarmsTest, AreListedByACursorThatSeesResolutionsToo) {
  for (const char* cause : {"a", "b", "c"})
    ASSERT_TRUE(alarms().raise(double_use(cause), minutes(0)));
  const auto page = alarms().changes(0, 2).value();
  ASSERT_EQ(page.size(), 2U);
  EXPECT_EQ(page[0].what.cause, "a");
  const auto rest = alarms().changes(page[1].change, 10).value();
  ASSERT_EQ(rest.size(), 1U);
  EXPECT_EQ(rest[0].what.cause, "c");
  ASSERT_TRUE(alarms().resolve(page[0].id, {minutes(1), "KZ-204", "seen"}));
  const auto news = alarms().changes(rest[0].change, 10).value();
  ASSERT_EQ(news.size(), 1U);
  EXPECT_EQ(news[0].what.cause, "a");
  EXPECT_TRUE(news[0].resolution);
  EXPECT_TRUE(alarms().changes(news[0].change, 10).value().empty());
  EXPECT_TRUE(alarms().changes(~std::uint64_t{0}, 10).value().empty());
}

TEST_F(AlarmsTest, ManyThreadsRaiseTheSameCausesOnce) {
  std::atomic<int> fresh = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 6; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        if (alarms().raise(double_use(std::to_string(i)), minutes(0)).value().fresh) ++fresh;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(fresh, 20);
  std::set<std::uint64_t> cursors;
  const auto all = alarms().changes(0, 100).value();
  for (const auto& alarm : all) cursors.insert(alarm.change);
  EXPECT_EQ(cursors.size(), 20U);
}

TEST(AlarmKinds, HaveOneWordEach) {
  for (const auto kind : {AlarmKind::double_use, AlarmKind::forked_chain, AlarmKind::unknown_booth,
                          AlarmKind::revoked_key, AlarmKind::stale_booth, AlarmKind::clock}) {
    EXPECT_EQ(parse_alarm_kind(to_string(kind)).value(), kind);
  }
  EXPECT_EQ(parse_alarm_kind("fire").error().code, Errc::malformed);
}

TEST_F(HeartbeatsTest, KeepTheLatestOfEachBooth) {
  ASSERT_TRUE(beats().store(beat(0)));
  auto later = beat(5);
  later.bundle_age_minutes.reset();
  later.queue_length = 0;
  ASSERT_TRUE(beats().store(later));
  ASSERT_TRUE(beats().store(beat(3)));  // overtaken on its way
  reopen();
  EXPECT_EQ(beats().find("ALA-03").value(), later);
  EXPECT_EQ(beats().find("ALA-04").value(), std::nullopt);
  auto other = beat(1);
  other.booth = "ALA-01";
  ASSERT_TRUE(beats().store(other));
  EXPECT_EQ(beats().list().value(), (std::vector{other, later}));
}

TEST_F(HeartbeatsTest, RefuseWhatIsNoBoothsWord) {
  auto odd = beat(0);
  odd.booth = "somewhere";
  EXPECT_EQ(beats().store(odd).error().code, Errc::malformed);
  odd = beat(0);
  odd.software = std::string(65, '1');
  EXPECT_EQ(beats().store(odd).error().code, Errc::malformed);
  odd = beat(0);
  odd.queue_length = ~std::uint64_t{0};
  EXPECT_EQ(beats().store(odd).error().code, Errc::out_of_range);
}

TEST_F(HeartbeatsTest, ASilenceIsOneCauseUntilTheBoothSpeaksAgain) {
  EXPECT_TRUE(judge_heartbeat(beat(0), minutes(5)).empty());
  const auto silent = judge_heartbeat(beat(0), minutes(6));
  ASSERT_EQ(silent.size(), 1U);
  EXPECT_EQ(silent[0].kind, AlarmKind::stale_booth);
  EXPECT_EQ(silent[0].subject, "ALA-03");
  EXPECT_EQ(judge_heartbeat(beat(0), minutes(60))[0].cause, silent[0].cause);
  EXPECT_NE(judge_heartbeat(beat(70), minutes(80))[0].cause, silent[0].cause);
}

TEST_F(HeartbeatsTest, AClockThatIsOffIsOneCauseADay) {
  EXPECT_TRUE(judge_heartbeat(beat(0, 60), minutes(0)).empty());
  EXPECT_TRUE(judge_heartbeat(beat(0, -60), minutes(0)).empty());
  for (const int off : {61, -61, 86400, -86400}) {
    const auto causes = judge_heartbeat(beat(0, off), minutes(0));
    ASSERT_EQ(causes.size(), 1U) << off;
    EXPECT_EQ(causes[0].kind, AlarmKind::clock);
    EXPECT_EQ(causes[0].cause, "ALA-03 on 2026-11-20");
    EXPECT_NE(causes[0].detail.find(std::to_string(off)), std::string::npos);
  }
}

}  // namespace
}  // namespace evisa::db
