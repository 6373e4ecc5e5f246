// A log that was emptied, rolled back or replaced is noticed by what is remembered of its head.
#include "db/chain_head.h"

#include "log_fixture.h"

namespace evisa::db {
namespace {

using visa::EventKind;

const std::string kBooth = "ALA-01";

ChainHead head_of(LogNode& log) { return log->head(kBooth).value(); }

void expect_conflict(LogNode& log, const ChainHead& remembered, std::string_view held) {
  const auto checked = check_head(*log.operator->(), kBooth, remembered);
  ASSERT_FALSE(checked);
  EXPECT_EQ(checked.error().code, Errc::conflict);
  const auto& message = checked.error().message;
  EXPECT_NE(message.find(visa::EventId{kBooth, remembered.sequence}.text()), std::string::npos)
      << message;
  EXPECT_NE(message.find(held), std::string::npos) << message;
  EXPECT_NE(checked.error().hint.find("restore"), std::string::npos);
}

class ChainHeadOfLog : public ::testing::Test {
 protected:
  ChainHeadOfLog() {
    for (std::uint32_t n = 1; n <= 3; ++n) log_.done(act(kBooth, EventKind::entry, n, n));
  }
  LogNode log_;
};

TEST_F(ChainHeadOfLog, IsNothingBeforeTheFirstEvent) {
  LogNode empty;
  EXPECT_EQ(head_of(empty), ChainHead{});
  EXPECT_TRUE(check_head(*empty.operator->(), kBooth, std::nullopt));
  EXPECT_TRUE(check_head(*empty.operator->(), kBooth, ChainHead{}));
}

TEST_F(ChainHeadOfLog, IsTheLastOwnEvent) {
  EXPECT_EQ(head_of(log_).sequence, 3U);
  EXPECT_EQ(head_of(log_).hash, crypto::hash_of(log_.events().back()));
  EXPECT_EQ(log_->hash_of({kBooth, 3}).value(), head_of(log_).hash);
  EXPECT_EQ(log_->hash_of({kBooth, 4}).value(), std::nullopt);
}

TEST_F(ChainHeadOfLog, MayBeFurtherThanWhatIsRemembered) {
  const ChainHead remembered = head_of(log_);
  log_.done(act("ALA-02", EventKind::entry, 8, 8));
  EXPECT_TRUE(check_head(*log_.operator->(), kBooth, remembered));
  log_.done(act(kBooth, EventKind::entry, 9, 9));
  EXPECT_TRUE(check_head(*log_.operator->(), kBooth, remembered));
}

TEST_F(ChainHeadOfLog, AnEmptiedLogIsNoticed) {
  LogNode empty;
  expect_conflict(empty, head_of(log_), "nothing");
}

TEST_F(ChainHeadOfLog, ALogThatWasRolledBackIsNoticed) {
  log_.close();
  const auto copy = log_.file().string() + ".copy";
  std::filesystem::copy_file(log_.file(), copy);
  log_.open();
  log_.done(act(kBooth, EventKind::entry, 4, 4));
  const ChainHead remembered = head_of(log_);
  log_.close();
  std::filesystem::rename(copy, log_.file());
  log_.open();
  expect_conflict(log_, remembered, "ALA-01/3");
}

TEST_F(ChainHeadOfLog, AnotherLogOfThatLengthIsNoticed) {
  LogNode other;
  for (std::uint32_t n = 11; n <= 15; ++n) other.done(act(kBooth, EventKind::entry, n, n));
  expect_conflict(other, head_of(log_), "replaced");
}

TEST_F(ChainHeadOfLog, AChainWithAGapAtThatPlaceIsNoticed) {
  const auto events = log_.events();
  LogNode other;
  ASSERT_TRUE(other->merge(events[2], all_keys()));
  expect_conflict(other, {2, crypto::hash_of(events[1])}, "nothing");
}

TEST_F(ChainHeadOfLog, ALogRestoredFromAnotherNodeIsRight) {
  LogNode restored;
  for (const auto& event : log_.events()) ASSERT_TRUE(restored->merge(event, all_keys()));
  EXPECT_TRUE(check_head(*restored.operator->(), kBooth, head_of(log_)));
}

}  // namespace
}  // namespace evisa::db
