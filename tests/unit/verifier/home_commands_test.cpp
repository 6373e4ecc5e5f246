// The commands on a service's home through their own parser: exit codes, files, the audit trail.
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

#include "cli/command_line.h"
#include "crypto/files.h"
#include "crypto/public_key_file.h"
#include "crypto/strict_json.h"
#include "db/crossing_log.h"
#include "db/register_feed.h"
#include "tests/sample/temp_folder.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/service_home.h"

namespace evisa::verifier {
namespace {

namespace fs = std::filesystem;

const visa::Instant kNow = visa::parse_instant("2026-11-20T10:00:00Z").value();

class HomeCommands : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto authority = crypto::MinisignSecretKey::generate().public_key();
    write("authority.pub", authority.text("test"));
    write("pass", "for tests only\n");
    write("pin", "480917\n");
    ASSERT_EQ(run({"init", "--airport", "ALA", "--authority", path("authority.pub"),
                   "--passphrase-file", path("pass"), "--home", path("home")}),
              cli::kOk)
        << err_;
  }
  void write(const std::string& name, std::string_view content) {
    ASSERT_TRUE(crypto::write_file(folder_ / name, crypto::as_bytes(content)));
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (folder_ / name).string();
  }
  std::string write_key(const std::string& name) {
    EXPECT_TRUE(crypto::write_public_key_file(folder_ / name,
                                              crypto::Ed25519SecretKey::generate().public_key()));
    return path(name);
  }
  /// Runs a command line; keeps what it printed.
  int run(std::vector<std::string> words) {
    CLI::App app{"test", std::string(kProgram)};
    Session session{.now = kNow, .chosen = {}};
    add_home_commands(app, session);
    cli::describe(app);
    words.insert(words.begin(), std::string(kProgram));
    std::vector<char*> argv;
    for (auto& word : words) argv.push_back(word.data());
    testing::internal::CaptureStdout();
    testing::internal::CaptureStderr();
    const int code = cli::main_with(app, static_cast<int>(argv.size()), argv.data(), [&] {
      return session.chosen ? session.chosen() : int{cli::kUsage};
    });
    out_ = testing::internal::GetCapturedStdout();
    err_ = testing::internal::GetCapturedStderr();
    return code;
  }
  /// The same on the home.
  int at_home(std::vector<std::string> words) {
    words.insert(words.end(), {"--home", path("home")});
    return run(std::move(words));
  }
  crypto::Json json() { return crypto::parse_json(out_).value(); }
  std::string create_token() {
    EXPECT_EQ(at_home({"token", "create", "--role", "booth", "--subject", "ALA-03"}), cli::kOk)
        << err_;
    return out_.substr(0, out_.find('\n'));
  }

  sample::TempFolder folder_;
  std::string out_, err_;
};

TEST_F(HomeCommands, InitMakesAHomeWithItsKeyAndStores) {
  const auto home = ServiceHome::open(folder_ / "home");
  ASSERT_TRUE(home) << home.error().message;
  EXPECT_EQ(home->identity().airport, "ALA");
  EXPECT_TRUE(home->identity().test_only);
  const auto word = crypto::SecretBytes::copy_of(crypto::as_bytes("for tests only"));
  const auto key = home->unlock(word);
  ASSERT_TRUE(key) << key.error().message;
  EXPECT_EQ(crypto::read_public_key_file(home->public_key_file()).value(), key->public_key());
  EXPECT_TRUE(home->accounts());
  EXPECT_TRUE(home->operations());
  EXPECT_EQ(home->visas().error().code, Errc::not_found);
  EXPECT_TRUE(db::CrossingLog::open(home->log_file(), db::Open::existing));
  EXPECT_EQ(fs::status(folder_ / "home").permissions(), fs::perms::owner_all);
}

