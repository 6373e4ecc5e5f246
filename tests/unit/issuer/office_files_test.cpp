// Damage of the office's own files: named, and never taken for a refusal.
#include "issuer/office_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

using ::testing::HasSubstr;

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
