// The issuer's change feed: nothing missed, nothing changed afterwards, also in older registers.
#include "db/register_changes.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <thread>

#include "db/database.h"
#include "db/register_schema.h"
#include "tests/unit/db/register_fixture.h"

namespace evisa::db {
namespace {

class RegisterChangesTest : public ::testing::Test {
 protected:
  static std::string told(const FeedPage& page) {
    std::string text;
    for (const auto& change : page.changes) {
      text += std::to_string(change.number);
      if (const auto* version = std::get_if<FedVersion>(&change.what)) {
        text += ":v" + std::to_string(version->entry.record.version) + " " +
                version->entry.record.visa.number->text() + " ";
      } else {
        text += ":revoked " + std::get<FedRevocation>(change.what).visa.text() + " ";
      }
    }
    return text;
  }
  static std::string line(std::uint64_t change, const std::string& what, std::uint32_t n) {
    return std::to_string(change) + ":" + what + " " + fed_number(n).text() + " ";
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "register.sqlite";
};

TEST_F(RegisterChangesTest, NumbersIssuesAmendmentsAndRevocations) {
  FedRegister fed(file_);
  fed.issue(1);
  fed.issue(2);
  fed.amend(1, 2);
  fed.revoke(2);
  const auto page = fed.page(0);
  EXPECT_EQ(told(page),
            line(1, "v1", 1) + line(2, "v1", 2) + line(3, "v2", 1) + line(4, "revoked", 2));
  EXPECT_EQ(page.since, 0U);
  EXPECT_EQ(page.latest, 4U);
  EXPECT_EQ(page.previous, FeedHash{});
  EXPECT_EQ(page.signed_at, fed_at(0));
}

TEST_F(RegisterChangesTest, AChangeSaysWhatWasSoThen) {
  FedRegister fed(file_);
  fed.issue(1);
  const auto before = fed.page(0, 1);
  fed.amend(1, 2);
  fed.revoke(1);
  const auto after = fed.page(0, 1);
  EXPECT_EQ(chain({}, before.changes[0]), chain({}, after.changes[0]));
  const auto& entry = std::get<FedVersion>(after.changes[0].what).entry;
  EXPECT_EQ(entry.record.status, visa::VisaStatus::issued);
  EXPECT_FALSE(entry.record.revocation);
  EXPECT_EQ(entry.seal, fed_entry(1).seal);
  EXPECT_EQ(entry.issued_at, fed_entry(1).issued_at);
}

TEST_F(RegisterChangesTest, PagesChainWhateverTheirSize) {
  FedRegister fed(file_);
  for (std::uint32_t n = 0; n < 25; ++n) fed.issue(n);
  const auto whole = fed.page(0);
  FeedHash head{};
  for (const auto& change : whole.changes) head = chain(head, change);
  for (const std::size_t size : {1, 4, 7, 25}) {
    FeedHash hash{};
    for (std::uint64_t since = 0; since < 25;) {
      const auto page = fed.page(since, size);
      EXPECT_EQ(page.previous, hash);
      for (const auto& change : page.changes) hash = chain(hash, change);
      since += page.changes.size();
    }
    EXPECT_EQ(hash, head) << size;
  }
}

TEST_F(RegisterChangesTest, APageWithoutChangesSaysThatThereAreNone) {
  FedRegister fed(file_);
  EXPECT_TRUE(fed.page(0).changes.empty());
  fed.issue(1);
  const auto page = fed.page(1);
  EXPECT_TRUE(page.changes.empty());
  EXPECT_EQ(page.latest, 1U);
  EXPECT_EQ(page.previous, chain({}, fed.page(0).changes[0]));
  EXPECT_EQ(fed.changes().page(2, 10, fed_at(0)).error().code, Errc::out_of_range);
  EXPECT_EQ(fed.changes().page(~std::uint64_t{0}, 10, fed_at(0)).error().code, Errc::out_of_range);
}

TEST_F(RegisterChangesTest, AnIssueThatFailedLeavesNoGap) {
  FedRegister fed(file_);
  fed.issue(1);
  EXPECT_FALSE(fed.visas().add(fed_entry(1)));
  EXPECT_FALSE(fed.visas().amend(fed_entry(1, 5)));
  EXPECT_FALSE(
      fed.visas().revoke(fed_number(9), {fed_day("2026-11-19"), visa::RevocationReason::other}));
  fed.issue(2);
  EXPECT_EQ(told(fed.page(0)), line(1, "v1", 1) + line(2, "v1", 2));
}

// A register of before the feed: what is in it is numbered by the migration.
TEST_F(RegisterChangesTest, FeedsARegisterThatExistedBefore) {
  {
    constexpr Migration kOld[] = {{1, kRegisterSchema}};
    const auto db = open_database(file_, kRegisterApplicationId, kOld, Open::create).value();
    const auto add = [&](std::uint32_t n, unsigned version) {
      SQLite::Statement visa(*db,
                             "INSERT INTO visas (number, application, version) VALUES (?, ?, ?) "
                             "ON CONFLICT DO UPDATE SET version = excluded.version");
      visa.bind(1, static_cast<std::int64_t>(fed_number(n).ordinal()));
      visa.bind(2, fed_entry(n).record.application_number);
      visa.bind(3, static_cast<std::int64_t>(version));
      visa.exec();
      insert_version(*db, fed_number(n), fed_entry(n, version));
    };
    add(1, 1);
    add(1, 2);
    add(2, 1);
    db->exec("UPDATE visas SET revoked_on = '2026-11-01', revoked_why = 'other' WHERE number = " +
             std::to_string(fed_number(1).ordinal()));
  }
  FedRegister fed(file_);
  // In the order of versions, then of issue: number 2 was issued a minute before number 1.
  EXPECT_EQ(told(fed.page(0)),
            line(1, "v1", 2) + line(2, "v1", 1) + line(3, "v2", 1) + line(4, "revoked", 1));
  fed.issue(3);
  EXPECT_EQ(told(fed.page(4)), line(5, "v1", 3));
}

TEST_F(RegisterChangesTest, MissesNothingThatIsWrittenWithoutThisProgram) {
  FedRegister fed(file_);
  fed.issue(1);
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE visas SET revoked_on = '2026-11-01', revoked_why = 'other'");
  EXPECT_EQ(told(fed.page(0)), line(1, "v1", 1) + line(2, "revoked", 1));
}

TEST_F(RegisterChangesTest, DoesNotFeedARecordThatWasChangedBehindItsBack) {
  FedRegister fed(file_);
  fed.issue(1);
  ASSERT_TRUE(fed.changes().page(0, 10, fed_at(0)));
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE)
      .exec("UPDATE versions SET passport = 'X1'");
  const auto page = fed.changes().page(0, 10, fed_at(0));
  ASSERT_FALSE(page);
  EXPECT_EQ(page.error().code, Errc::malformed);
  EXPECT_NE(page.error().message.find("change 1"), std::string::npos) << page.error().message;
}

TEST_F(RegisterChangesTest, TheFeedIsAppendOnlyForWhoeverHasTheFile) {
  FedRegister fed(file_);
  fed.issue(1);
  fed.revoke(1);
  ASSERT_TRUE(fed.changes().page(0, 10, fed_at(0)));
  SQLite::Database db(file_.string(), SQLite::OPEN_READWRITE);
  for (const char* sql : {"DELETE FROM changes", "UPDATE changes SET hash = zeroblob(32)",
                          "UPDATE changes SET number = number + 1",
                          "UPDATE visas SET revoked_on = NULL, "
                          "revoked_why = NULL",
                          "UPDATE visas SET revoked_why = 'security'"}) {
    EXPECT_THROW(db.exec(sql), SQLite::Exception) << sql;
  }
}

TEST_F(RegisterChangesTest, NamesAChangeThatIsGone) {
  FedRegister fed(file_);
  for (std::uint32_t n = 1; n < 4; ++n) fed.issue(n);
  SQLite::Database db(file_.string(), SQLite::OPEN_READWRITE);
  db.exec("DROP TRIGGER changes_are_not_deleted; DELETE FROM changes WHERE change = 2");
  const auto page = fed.changes().page(0, 10, fed_at(0));
  ASSERT_FALSE(page);
  EXPECT_NE(page.error().message.find("change 2"), std::string::npos) << page.error().message;
}

TEST_F(RegisterChangesTest, FeedsWhileOthersIssue) {
  FedRegister fed(file_);
  std::thread issuing([&] {
    for (std::uint32_t n = 0; n < 100; ++n) fed.issue(n);
  });
  std::uint64_t since = 0;
  FeedHash head{};
  while (since < 100) {
    const auto page = fed.page(since, 7);
    EXPECT_EQ(page.previous, head);
    for (const auto& change : page.changes) head = chain(head, change);
    since += page.changes.size();
  }
  issuing.join();
  EXPECT_EQ(fed.page(100).previous, head);
}

TEST_F(RegisterChangesTest, PagesStayWithinTheirSizeLimit) {
  FedRegister fed(file_);
  for (std::uint32_t n = 0; n < 300; ++n) {
    auto entry = fed_entry(n);
    entry.record.inviter = std::string(60'000, 'x');
    ASSERT_TRUE(fed.visas().add(entry));
  }
  const auto fit = feed_page(fed.changes(), 0, 1000, fed.key(), fed_at(0)).value();
  EXPECT_LE(fit.page.json.size(), kMaxPage);
  EXPECT_LT(fit.last, 300U);
  EXPECT_GT(fit.last, 100U);
  EXPECT_EQ(fit.latest, 300U);
  EXPECT_TRUE(open_page(fit.page, fed.key().public_key()));
}

}  // namespace
}  // namespace evisa::db