TEST_F(HomeCommands, InitNeverTouchesWhatIsThereAndLeavesNothingHalfMade) {
  const auto again = [&](const std::string& airport, const std::string& authority,
                         const std::string& home) {
    return run({"init", "--airport", airport, "--authority", authority, "--passphrase-file",
                path("pass"), "--home", path(home)});
  };
  EXPECT_EQ(again("ALA", path("authority.pub"), "home"), cli::kFailed);
  EXPECT_NE(err_.find("exists already"), std::string::npos) << err_;
  EXPECT_EQ(again("ALA", path("pin"), "new"), cli::kRefused);
  EXPECT_EQ(again("Almaty", path("authority.pub"), "new"), cli::kRefused);
  EXPECT_EQ(again("ALA", path("nothing"), "new"), cli::kFailed);
  EXPECT_EQ(
      run({"init", "--airport", "ALA", "--authority", path("authority.pub"), "--passphrase-file",
           path("pass"), "--home", path("new"), "--register-key", path("pin")}),
      cli::kRefused);
  for (const auto& entry : fs::directory_iterator(folder_.path())) {
    EXPECT_FALSE(entry.path().filename().string().starts_with("new")) << entry.path();
  }
}

TEST_F(HomeCommands, AFolderThatIsNoHomeIsSaidToBeNone) {
  EXPECT_EQ(run({"token", "list", "--home", folder_.path().string()}), cli::kFailed);
  EXPECT_NE(err_.find("hint: evisa-verifier init makes one"), std::string::npos) << err_;
}

TEST_F(HomeCommands, ALostOrDamagedStoreIsTheMachinesFault) {
  fs::remove(folder_ / "home/accounts.sqlite");
  EXPECT_EQ(at_home({"token", "list"}), cli::kFailed);
  EXPECT_FALSE(fs::exists(folder_ / "home/accounts.sqlite"));
  std::ofstream(folder_ / "home/accounts.sqlite") << "not a database";
  EXPECT_EQ(at_home({"token", "list"}), cli::kFailed);
  std::ofstream(folder_ / "home/service.json") << "{";
  EXPECT_EQ(at_home({"booth", "list"}), cli::kFailed);
}

TEST_F(HomeCommands, TokensAreShownOnceListedAndRevoked) {
  const std::string token = create_token();
  EXPECT_TRUE(token.starts_with("evisa_booth_")) << out_;
  EXPECT_EQ(out_, token + "\n");
  EXPECT_EQ(err_.find(token), std::string::npos);
  const auto accounts = ServiceHome::open(folder_ / "home").value().accounts().value();
  EXPECT_EQ(accounts->tokens().authenticate(token, kNow).value().subject, "ALA-03");
  ASSERT_EQ(at_home({"token", "list"}), cli::kOk);
  EXPECT_NE(out_.find("ALA-03"), std::string::npos);
  EXPECT_EQ(out_.find(token.substr(20, 10)), std::string::npos);
  ASSERT_EQ(at_home({"token", "revoke", "1"}), cli::kOk) << err_;
  EXPECT_EQ(accounts->tokens().authenticate(token, kNow).error().code, Errc::untrusted);
  EXPECT_EQ(at_home({"token", "revoke", "1"}), cli::kFailed);
  EXPECT_EQ(at_home({"token", "revoke", "2"}), cli::kFailed);
  ASSERT_EQ(at_home({"token", "list", "--json"}), cli::kOk);
  EXPECT_EQ(json()[0]["revoked"], "2026-11-20T10:00:00Z");
}

TEST_F(HomeCommands, ATokenCanGoIntoAPrivateFile) {
  ASSERT_EQ(at_home({"token", "create", "--role", "peer", "--subject", "NQZ", "--out",
                     path("token"), "--expires", "2027-01-01T00:00:00Z"}),
            cli::kOk)
      << err_;
  EXPECT_EQ(out_, "");
  const auto content = crypto::read_private_file(folder_ / "token", 1000).value();
  EXPECT_TRUE(crypto::as_text(content).starts_with("evisa_peer_"));
  EXPECT_EQ(content.back(), '\n');
  // Where it cannot be written, the token is revoked at once.
  EXPECT_EQ(
      at_home({"token", "create", "--role", "peer", "--subject", "NQZ", "--out", path("token")}),
      cli::kFailed);
  ASSERT_EQ(at_home({"token", "list", "--json"}), cli::kOk);
  EXPECT_TRUE(json()[0]["revoked"].is_null());
  EXPECT_FALSE(json()[1]["revoked"].is_null());
}

