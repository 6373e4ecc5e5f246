// Damage of a program's own files: named, and never taken for a refusal.
#include "cli/own_file.h"

#include <gtest/gtest.h>

#include "cli/command_line.h"

namespace evisa::cli {
namespace {

TEST(CliOwnFile, TurnsRefusalsIntoWhatCouldNotBeDone) {
  for (const Errc code : {Errc::malformed, Errc::unsupported, Errc::untrusted, Errc::bad_signature,
                          Errc::rollback, Errc::out_of_range, Errc::ineligible, Errc::unreadable}) {
    const Error error = own_file_fault({code, "truncated", "a hint"}, "home/csca.pem");
    EXPECT_EQ(exit_code_of(error.code), kFailed) << to_string(code);
    EXPECT_EQ(error.message, "home/csca.pem: truncated");
    EXPECT_EQ(error.hint, "a hint");
  }
}

TEST(CliOwnFile, NamesTheFileOnce) {
  EXPECT_EQ(own_file_fault({Errc::malformed, "home/a is truncated"}, "home/a").message,
            "home/a is truncated");
}

TEST(CliOwnFile, LeavesOtherErrorsAsTheyAre) {
  const Error error = own_file_fault({Errc::wrong_passphrase, "does not open"}, "home/a.key");
  EXPECT_EQ(error.code, Errc::wrong_passphrase);
  EXPECT_EQ(error.message, "does not open");
}

TEST(CliOwnFile, PassesOnWhatIsThere) {
  EXPECT_EQ(of_own_file(Result<int>(7), "home/a"), 7);
  const auto damaged = of_own_file<int>(fail(Errc::malformed, "truncated"), "home/a");
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, Errc::io);
}

}  // namespace
}  // namespace evisa::cli
