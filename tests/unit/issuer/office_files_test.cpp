// Damage of the office's own files: named, and never taken for a refusal.
#include "issuer/office_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "cli/command_line.h"
#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

using ::testing::HasSubstr;

TEST(IssuerOfficeFiles, TurnRefusalsIntoWhatCouldNotBeDone) {
  for (const Errc code : {Errc::malformed, Errc::unsupported, Errc::untrusted, Errc::bad_signature,
                          Errc::out_of_range}) {
    const Error error = office_fault({code, "truncated", "a hint"}, "home/csca.pem");
    EXPECT_EQ(cli::exit_code_of(error.code), cli::kFailed) << to_string(code);
    EXPECT_EQ(error.message, "home/csca.pem: truncated");
    EXPECT_EQ(error.hint, "a hint");
  }
}

TEST(IssuerOfficeFiles, NameTheFileOnce) {
  EXPECT_EQ(office_fault({Errc::malformed, "home/a is truncated"}, "home/a").message,
            "home/a is truncated");
}

TEST(IssuerOfficeFiles, LeaveOtherErrorsAsTheyAre) {
  const Error error = office_fault({Errc::wrong_passphrase, "does not open"}, "home/a.key");
  EXPECT_EQ(error.code, Errc::wrong_passphrase);
  EXPECT_EQ(error.message, "does not open");
}

TEST(IssuerOfficeFiles, SayThatTheRegisterIsLostOrDamaged) {
  testing::Office office;
  office.visas.reset();
  const auto file = office.home.register_file();
  std::ofstream(file, std::ios::trunc) << "no database at all";
  const auto damaged = open_register(office.home);
  ASSERT_FALSE(damaged);
  EXPECT_EQ(damaged.error().code, Errc::io);
  EXPECT_THAT(damaged.error().message, HasSubstr(file.string()));
  std::filesystem::remove(file);
  const auto lost = open_register(office.home);
  ASSERT_FALSE(lost);
  EXPECT_EQ(lost.error().code, Errc::not_found);
  EXPECT_FALSE(std::filesystem::exists(file));
}

}  // namespace
}  // namespace evisa::issuer