TEST_F(HomeCommands, WrongWordsAreUsage) {
  const std::vector<std::string> cases[] = {
      {"token"},
      {"token", "create", "--role", "king", "--subject", "X"},
      {"token", "create", "--role", "booth"},
      {"token", "create", "--role", "booth", "--subject", "ALA-03", "--expires", "tomorrow"},
      {"token", "revoke", "one"},
      {"officer", "add", "KZ-1", "--role", "king"},
      {"officer", "add", "KZ-1", "--role", "officer", "--pin", "480917"},  // never as a flag
      {"booth", "revoke", "ALA-03", "--at", "yesterday"},
      {"booth", "add", "ALA-03"},
      {"register"},
  };
  for (const auto& words : cases) EXPECT_EQ(at_home(words), cli::kUsage) << words.back();
  EXPECT_EQ(at_home({"token", "create", "--role", "booth", "--subject", "nowhere"}), cli::kRefused);
}

TEST_F(HomeCommands, OfficersAreAddedListedDisabledAndUnlocked) {
  const std::string pin = path("pin");
  ASSERT_EQ(at_home({"officer", "add", "KZ-1", "--role", "senior", "--pin-file", pin}), cli::kOk)
      << err_;
  EXPECT_EQ(at_home({"officer", "add", "KZ-1", "--role", "senior", "--pin-file", pin}),
            cli::kFailed);
  const auto accounts = ServiceHome::open(folder_ / "home").value().accounts().value();
  const auto secret = [](std::string_view digits) {
    return crypto::SecretBytes::copy_of(crypto::as_bytes(digits));
  };
  EXPECT_TRUE(accounts->officers().check_pin("KZ-1", secret("480917"), kNow));
  for (int i = 0; i < 5; ++i) {
    EXPECT_FALSE(accounts->officers().check_pin("KZ-1", secret("999123"), kNow));
  }
  ASSERT_EQ(at_home({"officer", "list", "--json"}), cli::kOk);
  EXPECT_EQ(json()[0]["locked_until"], "2026-11-20T10:15:00Z");
  ASSERT_EQ(at_home({"officer", "unlock", "KZ-1"}), cli::kOk);
  EXPECT_TRUE(accounts->officers().check_pin("KZ-1", secret("480917"), kNow));
  ASSERT_EQ(at_home({"officer", "disable", "KZ-1"}), cli::kOk);
  ASSERT_EQ(at_home({"officer", "list"}), cli::kOk);
  EXPECT_NE(out_.find("DISABLED"), std::string::npos) << out_;
  ASSERT_EQ(at_home({"officer", "enable", "KZ-1"}), cli::kOk);
  write("pin2", "715204\n");
  ASSERT_EQ(at_home({"officer", "pin", "KZ-1", "--pin-file", path("pin2")}), cli::kOk);
  EXPECT_TRUE(accounts->officers().check_pin("KZ-1", secret("715204"), kNow));
  EXPECT_EQ(at_home({"officer", "unlock", "KZ-9"}), cli::kFailed);
}

TEST_F(HomeCommands, AWeakPinIsRefusedAndNotShown) {
  write("weak", "123456\n");
  EXPECT_EQ(at_home({"officer", "add", "KZ-1", "--role", "officer", "--pin-file", path("weak")}),
            cli::kRefused);
  EXPECT_EQ((out_ + err_).find("123456"), std::string::npos);
  ASSERT_EQ(at_home({"officer", "list", "--json"}), cli::kOk);
  EXPECT_TRUE(json().empty());
}

