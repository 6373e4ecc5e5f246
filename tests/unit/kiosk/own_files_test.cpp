// Damage of the booth's own files: exit code 3 and the file's name, before the camera is opened.
// There is no camera here, so that whoever looked for it first would name it instead.
#include <gtest/gtest.h>

#include <fstream>

#include "cli/command_line.h"
#include "crypto/files.h"
#include "kiosk/booth.h"
#include "kiosk/commands.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::kiosk {
namespace {

using sample::must;
namespace fs = std::filesystem;

class KioskOwnFiles : public testing::Test {
 protected:
  void SetUp() override {
    sample::write_bundle(folder_.path(), sample::bundle_contents(1), authority_);
    must(crypto::write_file(folder_ / "passphrase", crypto::as_bytes("test\n"), 0600));
    const auto passphrase = crypto::SecretBytes::copy_of(crypto::as_bytes("test"));
    must(BoothHome::create(home_, {"ALA", "03", true}, folder_ / "authority.pub", passphrase));
    must(must(Booth::open(must(BoothHome::open(home_))))->import_bundle(folder_ / "trust.bundle"));
    options_.home = home_.string();
    options_.passphrase_file = (folder_ / "passphrase").string();
    options_.source = (folder_ / "no-camera").string();
    options_.record = true;
    options_.officer = "KZ-117";
    options_.at = visa::to_string(sample::one().now);
  }
  void damage(const std::string& file) {
    ASSERT_TRUE(fs::exists(home_ / file)) << file;
    std::ofstream(home_ / file, std::ios::trunc) << "not what was written here";
  }
  Error serve() {
    const auto served = serve_traveller(options_, [] { return sample::one().now; });
    return served ? Error{Errc::io, "(served)"} : served.error();
  }
  void expect_named(const Error& error, const fs::path& file) {
    EXPECT_EQ(cli::exit_code_of(error.code), cli::kFailed) << error.message;
    EXPECT_NE(error.message.find(file.string()), std::string::npos) << error.message;
  }

  sample::TempFolder folder_;
  crypto::MinisignSecretKey authority_ = crypto::MinisignSecretKey::generate();
  fs::path home_ = folder_ / "booth";
  Options options_;
};

TEST_F(KioskOwnFiles, InOrderTheCameraIsWhatIsMissing) { expect_named(serve(), options_.source); }

TEST_F(KioskOwnFiles, TheNextAuthorityComesWithItsFirstBundle) {
  const auto next = crypto::MinisignSecretKey::generate();
  const auto text = next.public_key().text("next");
  must(crypto::write_file(folder_ / "next.pub", crypto::as_bytes(text)));
  sample::write_bundle(folder_.path(), sample::bundle_contents(2), next);
  options_.bundle = (folder_ / "trust.bundle").string();
  EXPECT_FALSE(take_bundle(options_));
  options_.new_authority = (folder_ / "next.pub").string();
  ASSERT_TRUE(take_bundle(options_));
  EXPECT_EQ(must(BoothHome::open(home_)).authority().id, next.public_key().id);
  sample::write_bundle(folder_.path(), sample::bundle_contents(3), next);
  options_.new_authority.clear();
  EXPECT_TRUE(take_bundle(options_));
}

TEST_F(KioskOwnFiles, DamageIsNamedAndIsNoRefusal) {
  const auto sound = folder_ / "sound";
  fs::copy(home_, sound, fs::copy_options::recursive);
  for (const std::string file : {"booth.json", "authority.pub", "booth.key", "crossings.sqlite",
                                 "trust/trust.sqlite", "trust/trust-1.bundle"}) {
    damage(file);
    expect_named(serve(), file == "trust/trust-1.bundle" ? home_ / "trust" : home_ / file);
    fs::remove_all(home_);
    fs::copy(sound, home_, fs::copy_options::recursive);
    fs::permissions(home_ / "booth.key", fs::perms::owner_read | fs::perms::owner_write);
  }
}

TEST_F(KioskOwnFiles, WhatIsMissingIsNamed) {
  fs::remove(home_ / "crossings.sqlite");
  expect_named(serve(), home_ / "crossings.sqlite");
  fs::remove(home_ / "booth.json");
  expect_named(serve(), home_);
}

TEST_F(KioskOwnFiles, AnAirportThatIsNoneIsDamage) {
  std::string text(crypto::as_text(must(crypto::read_file(home_ / "booth.json", 4096))));
  text.replace(text.find("ALA"), 3, "ala");
  must(crypto::write_file(home_ / "booth.json", crypto::as_bytes(text)));
  expect_named(serve(), home_ / "booth.json");
}

TEST_F(KioskOwnFiles, TheKeyIsUnlockedBeforeTheCameraIsOpened) {
  must(crypto::write_file(folder_ / "passphrase", crypto::as_bytes("another\n"), 0600));
  const auto error = serve();
  EXPECT_EQ(error.code, Errc::wrong_passphrase);
  expect_named(error, home_ / "booth.key");
}

TEST_F(KioskOwnFiles, AnEmptyPassphraseFileIsNoRefusal) {
  must(crypto::write_file(folder_ / "passphrase", crypto::as_bytes("\n"), 0600));
  expect_named(serve(), folder_ / "passphrase");
}

TEST_F(KioskOwnFiles, WithoutRecordingNoKeyIsAskedFor) {
  options_.record = false;
  options_.passphrase_file = (folder_ / "none").string();
  expect_named(serve(), options_.source);
}

TEST_F(KioskOwnFiles, AFilmThatCannotBeReadIsNothingAgainstTheTraveller) {
  std::ofstream(options_.source) << "no film";
  expect_named(serve(), options_.source);
  fs::remove(options_.source);
  fs::create_directory(options_.source);  // a folder without pictures
  expect_named(serve(), options_.source);
}

TEST_F(KioskOwnFiles, APassportMrzIsWhatWasAskedAbout) {
  options_.passport_mrz = "P<KAZ";
  EXPECT_EQ(cli::exit_code_of(serve().code), cli::kRefused);
  options_.passport_mrz = "@" + (folder_ / "none.mrz").string();
  expect_named(serve(), folder_ / "none.mrz");
}

TEST_F(KioskOwnFiles, ABundleOfferedIsInputAndTheOneKeptIsNot) {
  options_.bundle = (folder_ / "trust.bundle").string();
  std::ofstream(options_.bundle, std::ios::app) << "x";
  const auto offered = take_bundle(options_);
  ASSERT_FALSE(offered);
  EXPECT_EQ(cli::exit_code_of(offered.error().code), cli::kRefused) << offered.error().message;
  options_.bundle = (folder_ / "none.bundle").string();
  const auto missing = take_bundle(options_);
  ASSERT_FALSE(missing);
  expect_named(missing.error(), options_.bundle);
  damage("trust/trust.sqlite");
  const auto kept = take_bundle(options_);
  ASSERT_FALSE(kept);
  expect_named(kept.error(), home_ / "trust/trust.sqlite");
}

TEST_F(KioskOwnFiles, AProductionBoothIsNotToldTheTime) {
  std::string text(crypto::as_text(must(crypto::read_file(home_ / "booth.json", 4096))));
  text.replace(text.find("true"), 4, "false");
  must(crypto::write_file(home_ / "booth.json", crypto::as_bytes(text)));
  const auto error = serve();
  EXPECT_EQ(cli::exit_code_of(error.code), cli::kFailed);
  EXPECT_NE(error.message.find("--at"), std::string::npos) << error.message;
  options_.at.clear();  // the key is a test key
  expect_named(serve(), home_ / "trust");
}

}  // namespace
}  // namespace evisa::kiosk
