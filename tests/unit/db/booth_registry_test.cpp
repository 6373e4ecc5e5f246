// Booth keys: whose, from when, until when; what a revoked key may still have signed.
#include "db/booth_registry.h"

#include "tests/unit/db/accounts_fixture.h"
#include "tests/unit/db/log_fixture.h"

namespace evisa::db {
namespace {

class BoothRegistryTest : public AccountsFixture {
 protected:
  BoothRegistry& booths() { return accounts_->booths(); }
  Result<void> add(const std::string& name, const std::string& key_owner, std::int64_t from = 0) {
    return booths().add(name, key_of(key_owner).public_key(), minute(from), admin());
  }
  static crypto::SignedEvent event(const std::string& booth, std::int64_t at,
                                   const std::string& key_owner) {
    crypto::ChainedCrossing content{act(booth, visa::EventKind::entry, 1, at), {}};
    content.crossing.id.sequence = 1;
    return crypto::sign_event(content, key_of(key_owner));
  }
  KeyVerdict judge(const crypto::SignedEvent& signed_event) {
    return booths().load().value().judge(signed_event).value();
  }
  /// What a log says that takes the event in with the keys for its booth and time.
  std::optional<Errc> merge(const crypto::SignedEvent& signed_event) {
    const auto content = crypto::parse_event(signed_event.json).value();
    const auto& crossing = content.crossing;
    LogNode node;
    const auto ring = booths().load().value();
    const auto done = node->merge(signed_event, ring.accepting(crossing.id.booth, crossing.time));
    return done ? std::nullopt : std::optional(done.error().code);
  }
};

TEST_F(BoothRegistryTest, KeepsBoothsWithTheirKeys) {
  ASSERT_TRUE(add("ALA-01", "ALA-01", 5));
  ASSERT_TRUE(add("NQZ-01", "NQZ-01"));
  reopen();
  const auto ring = booths().load().value();
  ASSERT_EQ(ring.booths().size(), 2U);
  EXPECT_EQ(ring.booths()[0].name, "ALA-01");
  EXPECT_EQ(ring.booths()[0].airport, "ALA");
  EXPECT_EQ(ring.booths()[0].keys,
            (std::vector<BoothKey>{{key_of("ALA-01").public_key(), minute(5), {}, {}}}));
  EXPECT_EQ(ring.all().at("NQZ-01"),
            (std::vector<crypto::Ed25519PublicKey>{key_of("NQZ-01").public_key()}));
}

TEST_F(BoothRegistryTest, TakesEventsOfItsKeysOnly) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  EXPECT_EQ(judge(event("ALA-01", 1, "ALA-01")), KeyVerdict::accepted);
  EXPECT_EQ(merge(event("ALA-01", 1, "ALA-01")), std::nullopt);
  EXPECT_EQ(judge(event("ALA-01", 1, "ALA-02")), KeyVerdict::bad_signature);
  EXPECT_EQ(merge(event("ALA-01", 1, "ALA-02")), Errc::bad_signature);
  EXPECT_EQ(judge(event("ALA-02", 1, "ALA-02")), KeyVerdict::unknown_booth);
  EXPECT_EQ(merge(event("ALA-02", 1, "ALA-02")), Errc::untrusted);
  EXPECT_EQ(booths().load().value().judge({"{}", {}}).error().code, Errc::malformed);
}

TEST_F(BoothRegistryTest, ARevokedKeysEarlierEventsStay) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  ASSERT_EQ(booths().revoke("ALA-01", minute(60), {}, admin()).value(), 1);
  EXPECT_EQ(judge(event("ALA-01", 59, "ALA-01")), KeyVerdict::accepted);
  EXPECT_EQ(merge(event("ALA-01", 59, "ALA-01")), std::nullopt);
  EXPECT_EQ(judge(event("ALA-01", 60, "ALA-01")), KeyVerdict::revoked);
  EXPECT_NE(merge(event("ALA-01", 60, "ALA-01")), std::nullopt);
  EXPECT_NE(merge(event("ALA-01", 600, "ALA-01")), std::nullopt);
}

TEST_F(BoothRegistryTest, EventsOnRecordStillVerifyAfterTheRevocation) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  LogNode node;
  node.done(act("ALA-01", visa::EventKind::entry, 1, 90));
  ASSERT_TRUE(booths().revoke("ALA-01", minute(60), {}, admin()));
  const auto defects = node->verify(booths().load().value().all()).value();
  EXPECT_TRUE(defects.empty()) << print(defects);
}

