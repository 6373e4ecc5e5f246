// The real program, as a person runs it: exit codes, what is written, what is left alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "crypto/trust_bundle.h"
#include "db/record_json.h"
#include "issuer/issuing_lock.h"
#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

namespace fs = std::filesystem;
using testing::must;

struct Ran {
  int code = -1;
  std::string output;  ///< stdout and stderr
};

/// A folder with a passphrase file and a test home in it.
class IssuerProgram : public ::testing::Test {
 protected:
  void SetUp() override {
    program_ = fs::read_symlink("/proc/self/exe").parent_path() / "evisa-issuer";
    if (!fs::exists(program_)) GTEST_SKIP() << program_ << " is not built";
    std::ofstream(folder_ / "pass") << "for tests only\n";
    fs::permissions(folder_ / "pass", fs::perms::owner_read | fs::perms::owner_write);
    const auto made = run("init --home HOME --passphrase-file PASS --at 2026-10-01T06:00:00Z");
    ASSERT_EQ(made.code, 0) << made.output;
  }

  /// HOME, PASS, OUT, DIR and SAMPLES stand for the paths.
  Ran run(std::string arguments) {
    const std::string folder = folder_.path().string();
    const std::pair<std::string, std::string> words[] = {
        {"HOME", folder + "/home"},
        {"PASS", folder + "/pass"},
        {"OUT", folder + "/out"},
        {"DIR", folder},
        {"SAMPLES", std::string(EVISA_SOURCE_DIR) + "/samples/applications"}};
    for (const auto& [word, path] : words) {
      for (auto at = arguments.find(word); at != std::string::npos;
           at = arguments.find(word, at + path.size())) {
        arguments.replace(at, word.size(), path);
      }
    }
    Ran ran;
    FILE* pipe = ::popen((program_.string() + " " + arguments + " 2>&1 </dev/null").c_str(), "r");
    if (pipe == nullptr) return ran;
    char block[4096];
    while (const auto n = std::fread(block, 1, sizeof block, pipe)) ran.output.append(block, n);
    const int status = ::pclose(pipe);
    ran.code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return ran;
  }

  Ran issue(const std::string& what) {
    return run("issue " + what + " --home HOME --passphrase-file PASS --at 2026-11-01T06:00:00Z");
  }

  testing::Folder folder_;
  fs::path program_;
};

TEST_F(IssuerProgram, IssuesShowsRevokesAndBundles) {
  const auto issued = issue("SAMPLES/india-sharma.json --out OUT");
  ASSERT_EQ(issued.code, 0) << issued.output;
  const std::string number = issued.output.substr(0, 11);
  EXPECT_TRUE(fs::exists(folder_.path() / "out" / (number + ".pdf")));
  const auto shown = run("show " + number + " --home HOME --json");
  const auto record = db::parse_record(shown.output);
  ASSERT_TRUE(record) << shown.output;
  EXPECT_EQ(record->visa.number->text(), number);
  const auto again = run("pdf " + number + " --home HOME --out DIR/again.pdf");
  ASSERT_EQ(again.code, 0) << again.output;
  const auto revoked =
      run("revoke " + number + " --home HOME --reason security --at 2026-11-02T06:00:00Z");
  EXPECT_EQ(revoked.code, 0) << revoked.output;
  EXPECT_EQ(run("pdf " + number + " --home HOME --out DIR/no.pdf").code, 1);
  EXPECT_FALSE(fs::exists(folder_ / "no.pdf"));
  const auto bundle =
      run("bundle --home HOME --out DIR/usb --passphrase-file PASS --at 2026-11-02T07:00:00Z");
  EXPECT_EQ(bundle.code, 0) << bundle.output;
  EXPECT_TRUE(fs::exists(folder_.path() / "usb" / "trust.bundle.minisig"));
}

TEST_F(IssuerProgram, RenewsTheAuthorityWhoseBundlesAreSignedByItsNextKey) {
  const std::string bundle = "bundle --home HOME --out DIR/usb --passphrase-file PASS --at ";
  ASSERT_EQ(run(bundle + "2026-11-02T07:00:00Z").code, 0);
  const auto home = must(AuthorityHome::open(folder_ / "home"));
  const auto before = must(home.authority());
  std::ofstream(folder_ / "wrong") << "another\n";
  fs::permissions(folder_ / "wrong", fs::perms::owner_read | fs::perms::owner_write);
  EXPECT_NE(run("authority renew --home HOME --passphrase-file DIR/wrong").code, 0);
  EXPECT_EQ(must(home.authority()).id, before.id);
  const auto renewed = run("authority renew --home HOME --passphrase-file PASS");
  ASSERT_EQ(renewed.code, 0) << renewed.output;
  const auto after = must(home.authority());
  EXPECT_NE(after.id, before.id);
  EXPECT_TRUE(fs::exists(folder_ / ("home/authority-" + before.id_hex() + ".key")));
  const auto again = run(bundle + "2026-11-02T08:00:00Z");
  ASSERT_EQ(again.code, 0) << again.output;
  const auto files = folder_ / "usb";
  EXPECT_TRUE(
      crypto::TrustBundle::open(files / "trust.bundle", files / "trust.bundle.minisig", after, 2));
  EXPECT_FALSE(
      crypto::TrustBundle::open(files / "trust.bundle", files / "trust.bundle.minisig", before, 2));
}

TEST_F(IssuerProgram, AnAuthorityWhoseKeyIsLostIsRenewedToo) {
  fs::remove(folder_ / "home/authority.key");
  EXPECT_NE(run("bundle --home HOME --out DIR/usb --passphrase-file PASS").code, 0);
  ASSERT_EQ(run("authority renew --home HOME --passphrase-file PASS").code, 0);
  EXPECT_EQ(run("bundle --home HOME --out DIR/usb --passphrase-file PASS").code, 0);
}

