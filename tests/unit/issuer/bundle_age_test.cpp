// evisa-issuer bundle, bundle-age: the office is told before the booths grow doubtful.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "crypto/files.h"
#include "issuer/commands.h"
#include "tests/sample/captured_run.h"
#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

using namespace testing;
using ::testing::HasSubstr;
using ::testing::Not;

class BundleAgeCommand : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(
        crypto::write_file(office_.folder / "pass", crypto::as_bytes("for tests only\n"), 0600));
  }
  [[nodiscard]] std::string path(const std::string& name) const {
    return (office_.folder / name).string();
  }
  /// Runs a command line on the home at an instant; keeps what it said.
  int run(const std::string& at, std::vector<std::string> words) {
    CLI::App app{"test", "evisa-issuer"};
    cli::describe(app);
    Commands commands{[] { return instant("2026-11-20T10:00:00Z"); }, random_visa_digits, {}};
    add_bundle(app, commands);
    add_bundle_age(app, commands);
    words.insert(words.end(), {"--home", path("home"), "--at", at});
    const auto ran = sample::captured_run(app, std::move(words), [&]() -> int {
      const auto done = commands.chosen();
      return done ? *done : cli::report("evisa-issuer", done.error());
    });
    said_ = ran.out + ran.err;
    return ran.code;
  }
  int publish(const std::string& at) {
    return run(at, {"bundle", "--out", path("usb"), "--passphrase-file", path("pass")});
  }
  int age(const std::string& at) { return run(at, {"bundle-age", path("usb")}); }

  Office office_;
  std::string said_;
};

TEST_F(BundleAgeCommand, TellsTheTiersOfTheRuleSet) {
  ASSERT_EQ(publish("2026-11-20T10:00:00Z"), cli::kOk) << said_;
  EXPECT_EQ(age("2026-11-20T11:00:00Z"), cli::kOk) << said_;
  EXPECT_THAT(said_, HasSubstr("(60 min ago), next update 2026-11-21T10:00:00Z: fresh\n"));
  EXPECT_EQ(age("2026-11-20T11:01:00Z"), cli::kRefused);
  EXPECT_THAT(said_, HasSubstr("booths show DATA_STALE"));
  EXPECT_EQ(age("2026-11-21T10:00:00Z"), cli::kRefused);
  EXPECT_THAT(said_, HasSubstr(": notice\n"));
  EXPECT_EQ(age("2026-11-21T10:01:00Z"), cli::kRefused);
  EXPECT_THAT(said_, HasSubstr(": second_look, overdue\n"));
  EXPECT_THAT(said_, HasSubstr("every traveller to a second look"));
}

TEST_F(BundleAgeCommand, DoesNotCallABundleFreshThatIsFromTheFuture) {
  ASSERT_EQ(publish("2026-11-20T10:00:00Z"), cli::kOk) << said_;
  EXPECT_EQ(age("2026-11-20T09:59:00Z"), cli::kRefused);
  EXPECT_THAT(said_, HasSubstr("look at the clock"));
}

TEST_F(BundleAgeCommand, EndsWithThreeWithoutABundleOrWithADamagedOne) {
  EXPECT_EQ(age("2026-11-20T10:00:00Z"), cli::kFailed);
  EXPECT_THAT(said_, HasSubstr("evisa-issuer bundle --out"));
  ASSERT_EQ(publish("2026-11-20T10:00:00Z"), cli::kOk) << said_;
  std::fstream file(path("usb/trust.bundle"), std::ios::in | std::ios::out | std::ios::binary);
  file.seekp(200);
  file.put('#');
  file.close();
  EXPECT_EQ(age("2026-11-20T10:01:00Z"), cli::kFailed);
  EXPECT_THAT(said_, HasSubstr("trust.bundle"));
}

TEST_F(BundleAgeCommand, ALateBundleIsToldWhenItIsReplaced) {
  ASSERT_EQ(publish("2026-11-20T10:00:00Z"), cli::kOk) << said_;
  EXPECT_THAT(said_, Not(HasSubstr("warning")));
  ASSERT_EQ(publish("2026-11-20T10:30:00Z"), cli::kOk) << said_;
  EXPECT_THAT(said_, Not(HasSubstr("warning")));
  ASSERT_EQ(publish("2026-11-20T12:00:00Z"), cli::kOk) << said_;
  EXPECT_THAT(said_, HasSubstr("before it was 90 min old (notice)"));
}

}  // namespace
}  // namespace evisa::issuer
