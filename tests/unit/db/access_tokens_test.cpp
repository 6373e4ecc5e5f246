// Bearer tokens: known by hash, refused when revoked or expired, with one message for everything.
#include "db/access_tokens.h"

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <atomic>
#include <fstream>
#include <thread>

#include "tests/unit/db/accounts_fixture.h"

namespace evisa::db {
namespace {

class AccessTokensTest : public AccountsFixture {
 protected:
  AccessTokens& tokens() { return accounts_->tokens(); }
  NewToken make(TokenRole role = TokenRole::booth, const std::string& subject = "ALA-03",
                std::optional<visa::Instant> expires = {}) {
    return tokens().create({role, subject, expires}, admin()).value();
  }
  Errc refusal(std::string_view token, std::int64_t minute = 1) {
    const auto who = tokens().authenticate(token, at_minute(minute));
    if (who) return Errc::io;
    EXPECT_EQ(who.error().message, kTokenRefused);
    EXPECT_EQ(who.error().hint, "");
    return who.error().code;
  }
};

TEST_F(AccessTokensTest, KnowsWhomATokenBelongsTo) {
  const std::tuple<TokenRole, std::string, std::string> cases[] = {
      {TokenRole::booth, "ALA-03", "evisa_booth_"},   {TokenRole::airline, "KC", "evisa_airline_"},
      {TokenRole::senior, "desk.1", "evisa_senior_"}, {TokenRole::office, "mfa", "evisa_office_"},
      {TokenRole::peer, "NQZ", "evisa_peer_"},
  };
  for (const auto& [role, subject, prefix] : cases) {
    const auto made = make(role, subject);
    EXPECT_TRUE(text_of(made.text).starts_with(prefix));
    const auto who = tokens().authenticate(text_of(made.text), at_minute(1)).value();
    EXPECT_EQ(who, (Principal{made.id, role, subject}));
  }
}

TEST_F(AccessTokensTest, SurvivesARestart) {
  const auto made = make();
  reopen();
  EXPECT_TRUE(tokens().authenticate(text_of(made.text), at_minute(1)));
}

TEST_F(AccessTokensTest, StoresTheHashAndNothingElseOfTheToken) {
  const auto made = make();
  accounts_.reset();
  for (const char* suffix : {"", "-wal"}) {
    std::ifstream in(file_.string() + suffix, std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(content.find(text_of(made.text).substr(12, 20)), std::string::npos) << suffix;
  }
  SQLite::Database db(file_.string());
  const auto stored = db.execAndGet("SELECT hash FROM tokens").getString();
  const auto expected = crypto::blake2b_256(made.text.view());
  EXPECT_EQ(stored, std::string(crypto::as_text(expected)));
}

TEST_F(AccessTokensTest, TellsTheRefusalsApartInsideAndNotOutside) {
  const std::string token = text_of(make().text);
  std::string typo = token;
  typo.back() = typo.back() == 'A' ? 'B' : 'A';
  EXPECT_EQ(refusal(typo), Errc::malformed);
  EXPECT_EQ(refusal(""), Errc::malformed);
  EXPECT_EQ(refusal(std::string(100000, 'x')), Errc::malformed);
  EXPECT_EQ(refusal(text_of(crypto::make_access_token("booth").text)), Errc::not_found);
  EXPECT_EQ(refusal(text_of(crypto::make_access_token("session").text)), Errc::not_found);
  ASSERT_TRUE(tokens().revoke(1, admin()));
  EXPECT_EQ(refusal(token), Errc::untrusted);
  const auto brief = make(TokenRole::airline, "KC", at_minute(10));
  EXPECT_TRUE(tokens().authenticate(text_of(brief.text), at_minute(9)));
  EXPECT_EQ(refusal(text_of(brief.text), 10), Errc::out_of_range);
}

TEST_F(AccessTokensTest, CannotAskADamagedStore) {
  const std::string token = text_of(make().text);
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE)
      .exec("PRAGMA ignore_check_constraints=ON; UPDATE tokens SET role = 'king'");
  const auto who = tokens().authenticate(token, at_minute(1));
  ASSERT_FALSE(who);
  EXPECT_NE(who.error().message, kTokenRefused);
}

TEST_F(AccessTokensTest, RefusesSubjectsThatDoNotFitTheRole) {
  const std::pair<TokenRole, std::string> cases[] = {
      {TokenRole::booth, ""},
      {TokenRole::booth, "ALA"},
      {TokenRole::booth, "ala-03"},
      {TokenRole::booth, "ALA-"},
      {TokenRole::booth, "-03"},
      {TokenRole::booth, "ALA-03/1"},
      {TokenRole::airline, "K"},
      {TokenRole::airline, "KC12"},
      {TokenRole::airline, "kc"},
      {TokenRole::peer, "ALMATY"},
      {TokenRole::peer, "AL"},
      {TokenRole::senior, ""},
      {TokenRole::senior, "a b"},
      {TokenRole::office, "a\nb"},
      {TokenRole::office, std::string(33, 'a')},
  };
  for (const auto& [role, subject] : cases) {
    const auto made = tokens().create({role, subject, {}}, admin());
    ASSERT_FALSE(made) << to_string(role) << " " << subject;
    EXPECT_EQ(made.error().code, Errc::malformed);
  }
  EXPECT_TRUE(tokens().list().value().empty());
  EXPECT_TRUE(accounts_->audit().list(0, 10).value().empty());
}

TEST_F(AccessTokensTest, RefusesOneThatHasExpiredAlready) {
  const auto made = tokens().create({TokenRole::peer, "NQZ", at_minute(0)}, admin());
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::out_of_range);
}

TEST_F(AccessTokensTest, RevokesOnceAndForEver) {
  make();
  EXPECT_EQ(tokens().revoke(7, admin()).error().code, Errc::not_found);
  ASSERT_TRUE(tokens().revoke(1, admin(5)));
  const auto again = tokens().revoke(1, admin(6));
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
  EXPECT_NE(again.error().message.find("2026-11-20T10:05:00Z"), std::string::npos);
  EXPECT_EQ(tokens().list().value()[0].revoked, at_minute(5));
}

TEST_F(AccessTokensTest, NotesTheLastUseToTheHour) {
  const std::string token = text_of(make().text);
  EXPECT_FALSE(tokens().list().value()[0].last_used);
  ASSERT_TRUE(tokens().authenticate(token, at_minute(59)));
  reopen();  // the note does not wait; closing the file does
  EXPECT_EQ(tokens().list().value()[0].last_used, at_minute(0));
  ASSERT_TRUE(tokens().authenticate(token, at_minute(125)));
  reopen();
  EXPECT_EQ(tokens().list().value()[0].last_used, at_minute(120));
}

TEST_F(AccessTokensTest, AnotherProgramsRevocationHoldsAtOnce) {
  const std::string token = text_of(make().text);
  ASSERT_TRUE(tokens().authenticate(token, at_minute(1)));
  const auto other = open(Open::existing);
  ASSERT_TRUE(other->tokens().revoke(1, admin()));
  EXPECT_EQ(refusal(token), Errc::untrusted);
}

TEST_F(AccessTokensTest, NumbersAreNotUsedAgain) {
  make();
  const auto second = make();
  EXPECT_EQ(second.id, 2);
  EXPECT_EQ(tokens().list().value().size(), 2U);
}

// Once `revoke` has returned, no thread may be let in any more.
TEST_F(AccessTokensTest, ManyThreadsAuthenticateWhileOneRevokes) {
  constexpr int kThreads = 6;
  const std::string token = text_of(make().text);
  std::atomic<bool> revoked = false, stop = false;
  std::atomic<int> let_in = 0, let_in_after = 0, turned_away = 0, odd = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < kThreads; ++t) {
    threads.emplace_back([&] {
      while (!stop) {
        const bool was_revoked = revoked;
        const auto who = tokens().authenticate(token, at_minute(1));
        if (who)
          ++(was_revoked ? let_in_after : let_in);
        else if (who.error().code == Errc::untrusted)
          ++turned_away;
        else
          ++odd;
      }
    });
  }
  while (let_in < 50) std::this_thread::yield();
  const auto done = tokens().revoke(1, admin());
  revoked = true;
  while (turned_away < 50) std::this_thread::yield();
  stop = true;
  for (auto& thread : threads) thread.join();
  EXPECT_TRUE(done);
  EXPECT_EQ(let_in_after, 0);
  EXPECT_EQ(odd, 0);
}

TEST(TokenRoles, HaveOneWordEach) {
  for (const auto role : {TokenRole::booth, TokenRole::airline, TokenRole::senior,
                          TokenRole::office, TokenRole::peer}) {
    EXPECT_EQ(parse_token_role(to_string(role)).value(), role);
  }
  EXPECT_EQ(parse_token_role("admin").error().code, Errc::malformed);
}

}  // namespace
}  // namespace evisa::db
