// The claims' cluster under the contract of all claim stores, and what is its own: a real etcd.
#include <gtest/gtest.h>

#include <set>

#include "claim_store_contract.h"
#include "tests/sample/etcd_cluster.h"

namespace evisa::db {
namespace {

using std::chrono::milliseconds;

/// One member: stopped, it says nothing, as behind a cut line.
class EtcdWorld {
 public:
  std::unique_ptr<ClaimStore> connect() {
    return std::make_unique<EtcdClaims>(sample::connect(cluster_.url(), milliseconds{1500}));
  }
  void cut() { cluster_.pause(0); }
  void heal() { cluster_.resume(0); }

 private:
  sample::EtcdCluster cluster_{1};
};

INSTANTIATE_TYPED_TEST_SUITE_P(Etcd, ClaimStoreContract, EtcdWorld);

TEST(EtcdAddress, NamesItsMembers) {
  const auto address =
      EtcdAddress::parse("etcd://ala.example:2479,nqz.example,[2001:db8::1]", true);
  ASSERT_TRUE(address) << address.error().message;
  ASSERT_EQ(address->members.size(), 3U);
  EXPECT_EQ(address->members[0].host, "ala.example");
  EXPECT_EQ(address->members[0].port, 2479);
  EXPECT_EQ(address->members[1].port, 2379);
  EXPECT_EQ(address->members[2].host, "2001:db8::1");
  EXPECT_TRUE(address->members[0].tls);
}

TEST(EtcdAddress, RefusesWhatIsNone) {
  for (const char* text : {"", "http://a", "etcd://", "etcd://a,,b", "etcd://a:x", "etcd://a/b"})
    EXPECT_FALSE(EtcdAddress::parse(text, true)) << text;
}

TEST(EtcdAddress, ClaimsLeaveTheMachineByTlsOnly) {
  EXPECT_TRUE(EtcdAddress::parse("etcd://127.0.0.1,localhost:99,[::1]", false));
  const auto address = EtcdAddress::parse("etcd://127.0.0.1,nqz.example", false);
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().code, Errc::out_of_range);
}

TEST(EtcdClaims, KnowsTheVisasOfAnEventUntilTheyAreForgotten) {
  const sample::EtcdCluster cluster(1);
  auto claims = sample::connect(cluster.url());
  const Claim claim = claim_by("ALA-01", 7);
  EXPECT_TRUE(claims.claimed_for(claim.event).value().empty());
  ASSERT_TRUE(won(claims.claim(claimed_visa(1), claim)));
  ASSERT_TRUE(won(claims.claim(claimed_visa(2), claim)));
  ASSERT_TRUE(won(claims.claim(claimed_visa(3), claim_by("ALA-01", 70))));
  ASSERT_TRUE(won(claims.claim_recorded(claimed_visa(4), claim)));
  EXPECT_EQ(claims.claimed_for(claim.event).value(),
            (std::vector{claimed_visa(1), claimed_visa(2)}));
  ASSERT_TRUE(claims.forget(claim.event));
  EXPECT_TRUE(claims.claimed_for(claim.event).value().empty());
  EXPECT_EQ(claims.claimed_for({"ALA-01", 70}).value(), std::vector{claimed_visa(3)});
  EXPECT_EQ(claims.holder(claimed_visa(1)).value(), claim);
}

TEST(EtcdClaims, RemembersHowFarALogWasFollowed) {
  const sample::EtcdCluster cluster(1);
  auto claims = sample::connect(cluster.url());
  EXPECT_EQ(claims.followed("ALA").value(), FeedPosition{});
  ASSERT_TRUE(claims.note_followed("ALA", {"a log", 17}));
  EXPECT_EQ(claims.followed("ALA").value(), (FeedPosition{"a log", 17}));
  EXPECT_EQ(claims.followed("NQZ").value(), FeedPosition{});
}

// As docs/operations.md sets it up. etcd's gateway shows its member's certificate to the member
// itself, as a client.
TEST(EtcdClaims, TravelByMutualTls) {
  sample::EtcdCluster cluster(3, sample::EtcdCluster::Wire::tls);
  auto claims = sample::connect(cluster.address());
  const Claim claim = claim_by("ALA-01", 1);
  ASSERT_TRUE(won(claims.claim(claimed_visa(1), claim)));
  EXPECT_EQ(claims.holder(claimed_visa(1)).value(), claim);
  cluster.kill(0);
  ASSERT_TRUE(cluster.answers());
  EXPECT_TRUE(won(claims.claim(claimed_visa(2), claim)));
}

TEST(EtcdClaims, WhoCannotShowACertificateIsNotServed) {
  const sample::EtcdCluster cluster(1, sample::EtcdCluster::Wire::tls);
  auto address = cluster.address();
  address.certificate.reset();
  address.key.reset();
  auto claims = sample::connect(address, milliseconds{1500});
  EXPECT_TRUE(
      std::holds_alternative<Unavailable>(claims.claim(claimed_visa(1), claim_by("ALA-01", 1))));
}

TEST(EtcdClaims, AnotherAuthoritysClusterIsNotAsked) {
  const sample::EtcdCluster cluster(1, sample::EtcdCluster::Wire::tls);
  const sample::EtcdCluster other(1, sample::EtcdCluster::Wire::tls);
  auto address = cluster.address();
  address.ca = other.folder() / "ca.pem";
  auto claims = sample::connect(address, milliseconds{1500});
  EXPECT_TRUE(
      std::holds_alternative<Unavailable>(claims.claim(claimed_visa(1), claim_by("ALA-01", 1))));
}

TEST(EtcdClaims, TwoOfThreeDecideAndOneDoesNot) {
  sample::EtcdCluster cluster(3);
  auto claims = sample::connect(cluster.url());
  ASSERT_TRUE(won(claims.claim(claimed_visa(1), claim_by("ALA-01", 1))));
  cluster.kill(0);
  ASSERT_TRUE(cluster.answers());
  EXPECT_TRUE(won(claims.claim(claimed_visa(2), claim_by("ALA-01", 2))));
  EXPECT_TRUE(
      std::holds_alternative<Already>(claims.claim(claimed_visa(1), claim_by("NQZ-01", 1, "NQZ"))));
  cluster.kill(1);
  EXPECT_TRUE(
      std::holds_alternative<Unavailable>(claims.claim(claimed_visa(3), claim_by("ALA-01", 3))));
  EXPECT_EQ(claims.holder(claimed_visa(1)).error().code, Errc::unavailable);
  cluster.start(0);
  cluster.start(1);
  ASSERT_TRUE(cluster.answers());
  EXPECT_EQ(claims.holder(claimed_visa(1)).value(), claim_by("ALA-01", 1));
  EXPECT_EQ(claims.holder(claimed_visa(2)).value(), claim_by("ALA-01", 2));
}

/// A member dies, or says nothing for a while; then it is back, and the cluster answers.
void disturb(sample::EtcdCluster& cluster, std::size_t round) {
  const std::size_t member = round % 3;
  const bool dies = round % 2 == 0;
  dies ? cluster.kill(member) : cluster.pause(member);
  std::this_thread::sleep_for(milliseconds{300});
  dies ? cluster.start(member) : cluster.resume(member);
  EXPECT_TRUE(cluster.answers());
}

// Each side asks its own member. Whichever is killed, stopped and started meanwhile: no visa is won
// twice, and what was won is still held.
TEST(EtcdClaims, NoFaultOfAMemberGivesAVisaAwayTwice) {
  constexpr std::uint32_t kMost = 4000;
  sample::EtcdCluster cluster(3);
  std::vector<std::set<std::string>> winners(kMost);
  std::mutex mutex;
  std::atomic<bool> over = false;
  {
    std::vector<std::jthread> sides;
    for (std::size_t side = 0; side < 3; ++side) {
      sides.emplace_back([&, side] {
        auto claims = sample::connect(cluster.url(side), milliseconds{700});
        const std::string booth = "ALA-0" + std::to_string(side);
        for (std::uint32_t n = 0; n < kMost && !over; ++n) {
          if (!won(claims.claim(claimed_visa(n), claim_by(booth, n + 1)))) continue;
          const std::lock_guard lock(mutex);
          winners[n].insert(booth);
        }
      });
    }
    for (std::size_t round = 0; round < 6; ++round) disturb(cluster, round);
    over = true;
  }
  auto claims = sample::connect(cluster.url());
  std::size_t decided = 0;
  for (std::uint32_t n = 0; n < kMost; ++n) {
    EXPECT_LE(winners[n].size(), 1U) << n;
    if (winners[n].empty()) continue;
    ++decided;
    const auto holder = claims.holder(claimed_visa(n));
    ASSERT_TRUE(holder && *holder) << n;
    EXPECT_EQ((*holder)->event.booth, *winners[n].begin()) << n;
  }
  EXPECT_GT(decided, 0U);
}

}  // namespace
}  // namespace evisa::db
