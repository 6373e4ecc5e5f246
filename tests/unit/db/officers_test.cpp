// Officers: PIN policy, lock-out that grows and survives, one message and one cost for every "no".
#include "db/officers.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>

#include "db/pin_policy.h"
#include "tests/unit/db/accounts_fixture.h"

namespace evisa::db {
namespace {

constexpr const char* kBadge = "KZ-1204";
constexpr const char* kPin = "480917";

class OfficersTest : public AccountsFixture {
 protected:
  void SetUp() override {
    ASSERT_TRUE(officers().add({kBadge, OfficerRole::officer}, pin_of(kPin), admin()));
  }
  Officers& officers() { return accounts_->officers(); }
  /// Empty: let in.
  std::optional<Errc> try_pin(std::string_view pin, std::int64_t minute,
                              const std::string& badge = kBadge) {
    const auto done = officers().check_pin(badge, pin_of(pin), at_minute(minute));
    if (done) return std::nullopt;
    EXPECT_EQ(done.error().message, kLogInRefused);
    return done.error().code;
  }
  void fail_times(int times, std::int64_t minute) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(try_pin("999123", minute), Errc::wrong_passphrase);
  }
};

TEST_F(OfficersTest, KnowsBadgeRoleAndPin) {
  const auto who = officers().check_pin(kBadge, pin_of(kPin), at_minute(0)).value();
  EXPECT_EQ(who, (Officer{kBadge, OfficerRole::officer}));
  EXPECT_EQ(try_pin("480918", 0), Errc::wrong_passphrase);
  EXPECT_EQ(try_pin("", 0), Errc::wrong_passphrase);
  EXPECT_EQ(try_pin(kPin, 0, "KZ-1205"), Errc::not_found);
}

TEST_F(OfficersTest, FiveWrongPinsLockForAQuarterOfAnHour) {
  fail_times(5, 0);
  EXPECT_EQ(try_pin(kPin, 0), Errc::ineligible);
  EXPECT_EQ(try_pin(kPin, 14), Errc::ineligible);
  EXPECT_EQ(officers().list().value()[0].locked_until, at_minute(15));
  EXPECT_EQ(try_pin(kPin, 15), std::nullopt);
  EXPECT_FALSE(officers().list().value()[0].locked_until);
}

TEST_F(OfficersTest, FourWrongPinsDoNotLock) {
  fail_times(4, 0);
  EXPECT_EQ(try_pin(kPin, 0), std::nullopt);
  fail_times(4, 0);  // the count began anew
  EXPECT_EQ(try_pin(kPin, 0), std::nullopt);
}

TEST_F(OfficersTest, EachFurtherLockIsTwiceAsLong) {
  std::int64_t now = 0;
  for (const std::int64_t length : {15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440}) {
    fail_times(5, now);
    EXPECT_EQ(officers().list().value()[0].locked_until, at_minute(now + length));
    EXPECT_EQ(try_pin(kPin, now + length - 1), Errc::ineligible) << length;
    now += length;
  }
  EXPECT_EQ(try_pin(kPin, now), std::nullopt);
  fail_times(5, now);
  EXPECT_EQ(officers().list().value()[0].locked_until, at_minute(now + 15));
}

TEST_F(OfficersTest, AttemptsDuringALockDoNotMakeItLonger) {
  fail_times(5, 0);
  for (int i = 0; i < 20; ++i) EXPECT_EQ(try_pin("999123", 1), Errc::ineligible);
  EXPECT_EQ(try_pin(kPin, 15), std::nullopt);
}

TEST_F(OfficersTest, TheCountSurvivesARestart) {
  fail_times(3, 0);
  reopen();
  fail_times(2, 0);
  reopen();
  EXPECT_EQ(try_pin(kPin, 1), Errc::ineligible);
}

TEST_F(OfficersTest, TheCountIsOfOneBadge) {
  ASSERT_TRUE(officers().add({"KZ-2", OfficerRole::senior}, pin_of("715204"), admin()));
  fail_times(5, 0);
  EXPECT_EQ(try_pin("715204", 0, "KZ-2"), std::nullopt);
}

TEST_F(OfficersTest, ManyAttemptsAtOnceGetFiveGuesses) {
  std::atomic<int> guesses = 0, locked = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 4; ++i) {
        const auto done = officers().check_pin(kBadge, pin_of("999123"), at_minute(0));
        if (done.error().code == Errc::wrong_passphrase) ++guesses;
        if (done.error().code == Errc::ineligible) ++locked;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(guesses, 5);
  EXPECT_EQ(locked, 27);
}

TEST_F(OfficersTest, AnAdministratorUnlocks) {
  fail_times(5, 0);
  ASSERT_TRUE(officers().unlock(kBadge, admin(1)));
  EXPECT_EQ(try_pin(kPin, 1), std::nullopt);
  EXPECT_EQ(officers().unlock("NOBODY", admin()).error().code, Errc::not_found);
}

TEST_F(OfficersTest, ADisabledOfficerIsNotLetIn) {
  ASSERT_TRUE(officers().disable(kBadge, admin()));
  EXPECT_EQ(try_pin(kPin, 1), Errc::untrusted);
  EXPECT_EQ(officers().disable(kBadge, admin()).error().code, Errc::conflict);
  ASSERT_TRUE(officers().enable(kBadge, admin()));
  EXPECT_EQ(officers().enable(kBadge, admin()).error().code, Errc::conflict);
  EXPECT_EQ(try_pin(kPin, 1), std::nullopt);
  EXPECT_EQ(officers().disable("NOBODY", admin()).error().code, Errc::not_found);
  EXPECT_EQ(officers().enable("NOBODY", admin()).error().code, Errc::not_found);
}

TEST_F(OfficersTest, RefusesATakenBadgeAndOneThatIsNone) {
  EXPECT_EQ(officers().add({kBadge, OfficerRole::senior}, pin_of("715204"), admin()).error().code,
            Errc::conflict);
  for (const std::string& badge :
       {std::string(), std::string("kz-1"), std::string("A B"), std::string(33, 'A')}) {
    const auto done = officers().add({badge, OfficerRole::officer}, pin_of("715204"), admin());
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::malformed) << badge;
  }
}

