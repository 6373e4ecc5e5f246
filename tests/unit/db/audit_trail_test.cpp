// The audit trail: each administrator's act once, never changed, without secrets.
#include "db/audit_trail.h"

#include <SQLiteCpp/Database.h>

#include "tests/unit/db/accounts_fixture.h"

namespace evisa::db {
namespace {

class AuditTrailTest : public AccountsFixture {
 protected:
  std::vector<std::string> acts() {
    std::vector<std::string> names;
    const auto entries = accounts_->audit().list(0, 100).value();
    for (const auto& entry : entries) {
      names.push_back(entry.act + " " + entry.subject);
    }
    return names;
  }
};

TEST_F(AuditTrailTest, HasEveryActOfAnAdministrator) {
  auto& officers = accounts_->officers();
  const auto pin = pin_of("480917");
  const auto key = crypto::Ed25519SecretKey::generate().public_key();
  ASSERT_TRUE(accounts_->tokens().create({TokenRole::booth, "ALA-03", {}}, admin()));
  ASSERT_TRUE(accounts_->tokens().revoke(1, admin()));
  ASSERT_TRUE(officers.add({"KZ-1", OfficerRole::officer}, pin, admin()));
  ASSERT_TRUE(officers.set_pin("KZ-1", pin, admin()));
  ASSERT_TRUE(officers.unlock("KZ-1", admin()));
  ASSERT_TRUE(officers.disable("KZ-1", admin()));
  ASSERT_TRUE(officers.enable("KZ-1", admin()));
  ASSERT_TRUE(accounts_->sessions().end_all("KZ-1", admin()));
  ASSERT_TRUE(officers.change_pin("KZ-1", pin, pin_of("715204"), at_minute(3)));
  ASSERT_TRUE(accounts_->booths().add("ALA-03", key, at_minute(0), admin()));
  ASSERT_TRUE(accounts_->booths().revoke("ALA-03", at_minute(1), {}, admin()));
  EXPECT_EQ(acts(), (std::vector<std::string>{
                        "token.create 1", "token.revoke 1", "officer.add KZ-1", "officer.pin KZ-1",
                        "officer.unlock KZ-1", "officer.disable KZ-1", "officer.enable KZ-1",
                        "officer.end_sessions KZ-1", "officer.change_pin KZ-1", "booth.add ALA-03",
                        "booth.revoke ALA-03"}));
  const auto all = accounts_->audit().list(0, 100).value();
  EXPECT_EQ(all[0].who, "KZ-9001");
  EXPECT_EQ(all[0].at, at_minute(0));
  EXPECT_EQ(all[0].detail, "role booth, for ALA-03, expires never");
  EXPECT_EQ(all[8].who, "KZ-1");
  EXPECT_EQ(accounts_->audit().list(all[8].id, 1).value(), std::vector{all[9]});
}

TEST_F(AuditTrailTest, HasNothingOfAnActThatFailed) {
  ASSERT_FALSE(accounts_->tokens().revoke(1, admin()));
  ASSERT_FALSE(accounts_->officers().unlock("KZ-1", admin()));
  EXPECT_TRUE(acts().empty());
}

TEST_F(AuditTrailTest, AnActWithoutANameIsNotDone) {
  for (const std::string& by : {std::string(), std::string("a\nb"), std::string(65, 'a')}) {
    const auto made =
        accounts_->tokens().create({TokenRole::booth, "ALA-03", {}}, {by, at_minute(0)});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::malformed);
  }
  EXPECT_TRUE(accounts_->tokens().list().value().empty());
}

TEST_F(AuditTrailTest, IsAppendOnlyForWhoeverHasTheFile) {
  ASSERT_TRUE(accounts_->tokens().create({TokenRole::booth, "ALA-03", {}}, admin()));
  SQLite::Database db(file_.string(), SQLite::OPEN_READWRITE);
  EXPECT_THROW(db.exec("UPDATE audit SET who = 'nobody'"), SQLite::Exception);
  EXPECT_THROW(db.exec("DELETE FROM audit"), SQLite::Exception);
  EXPECT_EQ(acts().size(), 1U);
}

TEST_F(AuditTrailTest, AccountsAreNotMadeAgainWhenTheyAreLost) {
  accounts_.reset();
  std::filesystem::remove(file_);
  EXPECT_EQ(Accounts::open(file_, Open::existing).error().code, Errc::not_found);
}

}  // namespace
}  // namespace evisa::db