TEST_F(IssuerProgram, EndsWithOneWhenARowIsRefusedAndReportsIt) {
  const auto ran = issue("SAMPLES/with-refusals.csv --no-pdf --report DIR/report.csv");
  EXPECT_EQ(ran.code, 1);
  EXPECT_THAT(ran.output, ::testing::HasSubstr("2 of 8 issued, 6 refused"));
  EXPECT_GT(fs::file_size(folder_ / "report.csv"), 300U);
}

TEST_F(IssuerProgram, IssuesNothingWhenTheReportCannotBeWritten) {
  for (const char* place : {"DIR/none/report.csv", "DIR"}) {
    const auto ran = issue(std::string("SAMPLES/india-sharma.json --no-pdf --report ") + place);
    EXPECT_EQ(ran.code, 3) << ran.output;
  }
  EXPECT_EQ(run("show --application 16546778150002 --home HOME").code, 3);
}

TEST_F(IssuerProgram, LeavesTheReportToItsOwnerAlone) {
  EXPECT_EQ(issue("SAMPLES/with-refusals.csv --no-pdf --report DIR/report.csv").code, 1);
  EXPECT_EQ(fs::status(folder_ / "report.csv").permissions(),
            fs::perms::owner_read | fs::perms::owner_write);
}

TEST_F(IssuerProgram, DoesNotBundleWhileAnotherRunIsAtWork) {
  const auto lock = testing::must(IssuingLock::take(folder_ / "home/issuing.lock"));
  const auto ran = run("bundle --home HOME --out OUT --passphrase-file PASS");
  EXPECT_EQ(ran.code, 3) << ran.output;
  EXPECT_FALSE(fs::exists(folder_ / "out/trust.bundle"));
}

TEST_F(IssuerProgram, EndsWithThreeWhenItCannotGoOn) {
  EXPECT_EQ(issue("SAMPLES/not-there.json --no-pdf").code, 3);
  EXPECT_EQ(run("issue SAMPLES/india-sharma.json --home DIR/none --no-pdf").code, 3);
  EXPECT_EQ(run("init --home HOME --passphrase-file PASS").code, 3);
}

TEST_F(IssuerProgram, DoesNotMakeALostRegisterAgain) {
  fs::remove(folder_ / "home/register.sqlite");
  const auto bundle = run("bundle --home HOME --out OUT --passphrase-file PASS");
  EXPECT_EQ(bundle.code, 3) << bundle.output;
  EXPECT_THAT(bundle.output, ::testing::HasSubstr("register.sqlite"));
  EXPECT_FALSE(fs::exists(folder_ / "out/trust.bundle"));
  const auto issued = issue("SAMPLES/india-sharma.json --out OUT");
  EXPECT_EQ(issued.code, 3) << issued.output;
  EXPECT_EQ(run("show --application 123456 --home HOME").code, 3);
  EXPECT_FALSE(fs::exists(folder_ / "home/register.sqlite"));
}

TEST_F(IssuerProgram, DoesNotFillAnEmptiedRegisterAgain) {
  fs::resize_file(folder_ / "home/register.sqlite", 0);
  const auto bundle = run("bundle --home HOME --out OUT --passphrase-file PASS");
  EXPECT_EQ(bundle.code, 3) << bundle.output;
  EXPECT_FALSE(fs::exists(folder_ / "out/trust.bundle"));
  EXPECT_EQ(fs::file_size(folder_ / "home/register.sqlite"), 0U);
}

TEST_F(IssuerProgram, EndsWithThreeWhenItsOwnFilesAreDamaged) {
  std::ofstream(folder_ / "home/issuer.json") << "{";
  const auto ran = run("signer list --home HOME");
  EXPECT_EQ(ran.code, 3) << ran.output;
  EXPECT_THAT(ran.output, ::testing::HasSubstr("issuer.json"));
}

TEST_F(IssuerProgram, EndsWithTwoWhenTheWordsAreOff) {
  for (const char* words :
       {"", "isue", "issue", "issue a.json --home HOME", "show --home HOME",
        "init --home HOME --nope", "issue a.json --home HOME --no-pdf --out OUT"}) {
    EXPECT_EQ(run(words).code, 2) << words;
  }
}

TEST_F(IssuerProgram, EndsWithTwoWhenAnOptionsTextIsOff) {
  for (const char* words :
       {"bundle --home HOME --out OUT --at tomorrow", "pdf 123 --home HOME --out OUT",
        "show 2612345678X --home HOME", "show --passport A/B --home HOME",
        "revoke 123 --home HOME --reason security",
        "issue a.json --home HOME --no-pdf --approve-territory 123456",
        "issue a.json --home HOME --no-pdf --format xml",
        "init --home DIR/other --country kz --passphrase-file PASS"}) {
    const auto ran = run(words);
    EXPECT_EQ(ran.code, 2) << words << "\n" << ran.output;
  }
  const auto issued = issue("SAMPLES/india-sharma.json --no-pdf");
  ASSERT_EQ(issued.code, 0) << issued.output;
  const std::string revoke = "revoke " + issued.output.substr(0, 11) + " --home HOME --reason ";
  EXPECT_EQ(run(revoke + "mistake").code, 2);
  EXPECT_EQ(run(revoke + "security --date 2026-02-30").code, 2);
}

TEST_F(IssuerProgram, LeavesNoFileForARefusedApplication) {
  EXPECT_EQ(issue("SAMPLES/macao-business.json --out OUT").code, 1);
  EXPECT_TRUE(fs::is_empty(folder_ / "out"));
}

}  // namespace
}  // namespace evisa::issuer
