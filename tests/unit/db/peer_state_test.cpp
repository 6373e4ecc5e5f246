// What an airport remembers of its peers.
#include "db/peer_state.h"

#include <gtest/gtest.h>

#include "log_fixture.h"

namespace evisa::db {
namespace {

class PeerStateTest : public ::testing::Test {
 protected:
  void reopen() {
    state_.reset();
    state_ = PeerState::open(file_, Open::existing).value();
  }
  static RefusedEvent refused(const std::string& json) {
    return {.id = 0, .peer = "NQZ", .event = {.json = json, .signature = {}}, .why = "no key"};
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "peers.sqlite";
  std::unique_ptr<PeerState> state_ = PeerState::open(file_, Open::create).value();
};

TEST_F(PeerStateTest, BeginsAtTheStartAndRemembersWhereItStopped) {
  EXPECT_EQ(state_->position("NQZ").value(), FeedPosition{});
  ASSERT_TRUE(state_->finish_page("NQZ", {"a1", 17}, {}));
  ASSERT_TRUE(state_->finish_page("NQZ", {"a1", 25}, {}));
  reopen();
  EXPECT_EQ(state_->position("NQZ").value(), (FeedPosition{"a1", 25}));
  EXPECT_EQ(state_->position("ALA").value(), FeedPosition{});
}

TEST_F(PeerStateTest, KeepsRefusedEventsOnceUntilTheyAreTakenIn) {
  ASSERT_TRUE(state_->finish_page("NQZ", {"a1", 1}, {refused("one"), refused("two")}));
  ASSERT_TRUE(state_->finish_page("NQZ", {"a1", 2}, {refused("one")}));
  reopen();
  auto kept = state_->refused(0, 10).value();
  ASSERT_EQ(kept.size(), 2U);
  EXPECT_EQ(kept[0].event.json, "one");
  EXPECT_EQ(kept[0].peer, "NQZ");
  EXPECT_EQ(kept[0].why, "no key");
  ASSERT_TRUE(state_->forget_refused(kept[0].id));
  EXPECT_EQ(state_->refused(0, 10).value().size(), 1U);
  EXPECT_TRUE(state_->refused(kept[1].id, 10).value().empty());
}

TEST_F(PeerStateTest, ALostFileIsToldAndNotMadeAgain) {
  EXPECT_FALSE(PeerState::open(folder_ / "other.sqlite", Open::existing));
}

}  // namespace
}  // namespace evisa::db
