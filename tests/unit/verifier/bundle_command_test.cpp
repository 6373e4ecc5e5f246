// evisa-verifier bundle import and show; the trust folder.
#include <gtest/gtest.h>

#include <filesystem>

#include "crypto/minisign.h"
#include "tests/sample/sample.h"
#include "tests/unit/verifier/command_fixture.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
namespace fs = std::filesystem;

class BundleCommand : public VerifierCommands {};

TEST_F(BundleCommand, ImportsShowsAndDecides) {
  make_bundle(5);
  EXPECT_EQ(run({"bundle", "import", path("trust.bundle"), "--trust", path("trust"), "--authority",
                 path("authority.pub"), "--json"}),
            cli::kOk)
      << err_;
  EXPECT_EQ(json()["sequence"], 5);
  EXPECT_EQ(run({"bundle", "show", "--trust", path("trust")}), cli::kOk) << err_;
  EXPECT_TRUE(out_.contains("bundle 5, issued 2026-11-20T09:50:00Z (10 min ago)")) << out_;
  EXPECT_EQ(run({"inspect", "--direction", "entry", "--trust", path("trust"), "--airport", "ALA",
                 "--at", kAt, "--log", path("empty.sqlite"), "--text", text_, "--passport-mrz",
                 passport_, "--json"}),
            cli::kOk)
      << out_ << err_;
  EXPECT_EQ(json()["bundle_sequence"], 5);
  EXPECT_EQ(run({"inspect", "--direction", "entry", "--bundle", path("trust.bundle"), "--authority",
                 path("authority.pub"), "--airport", "ALA", "--at", kAt, "--log",
                 path("empty.sqlite"), "--text", text_, "--passport-mrz", passport_}),
            cli::kOk)
      << out_ << err_;
}

TEST_F(BundleCommand, KeepsTheLastGoodOne) {
  make_bundle(5);
  const std::vector<std::string> import{
      "bundle",      "import",      path("trust.bundle"), "--trust",
      path("trust"), "--authority", path("authority.pub")};
  ASSERT_EQ(run(import), cli::kOk) << err_;
  make_bundle(4);
  EXPECT_EQ(run(import), cli::kRefused);
  EXPECT_EQ(run({"bundle", "show", "--trust", path("trust"), "--json"}), cli::kOk) << err_;
  EXPECT_EQ(json()["sequence"], 5);
}

TEST_F(BundleCommand, IsPinnedToItsFirstAuthority) {
  make_bundle(5);
  ASSERT_EQ(run({"bundle", "import", path("trust.bundle"), "--trust", path("trust"), "--authority",
                 path("authority.pub")}),
            cli::kOk)
      << err_;
  write("other.pub", crypto::MinisignSecretKey::generate().public_key().text("other"));
  EXPECT_EQ(run({"bundle", "import", path("trust.bundle"), "--trust", path("trust"), "--authority",
                 path("other.pub")}),
            cli::kRefused);
  EXPECT_TRUE(err_.contains("pinned")) << err_;
}

TEST_F(BundleCommand, TheNextAuthoritysKeyReplacesTheOneBeforeItEverywhere) {
  make_bundle(5);
  const std::vector<std::string> import{
      "bundle",      "import",      path("trust.bundle"), "--trust",
      path("trust"), "--authority", path("authority.pub")};
  ASSERT_EQ(run(import), cli::kOk) << err_;
  const auto next = crypto::MinisignSecretKey::generate();
  write("next.pub", next.public_key().text("next"));
  auto replace = import;
  replace.insert(replace.end(), {"--new-authority", path("next.pub")});
  EXPECT_EQ(run(replace), cli::kRefused) << out_;  // the bundle is the old authority's
  ASSERT_EQ(run({"bundle", "show", "--trust", path("trust")}), cli::kOk) << err_;
  fs::create_directory(folder_ / "stick");
  sample::write_bundle(folder_ / "stick", sample::bundle_contents(6), next);
  replace[2] = path("stick/trust.bundle");
  ASSERT_EQ(run(replace), cli::kOk) << err_;
  EXPECT_TRUE(err_.contains("restarted")) << err_;
  EXPECT_EQ(run({"bundle", "show", "--trust", path("trust"), "--json"}), cli::kOk) << err_;
  EXPECT_EQ(json()["sequence"], 6);
  EXPECT_EQ(run({"bundle", "show", "--trust", path("trust"), "--authority", path("authority.pub"),
                 "--json"}),
            cli::kOk)
      << err_;
}

TEST_F(BundleCommand, FromTheFutureMeansAClockThatIsBehind) {
  make_bundle(5);
  EXPECT_EQ(run({"inspect", "--direction", "entry", "--bundle", path("trust.bundle"), "--authority",
                 path("authority.pub"), "--airport", "ALA", "--at", "2026-11-20T09:00:00Z",
                 "--text", text_, "--passport-mrz", passport_, "--json"}),
            cli::kRefused);
  EXPECT_EQ(json()["headline"], "CLOCK_UNTRUSTED");
}

TEST_F(BundleCommand, ThatIsBadIsRefusedAndOneThatIsMissingIsAFailure) {
  write("bad.bundle", "rubbish");
  write("bad.bundle.minisig", "rubbish");
  const std::vector<std::string> trust{"--trust", path("trust"), "--authority",
                                       path("authority.pub")};
  const auto import = [&](const std::string& file) {
    std::vector<std::string> words{"bundle", "import", path(file)};
    words.insert(words.end(), trust.begin(), trust.end());
    return run(words);
  };
  EXPECT_EQ(import("bad.bundle"), cli::kRefused);
  EXPECT_TRUE(err_.contains(path("bad.bundle"))) << err_;
  EXPECT_EQ(import("none.bundle"), cli::kFailed);
  EXPECT_TRUE(err_.contains(path("none.bundle"))) << err_;
  EXPECT_EQ(
      run({"bundle", "show", "--bundle", path("bad.bundle"), "--authority", path("authority.pub")}),
      cli::kRefused);
}

TEST_F(BundleCommand, NeedsAnAuthorityKeyThatIsOne) {
  write("bad.pub", "rubbish");
  for (const std::string file : {"bad.pub", "none.pub"}) {
    EXPECT_EQ(run({"bundle", "import", path("trust.bundle"), "--trust", path("trust"),
                   "--authority", path(file)}),
              cli::kFailed);
    EXPECT_TRUE(err_.contains(path(file))) << err_;
  }
}

TEST_F(BundleCommand, ShowsExactlyOne) {
  EXPECT_EQ(run({"bundle", "show"}), cli::kUsage);
  EXPECT_EQ(run({"bundle", "show", "--trust", path("trust"), "--bundle", path("trust.bundle"),
                 "--authority", path("authority.pub")}),
            cli::kUsage);
  EXPECT_EQ(run({"bundle", "show", "--trust", path("nowhere")}), cli::kFailed);
  EXPECT_TRUE(err_.contains("nowhere")) << err_;
}

}  // namespace
}  // namespace evisa::verifier