TEST_F(HomeCommands, BoothsAreAddedListedAndRevoked) {
  const auto key = write_key("booth.pub");
  ASSERT_EQ(at_home({"booth", "add", "ALA-03", key, "--from", "2026-11-20T08:00:00Z"}), cli::kOk)
      << err_;
  EXPECT_EQ(at_home({"booth", "add", "ALA-04", key}), cli::kFailed);
  EXPECT_NE(err_.find("ALA-03"), std::string::npos) << err_;
  EXPECT_EQ(at_home({"booth", "add", "ALA", key}), cli::kRefused);
  EXPECT_EQ(at_home({"booth", "add", "ALA-05", path("pass")}), cli::kRefused);
  ASSERT_EQ(at_home({"booth", "revoke", "ALA-03", "--at", "2026-11-20T09:00:00Z",
                     "--compromised-since", "2026-11-20T08:30:00Z"}),
            cli::kOk)
      << err_;
  EXPECT_EQ(at_home({"booth", "revoke", "ALA-03"}), cli::kFailed);
  EXPECT_EQ(at_home({"booth", "revoke", "ALA-09"}), cli::kFailed);
  ASSERT_EQ(at_home({"booth", "list", "--json"}), cli::kOk);
  const auto found = json()[0];
  EXPECT_EQ(found["booth"], "ALA-03");
  EXPECT_EQ(found["airport"], "ALA");
  EXPECT_EQ(found["keys"][0]["valid_from"], "2026-11-20T08:00:00Z");
  EXPECT_EQ(found["keys"][0]["revoked_at"], "2026-11-20T09:00:00Z");
  EXPECT_EQ(found["keys"][0]["compromised_since"], "2026-11-20T08:30:00Z");
  ASSERT_EQ(at_home({"booth", "list"}), cli::kOk);
  EXPECT_NE(out_.find("REVOKED 2026-11-20T09:00:00Z"), std::string::npos) << out_;
}

TEST_F(HomeCommands, TheAuditTrailSaysWhoDidIt) {
  create_token();
  ASSERT_EQ(at_home({"booth", "add", "ALA-03", write_key("booth.pub"), "--by", "KZ-9001"}),
            cli::kOk);
  ASSERT_EQ(at_home({"audit", "--json"}), cli::kOk);
  EXPECT_EQ(json()[0]["act"], "token.create");
  EXPECT_TRUE(json()[0]["who"].get<std::string>().starts_with("os:"));
  EXPECT_EQ(json()[1]["act"], "booth.add");
  EXPECT_EQ(json()[1]["who"], "KZ-9001");
  ASSERT_EQ(at_home({"audit"}), cli::kOk);
  EXPECT_NE(out_.find("KZ-9001"), std::string::npos);
}

/// The register's feed as the issuer would write it, without any visa.
class RegisterCommands : public HomeCommands {
 protected:
  db::SignedPage empty_page(std::uint64_t latest = 0) {
    return db::sign_page({kNow, 0, {}, latest, {}}, key_);
  }
  void trust() {
    ASSERT_TRUE(crypto::write_public_key_file(folder_ / "register.pub", key_.public_key()));
    ASSERT_EQ(at_home({"register", "trust", path("register.pub")}), cli::kOk) << err_;
  }
  crypto::Ed25519SecretKey key_ = crypto::Ed25519SecretKey::generate();
};

TEST_F(RegisterCommands, NeedATrustedKeyFirst) {
  write("feed", db::feed_text(std::vector{empty_page()}));
  EXPECT_EQ(at_home({"register", "import", path("feed")}), cli::kFailed);
  EXPECT_NE(err_.find("register trust"), std::string::npos) << err_;
  trust();
  ASSERT_EQ(at_home({"register", "import", path("feed")}), cli::kOk) << err_;
  EXPECT_NE(out_.find("complete as of 2026-11-20T10:00:00Z"), std::string::npos) << out_;
  ASSERT_EQ(at_home({"register", "show", "--json"}), cli::kOk);
  EXPECT_EQ(json()["applied"], 0);
  ASSERT_EQ(at_home({"audit", "--json"}), cli::kOk);
  EXPECT_EQ(json()[0]["act"], "register.trust");
}

TEST_F(RegisterCommands, RefuseAnotherKeysFeedAndWhatIsNone) {
  trust();
  const auto other = crypto::Ed25519SecretKey::generate();
  write("feed", db::feed_text(std::vector{db::sign_page({kNow, 0, {}, 0, {}}, other)}));
  EXPECT_EQ(at_home({"register", "import", path("feed")}), cli::kRefused);
  EXPECT_EQ(at_home({"register", "import", path("pass")}), cli::kRefused);
  EXPECT_EQ(at_home({"register", "import", path("nothing")}), cli::kFailed);
  ASSERT_EQ(at_home({"register", "show"}), cli::kOk);
  EXPECT_NE(out_.find("never complete yet"), std::string::npos) << out_;
  EXPECT_EQ(at_home({"register", "trust", path("pass")}), cli::kRefused);
}

}  // namespace
}  // namespace evisa::verifier
