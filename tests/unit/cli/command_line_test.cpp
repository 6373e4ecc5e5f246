// Exit codes and messages as scripts and people rely on them.
#include "cli/command_line.h"

#include <gtest/gtest.h>

#include <cstdio>
#include <cstdlib>
#include <stdexcept>

namespace evisa::cli {
namespace {

int run(std::vector<std::string> words, const std::function<int()>& body) {
  CLI::App app("test", "evisa-test");
  describe(app);
  app.add_flag("--known");
  auto* key = app.add_subcommand("key");
  key->add_subcommand("renew")->add_option("--until")->required()->check(CLI::Range(1, 9));
  words.insert(words.begin(), "evisa-test");
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  return main_with(app, static_cast<int>(argv.size()), argv.data(), body);
}

TEST(CliExitCodes, BadInputIsRefusedAndTheMachinesFaultIsFailed) {
  for (const Errc code :
       {Errc::malformed, Errc::out_of_range, Errc::unsupported, Errc::bad_signature,
        Errc::untrusted, Errc::rollback, Errc::ineligible, Errc::unreadable}) {
    EXPECT_EQ(exit_code_of(code), kRefused) << to_string(code);
  }
  for (const Errc code :
       {Errc::not_found, Errc::conflict, Errc::wrong_passphrase, Errc::io, Errc::unavailable}) {
    EXPECT_EQ(exit_code_of(code), kFailed) << to_string(code);
  }
}

TEST(CliExitCodes, PassesOnWhatTheCommandReturns) {
  EXPECT_EQ(run({"--known"}, [] { return 1; }), 1);
}

TEST(CliExitCodes, AnUnknownFlagIsAUsageErrorAndTheCommandDoesNotRun) {
  bool ran = false;
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({"--knwon"},
                [&] {
                  ran = true;
                  return 0;
                }),
            kUsage);
  EXPECT_FALSE(ran);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("--knwon"), std::string::npos);
}

TEST(CliExitCodes, AUsageErrorNamesTheHelpOfItsOwnCommand) {
  const struct {
    std::vector<std::string> words;
    std::string help;
  } cases[] = {
      {{"--knwon"}, "evisa-test --help"},
      {{"kye"}, "evisa-test --help"},
      {{"--knwon", "key"}, "evisa-test --help"},
      {{"key", "--knwon"}, "evisa-test key --help"},
      {{"key", "renew"}, "evisa-test key renew --help"},
      {{"key", "renew", "--until", "10"}, "evisa-test key renew --help"},
      {{"key", "renew", "--until", "9", "--knwon"}, "evisa-test key renew --help"},
  };
  for (const auto& usage : cases) {
    testing::internal::CaptureStderr();
    EXPECT_EQ(run(usage.words, [] { return 0; }), kUsage);
    const std::string told = testing::internal::GetCapturedStderr();
    EXPECT_NE(told.find("hint: " + usage.help + " lists"), std::string::npos) << told;
  }
}

TEST(CliExitCodes, OptionsThatContradictEachOtherAreAUsageError) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({"--known"}, []() -> int { throw CLI::ValidationError("--a goes without --b"); }),
            kUsage);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("error: --a goes without --b\n"),
            std::string::npos);
}

TEST(CliExitCodes, AnArgumentThatIsNotUtf8IsAUsageErrorThatNamesItsOption) {
  std::string flight, nested;
  CLI::App app("test", "evisa-test");
  app.add_option("--flight", flight);
  app.add_subcommand("sub")->add_option("--deep", nested);
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"--flight", "KC\xff"}, {"sub", "--deep", "\xd0"}}) {
    std::vector<std::string> all{"evisa-test"};
    all.insert(all.end(), words.begin(), words.end());
    std::vector<char*> argv;
    for (auto& word : all) argv.push_back(word.data());
    testing::internal::CaptureStderr();
    EXPECT_EQ(main_with(app, static_cast<int>(argv.size()), argv.data(), [] { return 0; }), kUsage);
    const std::string told = testing::internal::GetCapturedStderr();
    EXPECT_NE(told.find(words[words.size() - 2] + ": found"), std::string::npos) << told;
    EXPECT_NE(told.find("not UTF-8"), std::string::npos) << told;
  }
}

TEST(CliExitCodes, HelpIsSuccessAndNamesTheExitCodes) {
  testing::internal::CaptureStdout();
  EXPECT_EQ(run({"--help"}, [] { return 1; }), kOk);
  EXPECT_NE(testing::internal::GetCapturedStdout().find("Exit codes"), std::string::npos);
}

TEST(CliExitCodes, AnExceptionEndsAsFailedAndNotAsAVerdict) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(run({}, []() -> int { throw std::runtime_error("disk on fire"); }), kFailed);
  EXPECT_NE(testing::internal::GetCapturedStderr().find("disk on fire"), std::string::npos);
}

TEST(CliExitCodes, OutputThatCannotBeWrittenIsFailed) {
  const auto end_with_a_full_disk = [] {
    if (std::freopen("/dev/full", "w", stdout) == nullptr) std::_Exit(99);
    const int code = run({}, [] { return std::fputs("a verdict\n", stdout) < 0 ? 98 : 0; });
    std::_Exit(code);
  };
  EXPECT_EXIT(end_with_a_full_disk(), ::testing::ExitedWithCode(kFailed),
              "standard output: No space left");
}

TEST(CliReport, PrintsErrorThenHint) {
  testing::internal::CaptureStderr();
  EXPECT_EQ(report("evisa-test", {Errc::not_found, "no such file", "look elsewhere"}), kFailed);
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "evisa-test: error: no such file\nhint: look elsewhere\n");
}

TEST(CliReport, LetsNothingSteerTheTerminal) {
  testing::internal::CaptureStderr();
  report("evisa-test", {Errc::malformed, "found \x1b[2K\xff", "try\r"});
  EXPECT_EQ(testing::internal::GetCapturedStderr(),
            "evisa-test: error: found \\x1b[2K\\xff\nhint: try\\x0d\n");
}

}  // namespace
}  // namespace evisa::cli
