// Whole files: limits, permissions, and never half a file.
#include "crypto/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <fstream>

#include "crypto/mapped_file.h"
#include "tests/sample/temp_folder.h"

namespace {

using namespace evisa::crypto;
using evisa::Errc;
using evisa::sample::TempFolder;

unsigned mode_of(const std::filesystem::path& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0);
  return status.st_mode & 0777U;
}

std::size_t names_in(const std::filesystem::path& folder) {
  return static_cast<std::size_t>(
      std::ranges::distance(std::filesystem::directory_iterator(folder)));
}

TEST(Files, ReadsWhatWasWritten) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("content")));
  const auto read = read_file(folder / "a", 7);
  ASSERT_TRUE(read);
  EXPECT_EQ(as_text(*read), "content");
}

TEST(Files, ReadsAnEmptyFile) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", {}));
  const auto read = read_file(folder / "a", 0);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->empty());
}

TEST(Files, NamesFoundAndLimitOfAFileThatIsTooLarge) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("12345678")));
  const auto read = read_file(folder / "a", 7);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Errc::out_of_range);
  EXPECT_NE(read.error().message.find("8 bytes, at most 7"), std::string::npos);
}

TEST(Files, SaysThatAFileIsNotThere) {
  const TempFolder folder;
  EXPECT_EQ(read_file(folder / "none", 10).error().code, Errc::not_found);
  EXPECT_EQ(MappedFile::open(folder / "none", 10).error().code, Errc::not_found);
}

TEST(Files, RefusesAFolderAndAPipeWithoutWaiting) {
  const TempFolder folder;
  ASSERT_EQ(::mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(read_file(folder.path(), 10).error().code, Errc::io);
  EXPECT_EQ(read_file(folder / "pipe", 10).error().code, Errc::io);
}

TEST(Files, SetsTheModeWhateverTheUmask) {
  const TempFolder folder;
  const mode_t before = ::umask(0777);
  const auto written = write_file(folder / "a", as_bytes("x"), 0640);
  ::umask(before);
  ASSERT_TRUE(written);
  EXPECT_EQ(mode_of(folder / "a"), 0640U);
}

TEST(Files, ReplacesInOneStep) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("old")));
  std::ifstream reader(folder / "a");  // holds the old file open
  ASSERT_TRUE(write_file(folder / "a", as_bytes("new")));
  std::string old;
  reader >> old;
  EXPECT_EQ(old, "old");
  EXPECT_EQ(as_text(*read_file(folder / "a", 10)), "new");
}

TEST(Files, KeepsAnExistingFileWhenToldTo) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("old"), 0600, false));
  const auto again = write_file(folder / "a", as_bytes("new"), 0600, false);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Errc::conflict);
  EXPECT_EQ(as_text(*read_file(folder / "a", 10)), "old");
}

TEST(Files, LeavesNoTemporaryFileBehind) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("x"), 0600, false));
  EXPECT_FALSE(write_file(folder / "a", as_bytes("y"), 0600, false));
  std::filesystem::create_directory(folder / "b");
  EXPECT_EQ(write_file(folder / "b", as_bytes("y")).error().code, Errc::io);
  EXPECT_EQ(names_in(folder.path()), 2U);
}

TEST(Files, SaysThatAFolderIsNotThere) {
  const TempFolder folder;
  EXPECT_EQ(write_file(folder / "none/a", as_bytes("x")).error().code, Errc::not_found);
}

TEST(Files, ReadsAPrivateFileOnlyWhenItIsPrivate) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("x"), 0600));
  EXPECT_TRUE(read_private_file(folder / "a", 10));
  for (const mode_t mode : {0640U, 0604U, 0620U, 0644U}) {
    ASSERT_EQ(::chmod((folder / "a").c_str(), mode), 0);
    const auto read = read_private_file(folder / "a", 10);
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().code, Errc::io);
    EXPECT_NE(read.error().hint.find("chmod 600"), std::string::npos);
  }
}

TEST(Files, ReadsASecretIntoGuardedMemory) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("secret"), 0600));
  const auto read = read_secret_file(folder / "a", 10);
  ASSERT_TRUE(read);
  EXPECT_EQ(as_text(read->view()), "secret");
}

TEST(Files, MapsAFileAndAnEmptyOne) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("content")));
  ASSERT_TRUE(write_file(folder / "empty", {}));
  auto mapped = MappedFile::open(folder / "a", 10);
  ASSERT_TRUE(mapped);
  EXPECT_EQ(as_text(mapped->view()), "content");
  const MappedFile moved = std::move(*mapped);
  EXPECT_EQ(as_text(moved.view()), "content");
  const auto empty = MappedFile::open(folder / "empty", 10);
  ASSERT_TRUE(empty);
  EXPECT_TRUE(empty->view().empty());
}

TEST(Files, MapsNothingLargerThanTheLimit) {
  const TempFolder folder;
  ASSERT_TRUE(write_file(folder / "a", as_bytes("12345678")));
  EXPECT_EQ(MappedFile::open(folder / "a", 7).error().code, Errc::out_of_range);
}

}  // namespace
