// evisa-issuer register-key, register-feed: the file that an airport takes in.
#include <sys/stat.h>

#include "crypto/files.h"
#include "crypto/public_key_file.h"
#include "db/register_replica.h"
#include "issuer/commands.h"
#include "issuer/register_key.h"
#include "tests/sample/captured_run.h"
#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

using namespace testing;

class RegisterFeedCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    const std::string line = "for tests only\n";
    ASSERT_TRUE(crypto::write_file(office_.folder / "pass", crypto::as_bytes(line), 0600));
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (office_.folder / name).string();
  }
  /// Runs a command line on the home; keeps what it said.
  int run(std::vector<std::string> words) {
    CLI::App app{"test", "evisa-issuer"};
    cli::describe(app);
    Commands commands{[] { return instant("2026-11-20T10:00:00Z"); }, random_visa_digits, {}};
    add_register_feed(app, commands);
    words.insert(words.end(), {"--home", path("home"), "--passphrase-file", path("pass")});
    const auto ran = sample::captured_run(app, std::move(words), [&]() -> int {
      const auto done = commands.chosen();
      return done ? *done : cli::report("evisa-issuer", done.error());
    });
    said_ = ran.out + ran.err;
    return ran.code;
  }
  int feed(const std::string& since, const std::string& most = "1000") {
    return run({"register-feed", "--since", since, "--most", most, "--out", path("feed")});
  }
  void add_visa(std::uint32_t n) {
    db::RegisterEntry entry;
    entry.record.visa.number = must(visa::VisaNumber::compose(26, n));
    entry.record.visa.category = must(visa::CategoryCode::parse("B12"));
    entry.record.visa.name = {"SHARMA", "RAVI KUMAR", false};
    entry.record.visa.issuing_state = must(visa::CountryCode::parse("KAZ"));
    entry.record.visa.nationality = must(visa::CountryCode::parse("IND"));
    entry.record.visa.birth = visa::BirthDate::from(date("1990-01-15"));
    entry.record.visa.passport_number = must(visa::PassportNumber::parse("Z1234567"));
    entry.record.visa.valid_until = date("2027-01-05");
    entry.record.application_number = std::to_string(1'000'000 + n);
    entry.record.invitation_number = "3622000302";
    entry.seal = {0xDC, 0x03};
    entry.issued_at = office_.now;
    ASSERT_TRUE(office_.visas->add(entry));
  }
  /// An airport with the issuer's register key takes the file in.
  Result<std::size_t> import(db::RegisterReplica& airport) {
    const auto text = must(crypto::read_file(office_.folder / "feed", 1 << 20));
    const auto pages = must(db::parse_feed_text(crypto::as_text(text)));
    std::size_t fresh = 0;
    for (const auto& page : pages) {
      const auto taken = airport.apply(page);
      if (!taken) return std::unexpected(taken.error());
      fresh += taken->fresh;
    }
    return fresh;
  }
  std::unique_ptr<db::RegisterReplica> airport() {
    const auto key = must(crypto::read_public_key_file(path("home/register.pub")));
    return must(db::RegisterReplica::open(office_.folder / "copy.sqlite", key, db::Open::create));
  }

  Office office_;
  std::string said_;
};

TEST_F(RegisterFeedCommand, CarriesTheRegisterToAnAirport) {
  ASSERT_EQ(run({"register-key"}), cli::kOk) << said_;
  for (std::uint32_t n = 1; n <= 3; ++n) add_visa(n);
  const auto copy = airport();
  ASSERT_EQ(feed("0", "2"), cli::kOk) << said_;
  EXPECT_NE(said_.find("--since 2"), std::string::npos) << said_;
  EXPECT_EQ(must(import(*copy)), 2U);
  EXPECT_FALSE(copy->state()->as_of);
  ASSERT_EQ(feed("2"), cli::kOk) << said_;
  EXPECT_EQ(must(import(*copy)), 1U);
  EXPECT_EQ(copy->state()->as_of, instant("2026-11-20T10:00:00Z"));
  const auto found = must(copy->find_by_passport(must(visa::PassportNumber::parse("Z1234567"))));
  EXPECT_EQ(found.exact.size(), 3U);
  ASSERT_EQ(feed("3"), cli::kOk) << said_;  // nothing newer is news too
  EXPECT_EQ(must(import(*copy)), 0U);
}

TEST_F(RegisterFeedCommand, TheFileIsForItsOwnerAlone) {
  ASSERT_EQ(run({"register-key"}), cli::kOk) << said_;
  ASSERT_EQ(feed("0"), cli::kOk) << said_;
  struct stat info {};
  ASSERT_EQ(::stat(path("feed").c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
}

TEST_F(RegisterFeedCommand, NeedsItsOwnKey) {
  EXPECT_EQ(feed("0"), cli::kFailed);
  EXPECT_NE(said_.find("evisa-issuer register-key"), std::string::npos) << said_;
  ASSERT_EQ(run({"register-key"}), cli::kOk) << said_;
  EXPECT_EQ(run({"register-key"}), cli::kFailed);  // never overwritten
  EXPECT_TRUE(unlock_register_key(office_.home, passphrase()));
  std::filesystem::copy_file(path("home/authority.key"), path("home/register.key"),
                             std::filesystem::copy_options::overwrite_existing);
  EXPECT_EQ(feed("0"), cli::kFailed);
  EXPECT_FALSE(std::filesystem::exists(path("feed")));
}

TEST_F(RegisterFeedCommand, APublicHalfOfAnotherKeyIsNoticed) {
  ASSERT_EQ(run({"register-key"}), cli::kOk) << said_;
  std::filesystem::remove(path("home/register.pub"));
  ASSERT_TRUE(crypto::write_public_key_file(path("home/register.pub"),
                                            crypto::Ed25519SecretKey::generate().public_key()));
  EXPECT_EQ(unlock_register_key(office_.home, passphrase()).error().code, Errc::untrusted);
}

TEST_F(RegisterFeedCommand, AChangeThatIsNotThereYetIsRefused) {
  ASSERT_EQ(run({"register-key"}), cli::kOk) << said_;
  EXPECT_EQ(feed("7"), cli::kRefused);
  EXPECT_EQ(feed("-1"), cli::kUsage);
  EXPECT_EQ(feed("x"), cli::kUsage);
}

}  // namespace
}  // namespace evisa::issuer
