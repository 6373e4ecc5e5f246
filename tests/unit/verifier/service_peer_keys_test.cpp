// Booth keys that one airport takes over from the other, and booths that have gone silent.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/sample/event_chain.h"
#include "tests/sample/eventually.h"
#include "tests/sample/running_service.h"
#include "verifier/service/peer_keys.h"
#include "verifier/service/sync_loop.h"
#include "verifier/service/watch.h"

namespace evisa::verifier {
namespace {

using sample::eventually;
using sample::must;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using namespace std::chrono_literals;

const visa::Instant kNow = visa::parse_instant("2026-11-20T10:00:00Z").value();

crypto::Ed25519PublicKey new_key() { return crypto::Ed25519SecretKey::generate().public_key(); }

/// A key as a peer tells it.
db::BoothKeyRing told(const std::string& booth, const crypto::Ed25519PublicKey& key,
                      std::optional<visa::Instant> revoked_at = {}) {
  const db::BoothKey held{
      .key = key, .valid_from = kNow - 24h, .revoked_at = revoked_at, .compromised_since = {}};
  return db::BoothKeyRing({{.name = booth, .airport = "", .added = kNow, .keys = {held}}});
}

class PeerKeys : public ::testing::Test {
 protected:
  db::BoothRegistry& registry() { return accounts_->booths(); }
  KeysTaken take(const db::BoothKeyRing& ring) {
    return must(take_peer_keys(registry(), "NQZ", "ALA", ring, kNow));
  }
  std::optional<db::BoothKey> held(const std::string& booth) {
    const auto ring = must(registry().load());
    const auto* info = ring.find(booth);
    return info != nullptr ? std::optional(info->keys.front()) : std::nullopt;
  }
  sample::TempFolder folder_;
  std::unique_ptr<db::Accounts> accounts_ =
      must(db::Accounts::open(folder_ / "accounts.sqlite", db::Open::create));
};

TEST_F(PeerKeys, AreTakenOverOnceAndTheTrailNamesThePeer) {
  const auto ring = told("NQZ-03", new_key());
  EXPECT_EQ(take(ring).changed, 1U);
  EXPECT_EQ(take(ring).changed, 0U);
  EXPECT_EQ(held("NQZ-03"), ring.booths().front().keys.front());
  EXPECT_EQ(must(registry().load()).find("NQZ-03")->airport, "NQZ");
  const auto trail = must(accounts_->audit().list(0, 10));
  ASSERT_THAT(trail, SizeIs(1));
  EXPECT_EQ(trail[0].who, "peer:NQZ");
  EXPECT_EQ(trail[0].act, "booth.told");
}

TEST_F(PeerKeys, OnlyOfThePeersOwnBooths) {
  for (const char* other : {"ALA-03", "CIT-01", "NQZ", "NQZX-01"}) {
    const auto taken = take(told(other, new_key()));
    EXPECT_EQ(taken.changed, 0U) << other;
    EXPECT_THAT(taken.refused, IsEmpty()) << other << ": no fault of the peer's, it has it too";
  }
  EXPECT_THAT(must(registry().load()).booths(), IsEmpty());
  EXPECT_EQ(take(told("NQZ-T1-03", new_key())).changed, 1U);
}

TEST_F(PeerKeys, NobodyButTheAirportItselfSpeaksForItsBooths) {
  const auto taken =
      must(take_peer_keys(registry(), "ALA", "ALA", told("ALA-03", new_key()), kNow));
  EXPECT_EQ(taken.changed, 0U);
}

TEST_F(PeerKeys, AKeyThatIsAnotherBoothsIsRefusedAndTold) {
  const auto key = new_key();
  must(registry().add("ALA-03", key, kNow - 24h, {"test", kNow}));
  const auto taken = take(told("NQZ-01", key));
  ASSERT_THAT(taken.refused, SizeIs(1));
  EXPECT_THAT(taken.refused[0], ::testing::HasSubstr("ALA-03"));
  EXPECT_FALSE(held("NQZ-01"));
}

TEST_F(PeerKeys, ARevocationIsTakenOverAndNeverTakenBack) {
  const auto key = new_key();
  take(told("NQZ-03", key));
  EXPECT_EQ(take(told("NQZ-03", key, kNow - 1h)).changed, 1U);
  EXPECT_EQ(held("NQZ-03")->revoked_at, kNow - 1h);
  EXPECT_EQ(take(told("NQZ-03", key)).changed, 0U);
  EXPECT_EQ(take(told("NQZ-03", key, kNow)).changed, 0U);
  EXPECT_EQ(take(told("NQZ-03", key, kNow - 2h)).changed, 1U);
  EXPECT_EQ(held("NQZ-03")->revoked_at, kNow - 2h);
}

TEST_F(PeerKeys, ARotatedKeyIsRevokedByItself) {
  const auto old_key = new_key(), key = new_key();
  take(told("NQZ-03", old_key, kNow - 1h));
  take(told("NQZ-03", key));
  const auto ring = must(registry().load());
  ASSERT_THAT(ring.find("NQZ-03")->keys, SizeIs(2));
  EXPECT_EQ(std::ranges::count_if(ring.find("NQZ-03")->keys,
                                  [](const auto& each) { return each.revoked_at.has_value(); }),
            1);
}

/// A booth that hands in to one airport.
class Booth {
 public:
  Booth(std::string name, sample::RunningService& service)
      : chain_(std::move(name)),
        client_(
            must(ServiceClient::create(service.address(db::TokenRole::booth, chain_.booth())))) {}
  EventAnswer enter(std::uint32_t visa, visa::Instant time = kNow) {
    const auto number = visa::VisaNumber::compose(26, visa).value();
    const auto event = chain_.append(chain_.draft(visa::EventKind::entry, number, time));
    return must(client_.hand_in(std::vector{event})).answers.at(0);
  }
  [[nodiscard]] crypto::Ed25519PublicKey key() const { return chain_.public_key(); }
  [[nodiscard]] const std::string& name() const { return chain_.booth(); }

