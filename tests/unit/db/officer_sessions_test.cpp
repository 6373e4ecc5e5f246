// Officers' sessions: idle and absolute time-out, bound to a place, ended by log-out and disabling.
#include "db/officer_sessions.h"

#include "crypto/access_token.h"
#include "tests/unit/db/accounts_fixture.h"

namespace evisa::db {
namespace {

constexpr const char* kBadge = "KZ-1204";
constexpr const char* kPlace = "booth:ALA-03";

class OfficerSessionsTest : public AccountsFixture {
 protected:
  void SetUp() override {
    ASSERT_TRUE(
        accounts_->officers().add({kBadge, OfficerRole::senior}, pin_of("480917"), admin()));
  }
  OfficerSessions& sessions() { return accounts_->sessions(); }
  std::string log_in(std::int64_t minute = 0) {
    return text_of(
        sessions().log_in(kBadge, pin_of("480917"), kPlace, at_minute(minute)).value().token);
  }
  std::optional<Errc> try_session(std::string_view token, std::int64_t minute,
                                  std::string_view place = kPlace) {
    const auto who = sessions().authenticate(token, place, at_minute(minute));
    if (who) return std::nullopt;
    EXPECT_EQ(who.error().message, kSessionRefused);
    return who.error().code;
  }
};

TEST_F(OfficerSessionsTest, KnowsWhoIsWhere) {
  const auto made = sessions().log_in(kBadge, pin_of("480917"), kPlace, at_minute(0)).value();
  EXPECT_TRUE(text_of(made.token).starts_with("evisa_session_"));
  const auto who = sessions().authenticate(text_of(made.token), kPlace, at_minute(3)).value();
  EXPECT_EQ(who.officer, (Officer{kBadge, OfficerRole::senior}));
  EXPECT_EQ(who.place, kPlace);
  EXPECT_EQ(who.since, at_minute(0));
}

TEST_F(OfficerSessionsTest, AWrongPinBeginsNone) {
  const auto made = sessions().log_in(kBadge, pin_of("999123"), kPlace, at_minute(0));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::wrong_passphrase);
  EXPECT_EQ(sessions().end_all(kBadge, admin()).value(), 0);
}

TEST_F(OfficerSessionsTest, EndsWhenIdle) {
  const auto token = log_in();
  EXPECT_EQ(try_session(token, 14), std::nullopt);
  reopen();  // the note of "seen" does not wait; closing the file does
  EXPECT_EQ(try_session(token, 28), std::nullopt);
  reopen();
  EXPECT_EQ(try_session(token, 43), Errc::out_of_range);
}

TEST_F(OfficerSessionsTest, EndsAfterAShiftWhateverIsDone) {
  const auto token = log_in();
  for (std::int64_t minute = 10; minute < 720; minute += 10) {
    ASSERT_EQ(try_session(token, minute), std::nullopt) << minute;
    reopen();
  }
  EXPECT_EQ(try_session(token, 720), Errc::out_of_range);
}

TEST_F(OfficerSessionsTest, AClockSetBackEndsIt) {
  const auto token = log_in(60);
  EXPECT_EQ(try_session(token, 56), std::nullopt);
  EXPECT_EQ(try_session(token, 54), Errc::out_of_range);
}

TEST_F(OfficerSessionsTest, IsBoundToItsPlace) {
  const auto token = log_in();
  EXPECT_EQ(try_session(token, 1, "booth:ALA-04"), Errc::ineligible);
  EXPECT_EQ(try_session(token, 1, "page:supervisor"), Errc::ineligible);
  for (const std::string& place : {std::string(), std::string("a b"), std::string(65, 'a')}) {
    const auto made = sessions().log_in(kBadge, pin_of("480917"), place, at_minute(0));
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Errc::malformed);
  }
}

TEST_F(OfficerSessionsTest, EndsWithLogOut) {
  const auto token = log_in(), other = log_in();
  ASSERT_TRUE(sessions().log_out(token));
  EXPECT_EQ(try_session(token, 1), Errc::not_found);
  EXPECT_EQ(try_session(other, 1), std::nullopt);
  EXPECT_TRUE(sessions().log_out(token));
  EXPECT_EQ(sessions().log_out("evisa_session_").error().code, Errc::malformed);
}

TEST_F(OfficerSessionsTest, AllOfABadgeCanBeEnded) {
  const auto one = log_in(), two = log_in();
  EXPECT_EQ(sessions().end_all(kBadge, admin()).value(), 2);
  EXPECT_EQ(try_session(one, 1), Errc::not_found);
  EXPECT_EQ(try_session(two, 1), Errc::not_found);
}

TEST_F(OfficerSessionsTest, EndWithDisablingAndWithANewPin) {
  auto token = log_in();
  ASSERT_TRUE(
      accounts_->officers().change_pin(kBadge, pin_of("480917"), pin_of("715204"), at_minute(1)));
  EXPECT_EQ(try_session(token, 1), Errc::not_found);
  ASSERT_TRUE(accounts_->officers().set_pin(kBadge, pin_of("480917"), admin()));
  token = log_in();
  ASSERT_TRUE(accounts_->officers().set_pin(kBadge, pin_of("480918"), admin()));
  EXPECT_EQ(try_session(token, 1), Errc::not_found);
  ASSERT_TRUE(accounts_->officers().set_pin(kBadge, pin_of("480917"), admin()));
  token = log_in();
  ASSERT_TRUE(accounts_->officers().disable(kBadge, admin()));
  EXPECT_EQ(try_session(token, 1), Errc::not_found);
  ASSERT_TRUE(accounts_->officers().enable(kBadge, admin()));
  EXPECT_EQ(try_session(token, 1), Errc::not_found);
}

TEST_F(OfficerSessionsTest, AreNotBearerTokensNorTheOtherWayRound) {
  const auto token = log_in();
  EXPECT_EQ(accounts_->tokens().authenticate(token, at_minute(1)).error().code, Errc::not_found);
  const auto bearer = accounts_->tokens().create({TokenRole::booth, "ALA-03", {}}, admin()).value();
  EXPECT_EQ(try_session(text_of(bearer.text), 1), Errc::malformed);
}

TEST_F(OfficerSessionsTest, OldOnesAreRemoved) {
  const auto old = log_in(0);
  log_in(100);
  EXPECT_EQ(try_session(old, 100), Errc::not_found);
  EXPECT_EQ(sessions().end_all(kBadge, admin()).value(), 1);
}

}  // namespace
}  // namespace evisa::db
