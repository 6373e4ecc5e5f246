// Catching up with a log: many events at once, and waiting for the next one.
#include <gtest/gtest.h>

#include <thread>

#include "log_fixture.h"

namespace evisa::db {
namespace {

using namespace std::chrono_literals;
using visa::EventKind;

TEST(LogFeed, WaitsUntilAnEventIsStored) {
  LogNode log;
  std::jthread booth([&] {
    std::this_thread::sleep_for(50ms);
    log.done(act("ALA-01", EventKind::entry, 1, 0));
  });
  EXPECT_TRUE(log->wait_for_newer(0, 20s, {}));
  const auto feed = log->feed(0, 10).value();
  ASSERT_EQ(feed.size(), 1U);  // what is told of is there
  EXPECT_FALSE(log->wait_for_newer(feed[0].cursor, 20ms, {}));
}

TEST(LogFeed, DoesNotWaitForWhatIsThereAlready) {
  LogNode log;
  log.done(act("ALA-01", EventKind::entry, 1, 0));
  EXPECT_TRUE(log->wait_for_newer(0, 20s, {}));
  log.close();
  log.open();
  EXPECT_TRUE(log->wait_for_newer(0, 20s, {}));
  EXPECT_FALSE(log->wait_for_newer(1, 0ms, {}));
}

TEST(LogFeed, AMergedEventIsNewsAndARefusedOneIsNot) {
  LogNode almaty, astana;
  almaty.done(act("ALA-01", EventKind::entry, 1, 0));
  EXPECT_EQ(astana.refused(act("NQZ-01", EventKind::exit, 1, 0)), Errc::out_of_range);
  EXPECT_FALSE(astana->wait_for_newer(0, 20ms, {}));
  ASSERT_TRUE(astana->merge(almaty.events()[0], all_keys()));
  EXPECT_TRUE(astana->wait_for_newer(0, 20s, {}));
}

TEST(LogFeed, StopsWaitingWhenTold) {
  LogNode log;
  std::stop_source stop;
  std::jthread end([&] {
    std::this_thread::sleep_for(50ms);
    stop.request_stop();
  });
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_FALSE(log->wait_for_newer(0, 60s, stop.get_token()));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, 30s);
}

TEST(LogFeed, ManyEventsAreMergedAtOnceAndEachIsAnswered) {
  LogNode almaty, astana;
  for (std::uint32_t n = 1; n <= 50; ++n) almaty.done(act("ALA-01", EventKind::entry, n, n));
  auto events = almaty.events();
  events[7].signature[0] ^= 1;
  events.push_back(events[3]);
  const auto answers = astana->merge(std::span<const crypto::SignedEvent>(events), all_keys());
  ASSERT_EQ(answers.size(), 51U);
  for (std::size_t i = 0; i < answers.size(); ++i) EXPECT_EQ(answers[i].has_value(), i != 7) << i;
  EXPECT_EQ(answers[7].error().code, Errc::bad_signature);
  EXPECT_EQ(astana.events().size(), 49U);
  ASSERT_TRUE(astana->merge(almaty.events()[7], all_keys()));
  EXPECT_EQ(astana->set_hash().value(), almaty->set_hash().value());
}

}  // namespace
}  // namespace evisa::db
