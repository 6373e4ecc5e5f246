// A service that was restored among peers: what was lost comes back before it decides anything.
#include <gmock/gmock.h>

#include <algorithm>

#include "tests/unit/verifier/backup_fixture.h"

namespace evisa::verifier::backup_tests {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RestoredAmongPeers : public ServiceBackup {
 protected:
  void SetUp() override {
    ala_.know(nqz_);
    nqz_.know(ala_);
    nqz_.know(booth_.name, booth_.key.public_key());
    booth_.record(1);
    booth_.push();
    ASSERT_TRUE(ala_.correct(100));
    sync();
    backup_ = take().value().folder;
    booth_.record(2);
    booth_.push();
    ASSERT_TRUE(ala_.correct(101));
    ASSERT_TRUE(ala_.correct(102));
    sync();
    hash_ = ala_.airport->log->set_hash().value();
    lose_disk_and_restore(backup_);
  }
  void sync() {
    ASSERT_TRUE(ala_.read_from(nqz_));
    ASSERT_TRUE(nqz_.read_from(ala_));
  }
  fs::path backup_;
  crypto::EventHash hash_{};
};

TEST_F(RestoredAmongPeers, SignsAndClaimsNothingBeforeThePeerWasRead) {
  EXPECT_THAT(ala_.airport->log->awaited().value(), ElementsAre("NQZ"));
  const auto refused = ala_.correct(103);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Errc::unavailable);
  EXPECT_THAT(refused.error().message, HasSubstr("NQZ"));
  // Visa 2 is used; this log does not know it yet and must not give it away.
  const db::Claim claim{.event = {"ALA-02", 1}, .time = kNow, .airport = airport_code("ALA")};
  const auto answer = ala_.airport->log->claim(visa_no(2), claim).get();
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().code, Errc::unavailable);
}

TEST_F(RestoredAmongPeers, TakesItsOwnChainBackFromThePeerAndGoesOnWithoutAFork) {
  ASSERT_TRUE(ala_.read_from(nqz_));
  EXPECT_EQ(ala_.airport->log->set_hash().value(), hash_) << "nothing is lost";
  EXPECT_THAT(ala_.airport->log->awaited().value(), IsEmpty());
  const auto next = ala_.correct(103);
  ASSERT_TRUE(next) << next.error().message;
  EXPECT_EQ(std::get<db::Recorded>(*next).event.id.text(), "ALA-S1/4");
  ASSERT_TRUE(nqz_.read_from(ala_));
  EXPECT_EQ(nqz_.airport->log->set_hash().value(), ala_.airport->log->set_hash().value());
  EXPECT_THAT(nqz_.alarms, IsEmpty()) << "no fork";
  EXPECT_THAT(nqz_.airport->log->verify(nqz_.keys().all()).value(), IsEmpty());
  const db::Claim claim{.event = {"ALA-02", 1}, .time = kNow, .airport = airport_code("ALA")};
  const auto winner = ala_.airport->log->claim(visa_no(2), claim).get();
  ASSERT_TRUE(winner);
  ASSERT_TRUE(*winner);
  EXPECT_EQ((*winner)->event.text(), "ALA-01/2");
}

TEST_F(RestoredAmongPeers, WaitsOnThroughCutsAndRestarts) {
  nqz_.cut = true;
  EXPECT_FALSE(ala_.read_from(nqz_));
  EXPECT_FALSE(ala_.correct(103));
  ala_.airport.reset();
  ala_.open();
  EXPECT_FALSE(ala_.correct(103));
  nqz_.cut = false;
  ASSERT_TRUE(ala_.read_from(nqz_));
  EXPECT_TRUE(ala_.correct(103));
}

TEST_F(RestoredAmongPeers, BoothsEventsAreTakenInMeanwhile) {
  booth_.record(3);
  booth_.push();
  EXPECT_EQ(booth_.outbox.waiting().value(), 0U);
  EXPECT_EQ(ala_.airport->log->size().value(), 4U) << "1, 2 and 3 of the booth, one of its own";
}

TEST_F(RestoredAmongPeers, ALostPeerIsNotWaitedFor) {
  ala_.airport.reset();
  fs::remove_all(ala_.home);
  EXPECT_EQ(bring_back(backup_, {"KGF"}).error().code, Errc::not_found);
  const auto restored = bring_back(backup_, {"NQZ"});
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_THAT(restored->awaited, IsEmpty());
  ala_.open();
  EXPECT_TRUE(ala_.correct(103));
}

TEST_F(RestoredAmongPeers, TheRestoreIsInTheAuditTrail) {
  const auto entries = ala_.airport->accounts->audit().list(0, 100);
  ASSERT_TRUE(entries);
  EXPECT_TRUE(std::ranges::any_of(*entries, [](const auto& entry) {
    return entry.act == "service.restore" && entry.detail.contains("2026-11-20T10:00:00Z");
  }));
}

}  // namespace
}  // namespace evisa::verifier::backup_tests
