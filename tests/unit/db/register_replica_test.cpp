// An airport's copy of the register: in order, whole pages, never backwards; found by any number.
#include "db/register_replica.h"

#include <SQLiteCpp/Database.h>

#include <atomic>
#include <thread>

#include "tests/unit/db/register_fixture.h"

namespace evisa::db {
namespace {

class RegisterReplicaTest : public ::testing::Test {
 protected:
  void SetUp() override { open(Open::create); }
  void open(Open mode) {
    replica_.reset();
    replica_ = RegisterReplica::open(file_, fed_.key().public_key(), mode).value();
  }
  std::optional<Errc> apply(const SignedPage& page) {
    const auto taken = replica_->apply(page);
    return taken ? std::nullopt : std::optional(taken.error().code);
  }
  std::size_t fresh(const SignedPage& page) { return replica_->apply(page).value().fresh; }
  ReplicaState state() { return replica_->state().value(); }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "register-copy.sqlite";
  FedRegister fed_{folder_ / "register.sqlite"};
  std::unique_ptr<RegisterReplica> replica_;
};

TEST_F(RegisterReplicaTest, FollowsTheRegister) {
  fed_.issue(1);
  fed_.issue(2);
  EXPECT_EQ(fresh(fed_.feed(0)), 2U);
  EXPECT_EQ(replica_->find(fed_number(1)).value()->seal, fed_entry(1).seal);
  fed_.amend(1, 2);
  fed_.revoke(2);
  EXPECT_EQ(fresh(fed_.feed(2)), 2U);
  open(Open::existing);
  for (const std::uint32_t n : {1U, 2U}) {
    const auto copy = replica_->find(fed_number(n)).value();
    const auto original = fed_.visas().find(fed_number(n)).value();
    ASSERT_TRUE(copy && original);
    EXPECT_EQ(copy->record.visa, original->record.visa);
    EXPECT_EQ(copy->record.status, original->record.status);
    EXPECT_EQ(copy->record.version, original->record.version);
    EXPECT_EQ(copy->record.revocation, original->record.revocation);
    EXPECT_EQ(copy->record.inviter, original->record.inviter);
    EXPECT_EQ(copy->seal, original->seal);
    EXPECT_EQ(copy->issued_at, original->issued_at);
  }
  EXPECT_EQ(replica_->find(fed_number(2)).value()->record.status, visa::VisaStatus::revoked);
  EXPECT_FALSE(replica_->find(fed_number(3)).value());
}

TEST_F(RegisterReplicaTest, TheSamePageTwiceChangesNothing) {
  fed_.issue(1);
  fed_.issue(2);
  const auto page = fed_.feed(0);
  EXPECT_EQ(fresh(page), 2U);
  const auto before = state();
  EXPECT_EQ(fresh(page), 0U);
  EXPECT_EQ(fresh(fed_.feed(0, 1)), 0U);
  EXPECT_EQ(fresh(fed_.feed(1)), 0U);
  EXPECT_EQ(state(), before);
}

TEST_F(RegisterReplicaTest, OverlappingPagesGiveWhatIsNew) {
  for (std::uint32_t n = 0; n < 5; ++n) fed_.issue(n);
  EXPECT_EQ(fresh(fed_.feed(0, 3)), 3U);
  EXPECT_EQ(fresh(fed_.feed(1)), 2U);
  EXPECT_EQ(state().applied, 5U);
}

TEST_F(RegisterReplicaTest, AGapIsRefusedAndSaysWhereToGoOn) {
  for (std::uint32_t n = 0; n < 3; ++n) fed_.issue(n);
  ASSERT_EQ(fresh(fed_.feed(0, 1)), 1U);
  const auto taken = replica_->apply(fed_.feed(2));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Errc::out_of_range);
  EXPECT_NE(taken.error().hint.find("since 1"), std::string::npos) << taken.error().hint;
  EXPECT_EQ(state().applied, 1U);
}

TEST_F(RegisterReplicaTest, AnotherKeysPageIsRefused) {
  fed_.issue(1);
  const auto page = sign_page(fed_.page(0), crypto::Ed25519SecretKey::generate());
  EXPECT_EQ(apply(page), Errc::bad_signature);
  EXPECT_EQ(state().applied, 0U);
}

TEST_F(RegisterReplicaTest, AnotherHistoryIsRefused) {
  fed_.issue(1);
  fed_.issue(2);
  ASSERT_EQ(apply(fed_.feed(0)), std::nullopt);
  // The register went back to a copy with one visa and has gone on with others since.
  FedRegister restored(folder_ / "restored.sqlite");
  restored.issue(1);
  restored.issue(3);
  restored.issue(4);
  EXPECT_EQ(apply(sign_page(restored.page(0), fed_.key())), Errc::rollback);
  EXPECT_EQ(apply(sign_page(restored.page(2), fed_.key())), Errc::rollback);
  EXPECT_EQ(apply(sign_page(restored.page(1), fed_.key())), Errc::rollback);
  EXPECT_EQ(state().applied, 2U);
  EXPECT_FALSE(replica_->find(fed_number(4)).value());
}

TEST_F(RegisterReplicaTest, ARegisterThatLostChangesIsNoticed) {
  fed_.issue(1);
  fed_.issue(2);
  const auto older = fed_.feed(0, kFeedPage, -5);
  ASSERT_EQ(apply(fed_.feed(0)), std::nullopt);
  FedRegister restored(folder_ / "restored.sqlite");
  restored.issue(1);
  EXPECT_EQ(apply(sign_page(restored.page(0, 10, 5), fed_.key())), Errc::rollback);
  EXPECT_EQ(apply(sign_page(restored.page(1, 10, 5), fed_.key())), Errc::rollback);
  EXPECT_EQ(apply(older), std::nullopt);  // an old file of the right register is no harm
}

TEST_F(RegisterReplicaTest, APageIsTakenWholeOrNotAtAll) {
  fed_.issue(1);
  fed_.issue(2);
  FeedPage page = fed_.page(0);
  auto& second = std::get<FedVersion>(page.changes[1].what).entry.record;
  second.version = 2;  // of a visa that was never issued
  const auto taken = replica_->apply(sign_page(page, fed_.key()));
  ASSERT_FALSE(taken);
  EXPECT_EQ(taken.error().code, Errc::malformed);
  EXPECT_NE(taken.error().message.find("change 2"), std::string::npos) << taken.error().message;
  EXPECT_EQ(state(), ReplicaState{});
  EXPECT_FALSE(replica_->find(fed_number(1)).value());
}

TEST_F(RegisterReplicaTest, RefusesChangesThatDoNotFollow) {
  fed_.issue(1);
  ASSERT_EQ(apply(fed_.feed(0)), std::nullopt);
  const FedRevocation revoked{fed_number(1),
                              {fed_day("2026-11-19"), visa::RevocationReason::other}};
  FedVersion other_application{fed_entry(1, 2)};
  other_application.entry.record.application_number = "777777";
  FedRevocation unknown = revoked;
  unknown.visa = fed_number(9);
  using Changes = std::vector<std::variant<FedVersion, FedRevocation>>;
  const Changes cases[] = {{FedVersion{fed_entry(1, 1)}},
                           {FedVersion{fed_entry(1, 3)}},
                           {other_application},
                           {unknown},
                           {revoked, revoked},
                           {revoked, FedVersion{fed_entry(1, 2)}}};
  for (const auto& what : cases) {
    FeedPage page{fed_at(1), 1, state().head, 1 + what.size(), {}};
    for (const auto& one : what) page.changes.push_back({2 + page.changes.size(), one});
    EXPECT_EQ(apply(sign_page(page, fed_.key())), Errc::malformed) << what.size();
  }
  EXPECT_EQ(state().applied, 1U);
}

TEST_F(RegisterReplicaTest, KnowsHowCurrentItIs) {
  EXPECT_FALSE(state().as_of);
  for (std::uint32_t n = 0; n < 4; ++n) fed_.issue(n);
  ASSERT_EQ(apply(fed_.feed(0, 2, 1)), std::nullopt);
  EXPECT_EQ(state().latest, 4U);
  EXPECT_FALSE(state().as_of);  // two changes are missing still
  ASSERT_EQ(apply(fed_.feed(2, 10, 2)), std::nullopt);
  EXPECT_EQ(state().as_of, fed_at(2));
  ASSERT_EQ(apply(fed_.feed(4, 10, 3)), std::nullopt);  // an empty page: nothing newer
  EXPECT_EQ(state().as_of, fed_at(3));
  fed_.issue(5);
  fed_.issue(6);
  ASSERT_EQ(apply(fed_.feed(4, 1, 4)), std::nullopt);
  EXPECT_EQ(state().as_of, fed_at(3));
  ASSERT_EQ(apply(fed_.feed(5, 1, 2)),
            std::nullopt);  // signed earlier, and completes what is known
  EXPECT_EQ(state().as_of, fed_at(4));
}

TEST_F(RegisterReplicaTest, AClockThatWasAheadOnceKeepsNothingOut) {
  fed_.issue(1);
  ASSERT_EQ(apply(fed_.feed(0, 10, 100'000)), std::nullopt);
  fed_.issue(2);
  ASSERT_EQ(apply(fed_.feed(1, 10, 5)), std::nullopt);
  EXPECT_EQ(state().applied, 2U);
  EXPECT_EQ(state().as_of, fed_at(5));
}

TEST_F(RegisterReplicaTest, FindsByApplication) {
  fed_.issue(1);
  fed_.issue(2);
  ASSERT_EQ(apply(fed_.feed(0)), std::nullopt);
  const auto found = replica_->find_by_application("100002").value();
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].record.visa.number, fed_number(2));
  EXPECT_TRUE(replica_->find_by_application("100009").value().empty());
}

TEST_F(RegisterReplicaTest, FindsByPassportExactlyAndByLookAlikes) {
  const auto with_passport = [](std::uint32_t n, const char* passport) {
    auto entry = fed_entry(n);
    entry.record.visa.passport_number = visa::PassportNumber::parse(passport).value();
    return entry;
  };
  ASSERT_TRUE(fed_.visas().add(with_passport(1, "SO1234")));
  ASSERT_TRUE(fed_.visas().add(with_passport(2, "501234")));
  ASSERT_TRUE(fed_.visas().add(with_passport(3, "S01235")));
  ASSERT_EQ(apply(fed_.feed(0)), std::nullopt);
  const auto found =
      replica_->find_by_passport(visa::PassportNumber::parse("SO1234").value()).value();
  ASSERT_EQ(found.exact.size(), 1U);
  EXPECT_EQ(found.exact[0].record.visa.number, fed_number(1));
  ASSERT_EQ(found.look_alike.size(), 1U);
  EXPECT_EQ(found.look_alike[0].record.visa.number, fed_number(2));
  const auto none = replica_->find_by_passport(visa::PassportNumber::parse("X1").value()).value();
  EXPECT_TRUE(none.exact.empty() && none.look_alike.empty());
}

TEST_F(RegisterReplicaTest, AnEarlierVersionsPassportStillLeadsToTheVisa) {
  fed_.issue(1);
  auto renewed = fed_entry(1, 2);
  renewed.record.visa.passport_number = visa::PassportNumber::parse("NEW123").value();
  ASSERT_TRUE(fed_.visas().amend(renewed));
  ASSERT_EQ(apply(fed_.feed(0)), std::nullopt);
  for (const auto& passport :
       {fed_entry(1).record.visa.passport_number, renewed.record.visa.passport_number}) {
    const auto found = replica_->find_by_passport(passport).value();
    ASSERT_EQ(found.exact.size(), 1U) << passport.text();
    EXPECT_EQ(found.exact[0].record.version, 2U);
    EXPECT_TRUE(found.look_alike.empty());
  }
}

TEST_F(RegisterReplicaTest, ADamagedCopyIsNamed) {
  fed_.issue(1);
  ASSERT_EQ(apply(fed_.feed(0)), std::nullopt);
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE visas SET record = replace(record, 'ZAF', 'Z1F')");
  const auto found = replica_->find(fed_number(1));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Errc::malformed);
  EXPECT_NE(found.error().message.find(fed_number(1).text()), std::string::npos);
}

TEST_F(RegisterReplicaTest, IsAskedWhileItIsFed) {
  for (std::uint32_t n = 0; n < 60; ++n) fed_.issue(n);
  std::atomic<bool> stop = false;
  std::atomic<int> bad = 0;
  std::vector<std::thread> readers;
  for (int t = 0; t < 3; ++t) {
    readers.emplace_back([&] {
      while (!stop) {
        const auto known = replica_->state();
        const auto applied = known ? known->applied : 0;
        if (applied == 0) continue;
        const auto found = replica_->find(fed_number(static_cast<std::uint32_t>(applied - 1)));
        if (!known || !found || !*found) ++bad;
      }
    });
  }
  for (std::uint64_t since = 0; since < 60; since += 5) EXPECT_EQ(fresh(fed_.feed(since, 5)), 5U);
  stop = true;
  for (auto& reader : readers) reader.join();
  EXPECT_EQ(bad, 0);
}

}  // namespace
}  // namespace evisa::db
