// What is wrong with the command line is told at once, as usage, before a folder or camera is
// opened: there is no folder here, so that whoever opens it ends as "could not be carried out".
#include <gtest/gtest.h>

#include "cli/command_line.h"
#include "crypto/files.h"
#include "kiosk/commands.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"

namespace evisa::kiosk {
namespace {

struct Told {
  int code = -1;
  std::string words;
};

/// The program with these words, but for the clock.
Told run_words(std::vector<std::string> words) {
  CLI::App app("test", "evisa-kiosk");
  cli::describe(app);
  Options options;
  declare(app, options);
  words.insert(words.begin(), "evisa-kiosk");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  testing::internal::CaptureStderr();
  Told told;
  told.code = cli::main_with(app, static_cast<int>(argv.size()), argv.data(), [&] {
    const auto done = run(app, options, [] { return sample::one().now; });
    return done ? *done : cli::report("evisa-kiosk", done.error());
  });
  told.words = testing::internal::GetCapturedStderr();
  return told;
}

using Words = std::vector<std::string>;

Words at_no_booth(Words more, const Words& start = {"--home", "/nonexistent/booth"}) {
  more.insert(more.begin(), start.begin(), start.end());
  return more;
}

Words recording(Words more) {
  return at_no_booth(std::move(more),
                     {"--home", "/nonexistent/booth", "--record", "--officer", "KZ-117"});
}

struct Usage {
  Words words;
  std::string names;
};

void expect_usage(const std::vector<Usage>& cases) {
  for (const auto& usage : cases) {
    const auto told = run_words(usage.words);
    EXPECT_EQ(told.code, cli::kUsage) << usage.names << ": " << told.words;
    EXPECT_NE(told.words.find(usage.names), std::string::npos) << told.words;
    EXPECT_EQ(told.words.find("let_out"), std::string::npos) << told.words;
  }
}

TEST(KioskOptionRules, AnActThatTheDirectionDoesNotKnowIsUsage) {
  expect_usage({
      {recording({"--source", "0", "--act", "admit", "--direction", "exit"}),
       "admit cannot be recorded in direction exit"},
      {recording({"--source", "0", "--act", "refuse", "--direction", "exit"}),
       "refuse cannot be recorded in direction exit"},
      {recording({"--source", "0", "--act", "exit"}),
       "exit cannot be recorded in direction entry; entry knows admit, refuse, refer; exit knows "
       "exit, refer"},
  });
}

TEST(KioskOptionRules, BadgesAndReasonAreCheckedBeforeAnything) {
  const Words act = {"--home", "/nonexistent/booth", "--source", "0", "--record"};
  expect_usage({
      {at_no_booth({"--officer", "kz-117"}, act), "officer's badge"},
      {at_no_booth({"--officer", ""}, act), "no officer's badge"},
      {recording({"--source", "0", "--senior", "KZ 204"}), "senior officer's badge"},
      {recording({"--source", "0", "--reason", "one\ntwo"}), "control character"},
      {recording({"--visa", sample::one().visa.number->text(), "--act", "exit", "--senior", "?"}),
       "senior officer's badge"},
  });
}

TEST(KioskOptionRules, AnOptionsTextThatIsOffIsUsage) {
  expect_usage({
      {at_no_booth({"--source", "0", "--at", "yesterday"}), "--at"},
      {at_no_booth({"--source", "0", "--arrival", "10:00"}), "--arrival"},
      {at_no_booth({"--source", "0", "--lang", "zh"}), "--lang"},
      {recording({"--visa", "26000000001", "--act", "exit"}), "--visa"},
      {recording({"--event", "17", "--act", "reverse"}), "--event"},
      {at_no_booth({}), "no --source"},
      {at_no_booth({"--source", "0", "--act", "admit"}), "--record"},
  });
}

TEST(KioskOptionRules, ActsByHandGoWithTheirOwnOptions) {
  const std::string number = sample::one().visa.number->text();
  const std::string go = "--act reverse and resolve go with --event, --act exit with --visa";
  expect_usage({
      {recording({"--act", "reverse"}), go},
      {recording({"--act", "resolve", "--visa", number}), go},
      {recording({"--act", "reverse", "--visa", number, "--event", "ALA-03/1"}), go},
      {recording({"--act", "exit", "--event", "ALA-03/1"}), go},
      {recording({"--act", "admit", "--visa", number}), "nobody is admitted or refused"},
      {recording({"--visa", number}), "nobody is admitted or refused"},
      {at_no_booth({"--visa", number}), "nobody is admitted or refused"},
      {recording({"--act", "exit", "--visa", number, "--source", "0"}), "takes no --source"},
      {recording({"--act", "exit", "--visa", number, "--flight", "KC1"}), "takes no --source"},
  });
}

TEST(KioskOptionRules, ATokenGoesInClearToThisMachineOnly) {
  const auto asking = [](const char* service) {
    return recording({"--source", "0", "--service", service, "--service-token", "/none.token"});
  };
  expect_usage({{asking("http://ala.example:8443"), "--service http://ala.example:8443: expected"},
                {asking("https://ala.example:8443"), "--service-ca"}});
  for (const char* here : {"http://127.0.0.1:8443", "http://[::1]:8443", "http://localhost:8443"}) {
    const auto told = run_words(asking(here));
    EXPECT_EQ(told.code, cli::kFailed) << told.words;
    EXPECT_NE(told.words.find("/nonexistent/booth"), std::string::npos) << told.words;
  }
}

TEST(KioskOptionRules, WhatGoesTogetherComesToTheFolder) {
  const std::string number = sample::one().visa.number->text();
  for (const Words& words : {
           Words{"--source", "0", "--act", "admit"},
           Words{"--source", "0", "--act", "refer", "--direction", "exit"},
           Words{"--source", "0", "--act", "exit", "--direction", "exit", "--senior", "KZ-204"},
           Words{"--source", "0"},
           Words{"--visa", number, "--act", "exit", "--direction", "exit"},
           Words{"--event", "ALA-03/17", "--act", "resolve"},
       }) {
    const auto told = run_words(recording(words));
    EXPECT_EQ(told.code, cli::kFailed) << told.words;
    EXPECT_NE(told.words.find("/nonexistent/booth"), std::string::npos) << told.words;
  }
}

TEST(KioskOptionRules, ABoothIsAtAnAirportThatIsKnown) {
  const sample::TempFolder folder;
  const auto init = [&](const std::string& airport, const std::string& booth) {
    return Words{"init",        "--home",    (folder / "booth").string(),
                 "--authority", "/none.pub", "--airport",
                 airport,       "--booth",   booth};
  };
  expect_usage({
      {init("xyz", "03"), "found XYZ, expected one of ALA NQZ CIT"},
      {init("tse", "03"), "found TSE, expected its IATA code NQZ"},
      {init("ALA", "3-4"), "--booth"},
      {init("ALA", "123456789"), "1 to 8"},
  });
  EXPECT_NE(run_words(init("xyz", "03")).words.find("hint: evisa-kiosk init --help"),
            std::string::npos);
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
}

TEST(KioskOptionRules, AnAirportMayBeWrittenInSmallLetters) {
  const sample::TempFolder folder;
  const auto authority = crypto::MinisignSecretKey::generate();
  sample::write_bundle(folder.path(), sample::bundle_contents(1), authority);
  sample::must(crypto::write_file(folder / "passphrase", crypto::as_bytes("test\n"), 0600));
  const std::string home = (folder / "booth").string();
  testing::internal::CaptureStdout();
  const auto made = run_words({"init", "--home", home, "--authority",
                               (folder / "authority.pub").string(), "--airport", "ala", "--booth",
                               "03", "--passphrase-file", (folder / "passphrase").string()});
  testing::internal::GetCapturedStdout();
  ASSERT_EQ(made.code, cli::kOk) << made.words;
  const auto watching = run_words({"--home", home, "--airport", "ala", "--source", "/none.avi"});
  EXPECT_NE(watching.words.find("no trust bundle"), std::string::npos) << watching.words;
  const auto elsewhere = run_words({"--home", home, "--airport", "nqz", "--source", "/none.avi"});
  EXPECT_EQ(elsewhere.code, cli::kFailed);
  EXPECT_NE(elsewhere.words.find("belongs to ALA-03"), std::string::npos) << elsewhere.words;
}

TEST(KioskOptionRules, ASelfTestLooksAtACameraAndServesNobody) {
  expect_usage({{at_no_booth({"--self-test"}), "--source"},
                {at_no_booth({"self-test"}), "--source"},
                {recording({"--self-test", "--source", "0"}), "serves no traveller"},
                {at_no_booth({"--self-test", "--source", "0", "--passport-mrz", "-"}),
                 "serves no traveller"},
                {{"calibrate"}, "--page"},
                {{"calibrate", "--page", "a.pdf", "--source", "0"}, "--source"}});
  for (const Words& words : {at_no_booth({"--self-test", "--source", "0"}),
                             Words{"self-test", "--home", "/nonexistent/booth", "--source", "0"}})
    EXPECT_EQ(run_words(words).code, cli::kFailed);
}

}  // namespace
}  // namespace evisa::kiosk
