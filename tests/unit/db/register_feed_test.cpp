// Feed pages: what is signed is what is read, in one form; every flipped byte is noticed.
#include "db/register_feed.h"

#include "tests/unit/db/register_fixture.h"

namespace evisa::db {
namespace {

class RegisterFeedTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fed_.issue(1);
    fed_.issue(2);
    fed_.amend(1, 2);
    fed_.revoke(2);
    page_ = fed_.feed(0);
  }
  crypto::Ed25519PublicKey key() { return fed_.key().public_key(); }
  /// What a reader says of these bytes, signed.
  Error error_of(const std::string& json) {
    const SignedPage page{json, fed_.key().sign(crypto::as_bytes(json))};
    const auto opened = open_page(page, key());
    return opened ? Error{Errc::io, "opened"} : opened.error();
  }
  std::string with(std::string_view from, std::string_view to) {
    std::string json = page_.json;
    const auto at = json.find(from);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? json : json.replace(at, from.size(), to);
  }
  sample::TempFolder folder_;
  FedRegister fed_{folder_ / "register.sqlite"};
  SignedPage page_;
};

TEST_F(RegisterFeedTest, GivesBackWhatWasSigned) {
  const auto opened = open_page(page_, key());
  ASSERT_TRUE(opened) << opened.error().message;
  EXPECT_EQ(opened->signed_at, fed_at(0));
  EXPECT_EQ(opened->latest, 4U);
  ASSERT_EQ(opened->changes.size(), 4U);
  const auto& entry = std::get<FedVersion>(opened->changes[2].what).entry;
  EXPECT_EQ(entry.record.visa, fed_entry(1, 2).record.visa);
  EXPECT_EQ(entry.seal, fed_entry(1, 2).seal);
  const auto& revoked = std::get<FedRevocation>(opened->changes[3].what);
  EXPECT_EQ(revoked.visa, fed_number(2));
  EXPECT_EQ(revoked.revocation.why, visa::RevocationReason::false_data);
  EXPECT_EQ(page_.json.find('\n'), std::string::npos);
}

TEST_F(RegisterFeedTest, AnotherKeysSignatureIsNone) {
  const auto other = crypto::Ed25519SecretKey::generate();
  EXPECT_EQ(open_page(page_, other.public_key()).error().code, Errc::bad_signature);
}

TEST_F(RegisterFeedTest, EveryFlippedByteIsNoticed) {
  for (std::size_t at = 0; at < page_.json.size(); ++at) {
    SignedPage flipped = page_;
    flipped.json[at] = static_cast<char>(flipped.json[at] ^ 1);
    ASSERT_EQ(open_page(flipped, key()).error().code, Errc::bad_signature) << at;
  }
  for (std::size_t at = 0; at < page_.signature.size(); ++at) {
    SignedPage flipped = page_;
    flipped.signature[at] ^= 1;
    ASSERT_EQ(open_page(flipped, key()).error().code, Errc::bad_signature) << at;
  }
}

TEST_F(RegisterFeedTest, RefusesWhatIsSignedAndNotInItsOneForm) {
  const std::string revocation_date = R"("date":"2026-11-19")";
  const std::pair<std::string, Errc> cases[] = {
      {"", Errc::malformed},
      {"{}", Errc::malformed},
      {with("evisa-register-feed-1", "evisa-register-feed-2"), Errc::unsupported},
      {with(R"("since":0)", R"("since":1)"), Errc::malformed},
      {with(R"("since":0)", R"("since":-1)"), Errc::out_of_range},
      {with(R"("since":0)", R"("since": 0)"), Errc::malformed},
      {with(R"("latest":4)", R"("latest":3)"), Errc::malformed},
      {with(R"("change":2)", R"("change":3)"), Errc::malformed},
      {with(R"("change":1)", R"("change":0)"), Errc::out_of_range},
      {with(R"("kind":"issue")", R"("kind":"amendment")"), Errc::malformed},
      {with(R"("kind":"issue")", R"("kind":"deletion")"), Errc::malformed},
      {with(R"("version":1)", R"("version":0)"), Errc::malformed},
      {with(revocation_date, R"("date":"2026-02-31")"), Errc::out_of_range},
      {with(revocation_date, R"("date":"2026-11-18")"), Errc::malformed},  // head does not follow
      {with(R"("reason":"false_data")", R"("reason":"mood")"), Errc::malformed},
      {with(R"("seal":")", R"("seal":"!)"), Errc::malformed},
      {with(R"("changes":[)", R"("changes":{)"), Errc::malformed},
      {with(R"("head":")", R"("more":1,"head":")"), Errc::malformed},
      {with(R"("head":")", R"("head":"0)"), Errc::malformed},
      {page_.json + " ", Errc::malformed},
  };
  for (const auto& [json, code] : cases) EXPECT_EQ(error_of(json).code, code) << json;
}

TEST_F(RegisterFeedTest, AVersionIsNeverRevokedAlready) {
  FeedPage page = open_page(page_, key()).value();
  std::get<FedVersion>(page.changes[0].what).entry.record.revocation =
      visa::Revocation{fed_day("2026-11-19"), visa::RevocationReason::other};
  EXPECT_EQ(open_page(sign_page(page, fed_.key()), key()).error().code, Errc::malformed);
}

TEST_F(RegisterFeedTest, ErrorsDoNotShowPeople) {
  const auto error = error_of(with("\"sex\":\"F\"", "\"sex\":\"Q\""));
  EXPECT_EQ(error.message.find("MERWE"), std::string::npos) << error.message;
  EXPECT_NE(error.message.find("change 1"), std::string::npos) << error.message;
}

TEST_F(RegisterFeedTest, AFileHoldsPagesInTurn) {
  const std::vector<SignedPage> pages = {fed_.feed(0, 3), fed_.feed(3)};
  const auto read = parse_feed_text(feed_text(pages));
  ASSERT_TRUE(read) << read.error().message;
  ASSERT_EQ(read->size(), 2U);
  EXPECT_EQ((*read)[1].json, pages[1].json);
  EXPECT_EQ((*read)[1].signature, pages[1].signature);
  EXPECT_TRUE(parse_feed_text(feed_text({})).value().empty());
}

TEST_F(RegisterFeedTest, RefusesAFileThatIsNone) {
  const std::string text = feed_text(std::vector{page_});
  const std::pair<std::string, Errc> cases[] = {
      {"", Errc::malformed},
      {"EVISA-REGISTER-FEED-1", Errc::malformed},
      {"EVISA-REGISTER-FEED-2\n", Errc::unsupported},
      {"hello\n", Errc::malformed},
      {text.substr(0, text.size() - 1), Errc::malformed},
      {text.substr(0, text.size() - 20), Errc::malformed},
      {text.substr(0, text.size() / 2), Errc::malformed},
      {text + "x", Errc::malformed},
      {text + page_.json + "\n", Errc::malformed},
      {"EVISA-REGISTER-FEED-1\n" + std::string(kMaxPage + 1, 'x') + "\nx\n", Errc::out_of_range},
  };
  for (const auto& [bad, code] : cases) {
    const auto read = parse_feed_text(bad);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, code) << bad.substr(0, 80);
  }
}

}  // namespace
}  // namespace evisa::db