 private:
  sample::EventChain chain_;
  ServiceClient client_;
};

/// Almaty reads Astana.
class ServicePeers : public ::testing::Test {
 protected:
  std::unique_ptr<SyncLoop> read_astana() {
    return must(SyncLoop::start(
        {.name = "NQZ", .address = nqz_.address(db::TokenRole::peer, "ALA")}, ala_.airport()));
  }
  std::uint64_t held_in_almaty() { return must(ala_.airport().log->size()); }
  std::vector<db::Alarm> alarms() { return must(ala_.airport().operations->alarms().open(10)); }
  crypto::MinisignPublicKey authority_ = crypto::MinisignSecretKey::generate().public_key();
  sample::RunningService ala_{"ALA", authority_, kNow}, nqz_{"NQZ", authority_, kNow};
  Booth booth_{"NQZ-07", nqz_};
};

TEST_F(ServicePeers, ABoothRegisteredAtOneAirportCountsAtTheOther) {
  nqz_.register_booth(booth_.name(), booth_.key());
  EXPECT_EQ(booth_.enter(1).kind, EventAnswer::Kind::recorded);
  const auto loop = read_astana();
  EXPECT_TRUE(eventually([&] { return held_in_almaty() == 1; }));
  EXPECT_THAT(alarms(), IsEmpty());
  EXPECT_TRUE(eventually([&] { return loop->linked(); }));
}

TEST_F(ServicePeers, ABoothRegisteredLaterIsNoUnknownOne) {
  const auto loop = read_astana();
  ASSERT_TRUE(eventually([&] { return loop->linked(); }));
  nqz_.register_booth(booth_.name(), booth_.key());
  booth_.enter(1);
  EXPECT_TRUE(eventually([&] { return held_in_almaty() == 1; }));
  EXPECT_THAT(alarms(), IsEmpty());
}

TEST_F(ServicePeers, AnUnknownKeyIsRefusedAlarmedAndTakenInWhenItIsKnown) {
  // Registered at Astana under another airport's name: Astana does not speak for it.
  Booth stranger("CIT-01", nqz_);
  nqz_.register_booth(stranger.name(), stranger.key());
  ASSERT_EQ(stranger.enter(1).kind, EventAnswer::Kind::recorded);
  const auto loop = read_astana();
  ASSERT_TRUE(eventually([&] { return !alarms().empty(); }));
  EXPECT_EQ(alarms()[0].what.kind, db::AlarmKind::unknown_booth);
  EXPECT_EQ(alarms()[0].what.subject, "CIT-01");
  EXPECT_EQ(held_in_almaty(), 0U);
  ala_.register_booth(stranger.name(), stranger.key());
  EXPECT_TRUE(eventually([&] { return held_in_almaty() == 1; })) << "it is tried again";
}

TEST_F(ServicePeers, ARevocationAtOneAirportCountsAtTheOther) {
  nqz_.register_booth(booth_.name(), booth_.key());
  booth_.enter(1, kNow - 2h);
  must(nqz_.airport().accounts->booths().revoke(booth_.name(), kNow - 1h, kNow - 2h,
                                                {"test", kNow}));
  const auto loop = read_astana();
  EXPECT_TRUE(eventually([&] { return held_in_almaty() == 1; })) << "signed before";
  const auto keys = must(ala_.airport().accounts->booths().load());
  EXPECT_EQ(keys.find(booth_.name())->keys.front().revoked_at, kNow - 1h);
  EXPECT_EQ(keys.find(booth_.name())->keys.front().compromised_since, kNow - 2h);
}

db::Heartbeat beat(const std::string& booth, visa::Instant at) {
  return {.booth = booth,
          .received = at,
          .clock = at,
          .bundle_sequence = 1,
          .bundle_age_minutes = {},
          .queue_length = 0,
          .software = "test"};
}

TEST(ServiceWatch, ASilentBoothIsOneAlarmForEachSilence) {
  sample::RunningService service("ALA", crypto::MinisignSecretKey::generate().public_key(), kNow);
  auto& airport = service.airport();
  auto& beats = airport.operations->heartbeats();
  const auto alarms = [&] { return must(airport.operations->alarms().open(10)); };
  service.register_booth("ALA-01", new_key());
  service.register_booth("ALA-02", new_key());
  must(beats.store(beat("ALA-01", kNow)));
  service.set_time(kNow + 5min);
  must(look_for_silent_booths(airport));
  EXPECT_THAT(alarms(), IsEmpty()) << "not silent for too long yet; ALA-02 was never heard";
  service.set_time(kNow + 6min);
  must(look_for_silent_booths(airport));
  service.set_time(kNow + 60min);
  must(look_for_silent_booths(airport));
  ASSERT_THAT(alarms(), SizeIs(1));
  EXPECT_EQ(alarms()[0].what.kind, db::AlarmKind::stale_booth);
  EXPECT_EQ(alarms()[0].what.subject, "ALA-01");
  must(beats.store(beat("ALA-01", kNow + 61min)));
  service.set_time(kNow + 70min);
  must(look_for_silent_booths(airport));
  EXPECT_THAT(alarms(), SizeIs(2)) << "another silence";
}

TEST(ServiceWatch, ABoothThatWasTakenOutOfUseMayBeSilent) {
  sample::RunningService service("ALA", crypto::MinisignSecretKey::generate().public_key(), kNow);
  auto& airport = service.airport();
  service.register_booth("ALA-01", new_key());
  must(airport.operations->heartbeats().store(beat("ALA-01", kNow)));
  must(airport.accounts->booths().revoke("ALA-01", kNow + 1min, {}, {"test", kNow}));
  service.set_time(kNow + 60min);
  must(look_for_silent_booths(airport));
  EXPECT_THAT(must(airport.operations->alarms().open(10)), IsEmpty());
}

TEST(ServiceWatch, LooksByItself) {
  sample::RunningService service("ALA", crypto::MinisignSecretKey::generate().public_key(), kNow);
  auto& airport = service.airport();
  service.register_booth("ALA-01", new_key());
  must(airport.operations->heartbeats().store(beat("ALA-01", kNow)));
  const BoothWatch watch(airport, 10ms);
  service.set_time(kNow + 60min);
  EXPECT_TRUE(eventually([&] { return must(airport.operations->alarms().open(10)).size() == 1; }));
}

}  // namespace
}  // namespace evisa::verifier