TEST_F(OfficersTest, AnOfficerChangesThePin) {
  ASSERT_TRUE(officers().change_pin(kBadge, pin_of(kPin), pin_of("715204"), at_minute(0)));
  EXPECT_EQ(try_pin(kPin, 0), Errc::wrong_passphrase);
  EXPECT_EQ(try_pin("715204", 0), std::nullopt);
  EXPECT_EQ(
      officers().change_pin(kBadge, pin_of("715204"), pin_of("111111"), at_minute(0)).error().code,
      Errc::malformed);
  EXPECT_EQ(
      officers().change_pin(kBadge, pin_of("715204"), pin_of("715204"), at_minute(0)).error().code,
      Errc::malformed);
}

TEST_F(OfficersTest, ChangingThePinIsAnAttemptLikeAnyOther) {
  for (int i = 0; i < 5; ++i) {
    const auto done =
        officers().change_pin(kBadge, pin_of("999123"), pin_of("715204"), at_minute(0));
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, Errc::wrong_passphrase);
  }
  EXPECT_EQ(try_pin(kPin, 0), Errc::ineligible);
}

TEST_F(OfficersTest, AnAdministratorSetsAPinAndUnlocks) {
  fail_times(5, 0);
  ASSERT_TRUE(officers().set_pin(kBadge, pin_of("715204"), admin(1)));
  EXPECT_EQ(try_pin("715204", 1), std::nullopt);
  EXPECT_EQ(officers().set_pin(kBadge, pin_of("1234567"), admin()).error().code, Errc::malformed);
  EXPECT_EQ(officers().set_pin("NOBODY", pin_of("715204"), admin()).error().code, Errc::not_found);
}

// At the real cost: an unknown, a locked and a disabled badge take as long as a wrong PIN.
TEST_F(OfficersTest, TimeDoesNotTellWhetherABadgeExists) {
  accounts_.reset();
  accounts_ = Accounts::open(file_, Open::existing).value();
  ASSERT_TRUE(officers().add({"KZ-REAL", OfficerRole::officer}, pin_of(kPin), admin()));
  ASSERT_TRUE(officers().add({"KZ-GONE", OfficerRole::officer}, pin_of(kPin), admin()));
  ASSERT_TRUE(officers().disable("KZ-GONE", admin()));
  const auto fastest = [&](const std::string& badge) {
    std::vector<double> times;
    for (int i = 0; i < 5; ++i) {
      const std::clock_t from =
          std::clock();  // processor time: a busy machine is not the badge's doing
      EXPECT_NE(try_pin("999123", 0, badge), std::nullopt);
      times.push_back(static_cast<double>(std::clock() - from));
    }
    return std::ranges::min(times);
  };
  const double wrong = fastest("KZ-REAL");
  for (const char* badge : {"NOBODY", "KZ-GONE", "KZ-REAL"}) {  // the last one is locked by now
    const double other = fastest(badge);
    EXPECT_GT(other, wrong / 2) << badge;
    EXPECT_LT(other, wrong * 2) << badge;
  }
}

TEST(PinPolicy, TakesSixToTwelveDigitsThatAreNotTheFirstGuess) {
  for (const char* pin : {"480917", "112233", "123457", "908172635445", "121212", "135790"}) {
    EXPECT_TRUE(check_pin_policy(pin_of(pin))) << pin;
  }
  for (const char* pin : {"", "48091", "4809171234567", "48091a", "480 917", "000000", "777777777",
                          "123456", "0123456789", "987654", "3210987", "890123", "４８０９１７"}) {
    const auto ok = check_pin_policy(pin_of(pin));
    ASSERT_FALSE(ok) << pin;
    EXPECT_EQ(ok.error().code, Errc::malformed);
  }
}

TEST(OfficerRoles, HaveOneWordEach) {
  for (const auto role : {OfficerRole::officer, OfficerRole::senior, OfficerRole::supervisor}) {
    EXPECT_EQ(parse_officer_role(to_string(role)).value(), role);
  }
  EXPECT_EQ(parse_officer_role("admin").error().code, Errc::malformed);
}

}  // namespace
}  // namespace evisa::db