TEST_F(BoothRegistryTest, MarksWhatAKeyInOtherHandsMayHaveSigned) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  ASSERT_TRUE(booths().revoke("ALA-01", minute(60), minute(30), admin()));
  EXPECT_EQ(judge(event("ALA-01", 29, "ALA-01")), KeyVerdict::accepted);
  EXPECT_EQ(judge(event("ALA-01", 30, "ALA-01")), KeyVerdict::compromised);
  EXPECT_EQ(merge(event("ALA-01", 30, "ALA-01")), std::nullopt);
  EXPECT_EQ(judge(event("ALA-01", 60, "ALA-01")), KeyVerdict::revoked);
  EXPECT_EQ(booths().revoke("ALA-01", minute(20), minute(21), admin()).error().code,
            Errc::out_of_range);
}

TEST_F(BoothRegistryTest, AKeyCountsFromItsStart) {
  ASSERT_TRUE(add("ALA-01", "ALA-01", 10));
  EXPECT_EQ(judge(event("ALA-01", 9, "ALA-01")), KeyVerdict::not_yet_valid);
  EXPECT_NE(merge(event("ALA-01", 9, "ALA-01")), std::nullopt);
  EXPECT_EQ(judge(event("ALA-01", 10, "ALA-01")), KeyVerdict::accepted);
}

TEST_F(BoothRegistryTest, TheStartMovesToEarlierOnly) {
  ASSERT_TRUE(add("ALA-01", "ALA-01", 10));
  EXPECT_EQ(add("ALA-01", "ALA-01", 10).error().code, Errc::conflict);
  EXPECT_EQ(add("ALA-01", "ALA-01", 11).error().code, Errc::conflict);
  ASSERT_TRUE(add("ALA-01", "ALA-01", 9));
  EXPECT_EQ(judge(event("ALA-01", 9, "ALA-01")), KeyVerdict::accepted);
}

TEST_F(BoothRegistryTest, RotationKeepsTheOldKeyUntilItIsRevoked) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  ASSERT_TRUE(booths().revoke("ALA-01", minute(60), {}, admin()));
  ASSERT_TRUE(add("ALA-01", "ALA-02", 60));
  EXPECT_EQ(judge(event("ALA-01", 59, "ALA-01")), KeyVerdict::accepted);
  EXPECT_EQ(judge(event("ALA-01", 60, "ALA-01")), KeyVerdict::revoked);
  EXPECT_EQ(judge(event("ALA-01", 60, "ALA-02")), KeyVerdict::accepted);
  EXPECT_EQ(booths().load().value().all().at("ALA-01").size(), 2U);
}

TEST_F(BoothRegistryTest, OneKeyIsOneBooths) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  const auto other = add("ALA-02", "ALA-01");
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Errc::conflict);
  EXPECT_NE(other.error().message.find("ALA-01"), std::string::npos);
}

TEST_F(BoothRegistryTest, ARevokedKeyDoesNotComeBack) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  ASSERT_TRUE(booths().revoke("ALA-01", minute(60), {}, admin()));
  EXPECT_EQ(add("ALA-01", "ALA-01", -5).error().code, Errc::conflict);
}

TEST_F(BoothRegistryTest, ARevocationMovesToEarlierOnly) {
  ASSERT_TRUE(add("ALA-01", "ALA-01"));
  ASSERT_TRUE(booths().revoke("ALA-01", minute(60), {}, admin()));
  EXPECT_EQ(booths().revoke("ALA-01", minute(61), {}, admin()).error().code, Errc::conflict);
  ASSERT_TRUE(booths().revoke("ALA-01", minute(40), {}, admin()));
  EXPECT_EQ(judge(event("ALA-01", 40, "ALA-01")), KeyVerdict::revoked);
  ASSERT_TRUE(booths().revoke("ALA-01", minute(50), minute(20), admin()));
  EXPECT_EQ(booths().load().value().booths()[0].keys[0].revoked_at, minute(40));
  EXPECT_EQ(judge(event("ALA-01", 20, "ALA-01")), KeyVerdict::compromised);
}

TEST_F(BoothRegistryTest, RefusesWhatIsNoBooth) {
  EXPECT_EQ(add("ALA03", "ALA-01").error().code, Errc::malformed);
  EXPECT_EQ(booths().revoke("ALA-01", minute(0), {}, admin()).error().code, Errc::not_found);
}

}  // namespace
}  // namespace evisa::db
