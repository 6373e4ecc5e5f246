// A folder appears whole or not at all, and nobody's folder is overwritten.
#include "crypto/new_folder.h"

#include <gtest/gtest.h>

#include <fstream>

#include "crypto/files.h"
#include "tests/sample/temp_folder.h"

namespace evisa::crypto {
namespace {

namespace fs = std::filesystem;

std::size_t entries(const fs::path& folder) {
  return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), {}));
}

TEST(CryptoNewFolder, AppearsWithItsContentOnceItIsKept) {
  const sample::TempFolder folder;
  auto made = NewFolder::beside(folder / "a/b/home");
  ASSERT_TRUE(made) << made.error().message;
  ASSERT_TRUE(write_file(made->path() / "file", as_bytes("x")));
  EXPECT_FALSE(fs::exists(folder / "a/b/home"));
  ASSERT_TRUE(made->keep());
  EXPECT_TRUE(fs::exists(folder / "a/b/home/file"));
  EXPECT_EQ(entries(folder / "a/b"), 1U);
  EXPECT_EQ(fs::status(folder / "a/b/home").permissions(), fs::perms::owner_all);
}

TEST(CryptoNewFolder, LeavesNothingWhenItIsNotKept) {
  const sample::TempFolder folder;
  {
    auto made = NewFolder::beside(folder / "home");
    ASSERT_TRUE(made);
    ASSERT_TRUE(write_file(made->path() / "file", as_bytes("x")));
    const NewFolder moved = std::move(*made);
    EXPECT_EQ(entries(folder.path()), 1U);
  }
  EXPECT_EQ(entries(folder.path()), 0U);
}

TEST(CryptoNewFolder, TakesASlashAtTheEndForTheSameName) {
  const sample::TempFolder folder;
  auto made = NewFolder::beside(folder.path() / "home/");
  ASSERT_TRUE(made);
  EXPECT_EQ(made->target(), folder / "home");
  ASSERT_TRUE(made->keep());
  EXPECT_TRUE(fs::is_directory(folder / "home"));
}

TEST(CryptoNewFolder, NeverTouchesWhatIsThere) {
  const sample::TempFolder folder;
  fs::create_directory(folder / "empty");
  fs::create_symlink(folder / "nowhere", folder / "link");
  std::ofstream(folder / "file") << "x";
  for (const char* name : {"empty", "empty/", "link", "file"}) {
    const auto made = NewFolder::beside(folder / name);
    ASSERT_FALSE(made) << name;
    EXPECT_EQ(made.error().code, Errc::conflict) << name;
  }
  EXPECT_EQ(entries(folder.path()), 3U);
}

TEST(CryptoNewFolder, DoesNotReplaceWhatCameMeanwhile) {
  const sample::TempFolder folder;
  auto made = NewFolder::beside(folder / "home");
  ASSERT_TRUE(made);
  fs::create_directories(folder / "home/work");
  const auto kept = made->keep();
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, Errc::io);
  EXPECT_TRUE(fs::exists(folder / "home/work"));
}

TEST(CryptoNewFolder, SaysWhereItCannotBeMade) {
  const sample::TempFolder folder;
  std::ofstream(folder / "file") << "x";
  const auto made = NewFolder::beside(folder / "file/home");
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Errc::io);
  EXPECT_NE(made.error().message.find((folder / "file").string()), std::string::npos);
}

}  // namespace
}  // namespace evisa::crypto
