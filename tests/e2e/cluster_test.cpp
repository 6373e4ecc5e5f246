// `evisa-verifier serve --claims`: a real service beside a real etcd cluster that loses its
// majority and gets it back.
#include <gtest/gtest.h>

#include "tests/e2e/served.h"
#include "tests/sample/etcd_cluster.h"
#include "tests/sample/eventually.h"

namespace evisa::e2e {
namespace {

using namespace std::chrono_literals;
using visa::EventKind;

bool won(const db::ClaimAnswer& answer) { return std::holds_alternative<db::Won>(answer); }

TEST(ServiceCluster, WithoutAMajorityEntriesAreProvisionalAndClaimedWhenItIsBack) {
  sample::EtcdCluster cluster(3);
  Installation installation;
  BoothHand booth("ALA-01", installation);
  const Served served(installation, {.words = {"--without-tls", "--claims", cluster.url()}});
  ASSERT_TRUE(served.listens()) << served.words();
  auto client = booth.client(served, 500ms);  // as long as an officer waits
  ASSERT_TRUE(sample::eventually([&] { return won(client.claim(visa_no(1), booth.claim())); }));
  cluster.kill(0);
  cluster.kill(1);
  const auto answer = client.claim(visa_no(2), booth.claim());
  ASSERT_TRUE(std::holds_alternative<db::Unavailable>(answer));
  const auto entry = booth.sign(EventKind::entry, visa_no(2), true);
  const auto handed = booth.client(served).hand_in(std::vector{entry});
  ASSERT_TRUE(handed) << handed.error().message;
  EXPECT_EQ(handed->answers.at(0).kind, verifier::EventAnswer::Kind::recorded);
  cluster.start(0);
  cluster.start(1);
  // The other airport's view of it.
  auto claims = sample::connect(cluster.url());
  EXPECT_TRUE(sample::eventually([&] {
    const auto holder = claims.holder(visa_no(2));
    return holder && *holder && (*holder)->event.text() == "ALA-01/1";
  }));
  // Claimed for the event that became another visa's: free again.
  EXPECT_TRUE(sample::eventually([&] {
    const auto holder = claims.holder(visa_no(1));
    return holder && !*holder;
  }));
}

TEST(ServiceCluster, WordsThatAreOffAreTold) {
  const Installation installation;
  const Served far(installation, {.words = {"--without-tls", "--claims", "etcd://nqz.example"}});
  EXPECT_FALSE(far.listens());
  EXPECT_NE(far.words().find("--claims-ca"), std::string::npos) << far.words();
  const Served none(installation, {.words = {"--without-tls", "--claims", "redis://a"}});
  EXPECT_FALSE(none.listens());
  EXPECT_NE(none.words().find("etcd://"), std::string::npos) << none.words();
}

}  // namespace
}  // namespace evisa::e2e
