// Two airports that do not reach each other, and a claims' cluster that both reach: a double use is
// impossible rather than found. Real services over HTTP, a real etcd.
#include <gtest/gtest.h>

#include <thread>

#include "tests/sample/etcd_cluster.h"
#include "tests/sample/eventually.h"
#include "tests/unit/verifier/service_fixture.h"
#include "verifier/service/claim_keeper.h"

namespace evisa::verifier {
namespace {

using namespace std::chrono_literals;
using scenes::Booth;
using scenes::Service;
using visa::EventKind;

bool won(const db::ClaimAnswer& answer) { return std::holds_alternative<db::Won>(answer); }
bool unavailable(const db::ClaimAnswer& answer) {
  return std::holds_alternative<db::Unavailable>(answer);
}
std::string winner(const db::ClaimAnswer& answer) {
  const auto* already = std::get_if<db::Already>(&answer);
  return already == nullptr ? "nobody" : already->winner.event.text();
}

void join(Service& service, const std::string& name, const sample::EtcdCluster& cluster,
          std::chrono::milliseconds deadline = 5s) {
  service.airport().cluster = std::make_unique<ClusterClaims>(
      sample::connect(cluster.url(), deadline), *service.airport().log, name);
}

void follow(Service& service) {
  while (true) {
    const auto more = service.airport().cluster->follow();
    ASSERT_TRUE(more) << more.error().message;
    if (!*more) return;
  }
}

class ClusterClaimsTest : public ::testing::Test {
 protected:
  ClusterClaimsTest() {
    join(ala_, "ALA", cluster_);
    join(nqz_, "NQZ", cluster_);
  }
  sample::EtcdCluster cluster_{1};
  Service ala_{"ALA"}, nqz_{"NQZ"};
  Booth at_ala_{"ALA-01", ala_}, at_nqz_{"NQZ-01", nqz_};
};

TEST_F(ClusterClaimsTest, OneEntryAtTwoAirportsThatDoNotReachEachOther) {
  EXPECT_TRUE(won(at_ala_.claim(1)));
  EXPECT_TRUE(won(at_ala_.claim(1)));
  EXPECT_EQ(winner(at_nqz_.claim(1)), "ALA-01/1");
}

TEST_F(ClusterClaimsTest, OfBothAtOnceExactlyOneWinsEachVisa) {
  constexpr std::uint32_t kVisas = 60;
  std::vector<std::atomic<int>> wins(kVisas);
  {
    std::vector<std::jthread> booths;
    for (auto* service : {&ala_, &nqz_}) {
      for (int i = 0; i < 2; ++i) {
        booths.emplace_back([&, service, i] {
          const std::string airport = service == &ala_ ? "ALA" : "NQZ";
          Booth booth(airport + "-1" + std::to_string(i), *service);
          for (std::uint32_t n = 0; n < kVisas; ++n) {
            if (!won(booth.claim(n))) continue;
            ++wins[n];
            booth.hand_in(booth.sign(EventKind::entry, n));
          }
        });
      }
    }
  }
  for (std::uint32_t n = 0; n < kVisas; ++n) EXPECT_EQ(wins[n], 1) << n;
}

TEST_F(ClusterClaimsTest, AReversedEntryFreesTheVisaAtTheOtherAirportToo) {
  ASSERT_TRUE(won(at_ala_.claim(1)));
  at_ala_.hand_in(at_ala_.sign(EventKind::entry, 1));
  follow(ala_);
  ASSERT_EQ(winner(at_nqz_.claim(1)), "ALA-01/1");
  at_ala_.hand_in(at_ala_.reverse(1, 1));
  follow(ala_);
  EXPECT_TRUE(won(at_nqz_.claim(1)));
}

TEST_F(ClusterClaimsTest, AnEventThatTurnsOutToBeAnotherActFreesTheVisa) {
  ASSERT_TRUE(won(at_ala_.claim(1)));
  at_ala_.hand_in(at_ala_.sign(EventKind::refusal, 2));
  follow(ala_);
  EXPECT_TRUE(won(at_nqz_.claim(1)));
}

TEST_F(ClusterClaimsTest, AVisaThatItsBoothTurnedFromIsFreedByTheNextEvent) {
  ASSERT_TRUE(won(at_ala_.claim(1)));
  ASSERT_TRUE(won(at_ala_.claim(2)));
  at_ala_.hand_in(at_ala_.sign(EventKind::entry, 2));
  follow(ala_);
  EXPECT_EQ(winner(at_nqz_.claim(2)), "ALA-01/1");
  EXPECT_TRUE(won(at_nqz_.claim(1)));
}

TEST_F(ClusterClaimsTest, ABoothThatAsksOnceMoreForALaterEventKeepsTheVisa) {
  ASSERT_TRUE(won(at_ala_.claim(1)));
  std::ignore = at_ala_.sign(EventKind::referral, 2);  // recorded there, not handed in yet
  EXPECT_TRUE(won(at_ala_.claim(1)));
  EXPECT_EQ(winner(at_nqz_.claim(1)), "ALA-01/2");
}

TEST_F(ClusterClaimsTest, AnEntryMadeWithoutTheClusterIsClaimedWhenItCanBe) {
  join(ala_, "ALA", cluster_, 300ms);
  cluster_.pause(0);
  EXPECT_TRUE(unavailable(at_ala_.claim(1)));
  const auto entry = at_ala_.sign(EventKind::entry, 1, true);
  EXPECT_EQ(at_ala_.hand_in(entry).kind, EventAnswer::Kind::recorded);
  EXPECT_EQ(ala_.airport().cluster->follow().error().code, Errc::unavailable);
  cluster_.resume(0);
  ASSERT_TRUE(cluster_.answers());
  follow(ala_);
  EXPECT_EQ(winner(at_nqz_.claim(1)), "ALA-01/1");
}

TEST_F(ClusterClaimsTest, ACandidateThatNobodyClaimedHasToWinFirst) {
  ASSERT_TRUE(won(at_nqz_.claim(1)));
  const auto post = [&](const crypto::SignedEvent& event) {
    const auto token = ala_.token(db::TokenRole::booth, "ALA-01");
    const crypto::Json one = {{"json", event.json},
                              {"signature", crypto::to_base64(event.signature)}};
    return ala_.post("/v1/events", token, {{"events", crypto::Json::array({one})}})["answers"][0];
  };
  const auto lost = post(at_ala_.sign(EventKind::entry, 1));
  EXPECT_EQ(lost["result"], "conflict");
  EXPECT_EQ(lost["stored"], false);
  EXPECT_EQ(lost["winner"]["event"], "NQZ-01/1");
  EXPECT_EQ(ala_.airport().log->size().value(), 0U);
}

TEST_F(ClusterClaimsTest, ALostClusterIsFilledFromTheLogs) {
  ASSERT_TRUE(won(at_ala_.claim(1)));
  at_ala_.hand_in(at_ala_.sign(EventKind::entry, 1));
  follow(ala_);
  const sample::EtcdCluster another(1);
  join(ala_, "ALA", another);
  join(nqz_, "NQZ", another);
  follow(ala_);
  EXPECT_EQ(winner(at_nqz_.claim(1)), "ALA-01/1");
}

// Both entered while cut off from the cluster. Once each has the other's event, both name the same
// winner, whichever of them settles first.
TEST_F(ClusterClaimsTest, ADoubleUseThatWasFoundHasOneHolder) {
  const auto first = at_ala_.sign(EventKind::entry, 1, true);
  const auto second = at_nqz_.sign(EventKind::entry, 1, true);
  at_ala_.hand_in(first);
  at_nqz_.hand_in(second);
  follow(nqz_);
  follow(ala_);
  const auto cross = [](Service& from, Service& to) {
    const auto keys = from.airport().accounts->booths().current().value();
    const auto events = from.airport().log->feed(0, 10).value();
    for (const auto& stored : events) {
      const auto event = crypto::parse_event(stored.event.json).value();
      if (to.airport().log->find(event.crossing.id).value()) continue;
      const auto accepting = keys->accepting(event.crossing.id.booth, event.crossing.time);
      EXPECT_TRUE(to.airport().log->merge(stored.event, accepting));
    }
  };
  cross(ala_, nqz_);
  cross(nqz_, ala_);
  follow(nqz_);
  follow(ala_);
  EXPECT_EQ(winner(Booth("ALA-02", ala_).claim(1)), "ALA-01/1");
  EXPECT_EQ(winner(Booth("NQZ-02", nqz_).claim(1)), "ALA-01/1");
  EXPECT_EQ(sample::connect(cluster_.url()).holder(scenes::visa_no(1)).value()->event.text(),
            "ALA-01/1");
}

TEST_F(ClusterClaimsTest, TheKeeperSettlesByItself) {
  const ClaimKeeper keeper(ala_.airport());
  EXPECT_TRUE(sample::eventually([&] { return keeper.linked(); }));
  at_ala_.hand_in(at_ala_.sign(EventKind::entry, 1, true));
  auto claims = sample::connect(cluster_.url());
  EXPECT_TRUE(sample::eventually([&] {
    const auto holder = claims.holder(scenes::visa_no(1));
    return holder && *holder && (*holder)->event.text() == "ALA-01/1";
  }));
}

}  // namespace
}  // namespace evisa::verifier
