// Opening databases: kind, version, damage, permissions, durability settings.
#include "db/database.h"

#include <SQLiteCpp/Statement.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

constexpr std::int32_t kKind = 0x45567874;
constexpr Migration kFirst[] = {{1, "CREATE TABLE a (x INTEGER) STRICT"}};
constexpr Migration kBoth[] = {{1, "CREATE TABLE a (x INTEGER) STRICT"},
                               {2, "ALTER TABLE a ADD COLUMN y INTEGER; UPDATE a SET y = x + 1"}};
constexpr Migration kBroken[] = {{1, "CREATE TABLE a (x INTEGER) STRICT"},
                                 {2, "CREATE TABLE b (x INTEGER); CREATE TABLE nonsense ("}};

class DatabaseFile : public ::testing::Test {
 protected:
  Error error_of(std::span<const Migration> migrations = kFirst, std::int32_t kind = kKind,
                 Open mode = Open::create) {
    const auto opened = open_database(file_, kind, migrations, mode);
    return opened ? Error{Errc::io, "opened"} : opened.error();
  }
  void write(std::string_view content) { std::ofstream(file_, std::ios::binary) << content; }
  std::string content() {
    std::ifstream in(file_, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "a.sqlite";
};

TEST_F(DatabaseFile, HasThePragmasThatMakeItDurable) {
  const auto db = open_database(file_, kKind, kFirst, Open::create).value();
  EXPECT_EQ(db->execAndGet("PRAGMA journal_mode").getString(), "wal");
  EXPECT_EQ(db->execAndGet("PRAGMA synchronous").getInt(), 2);  // FULL
  EXPECT_EQ(db->execAndGet("PRAGMA foreign_keys").getInt(), 1);
  EXPECT_EQ(db->execAndGet("PRAGMA busy_timeout").getInt(), 5000);
  EXPECT_EQ(db->execAndGet("PRAGMA application_id").getInt(), kKind);
  EXPECT_EQ(db->execAndGet("PRAGMA user_version").getInt(), 1);
}

TEST_F(DatabaseFile, MayBeReadByItsOwnerAlone) {
  write("");
  std::filesystem::permissions(file_, std::filesystem::perms(0644));
  const auto db = open_database(file_, kKind, kFirst, Open::create).value();
  for (const char* suffix : {"", "-wal", "-shm"}) {
    struct stat info {};
    ASSERT_EQ(::stat((file_.string() + suffix).c_str(), &info), 0) << suffix;
    EXPECT_EQ(info.st_mode & 0777, 0600U) << suffix;
  }
}

TEST_F(DatabaseFile, MigratesForwardAndKeepsWhatIsThere) {
  open_database(file_, kKind, kFirst, Open::create).value()->exec("INSERT INTO a VALUES (41)");
  const auto db = open_database(file_, kKind, kBoth, Open::create).value();
  EXPECT_EQ(db->execAndGet("SELECT y FROM a").getInt(), 42);
  EXPECT_EQ(db->execAndGet("PRAGMA user_version").getInt(), 2);
}

TEST_F(DatabaseFile, TakesAFailedMigrationBackWhole) {
  ASSERT_TRUE(open_database(file_, kKind, kFirst, Open::create));
  ASSERT_FALSE(open_database(file_, kKind, kBroken, Open::create));
  const auto db = open_database(file_, kKind, kFirst, Open::create).value();
  EXPECT_EQ(db->execAndGet("PRAGMA user_version").getInt(), 1);
  EXPECT_FALSE(db->tableExists("b"));
}

TEST_F(DatabaseFile, RefusesANewerSchema) {
  ASSERT_TRUE(open_database(file_, kKind, kBoth, Open::create));
  const Error error = error_of(kFirst);
  EXPECT_EQ(error.code, Errc::unsupported);
  EXPECT_NE(error.message.find("2 found, up to 1 known"), std::string::npos) << error.message;
  EXPECT_FALSE(error.hint.empty());
}

TEST_F(DatabaseFile, RefusesAnotherKindAndLeavesItAsItIs) {
  ASSERT_TRUE(open_database(file_, kKind, kFirst, Open::create));
  const std::string before = content();
  const Error error = error_of(kFirst, kKind + 1);
  EXPECT_EQ(error.code, Errc::malformed);
  EXPECT_NE(error.message.find(file_.string()), std::string::npos) << error.message;
  EXPECT_EQ(content(), before);
}

TEST_F(DatabaseFile, RefusesAStrangersDatabase) {
  SQLite::Database(file_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE)
      .exec("CREATE TABLE t (x)");
  EXPECT_EQ(error_of().code, Errc::malformed);
}

TEST_F(DatabaseFile, RefusesWhatIsNotSqlite) {
  for (const std::string text : {"hello", "SQLite format 2", "SQLite format 3"}) {
    write(text);
    const Error error = error_of();
    EXPECT_EQ(error.code, Errc::malformed) << text;
    EXPECT_NE(error.message.find(file_.string()), std::string::npos) << error.message;
    EXPECT_EQ(content(), text);
  }
}

TEST_F(DatabaseFile, RefusesATruncatedFile) {
  ASSERT_TRUE(open_database(file_, kKind, kFirst, Open::create));
  const std::string whole = content();
  ASSERT_GT(whole.size(), 4096U);
  for (const std::size_t size :
       {std::size_t{20}, std::size_t{99}, std::size_t{100}, whole.size() - 1}) {
    write(whole.substr(0, size));
    EXPECT_EQ(error_of().code, Errc::malformed) << size;
  }
}

TEST_F(DatabaseFile, RefusesADamagedHeader) {
  ASSERT_TRUE(open_database(file_, kKind, kFirst, Open::create));
  std::string bytes = content();
  bytes[16] = 0x03;  // a page size that is no power of two
  write(bytes);
  EXPECT_EQ(error_of().code, Errc::malformed);
}

TEST_F(DatabaseFile, RefusesADamagedSchema) {
  ASSERT_TRUE(open_database(file_, kKind, kFirst, Open::create));
  std::string bytes = content();
  bytes.replace(100, 12, 12, '\xee');  // the b-tree header of the schema's page
  write(bytes);
  EXPECT_EQ(error_of().code, Errc::malformed);
}

TEST_F(DatabaseFile, NamesAFolderThatIsNotThere) {
  const auto opened = open_database(folder_ / "none/a.sqlite", kKind, kFirst, Open::create);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::io);
  EXPECT_NE(opened.error().message.find("none/a.sqlite"), std::string::npos);
}

TEST_F(DatabaseFile, RefusesAFolder) {
  const auto opened = open_database(folder_.path(), kKind, kFirst, Open::create);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, Errc::io);
}

TEST_F(DatabaseFile, DoesNotMakeALostFileAgain) {
  const Error error = error_of(kFirst, kKind, Open::existing);
  EXPECT_EQ(error.code, Errc::not_found);
  EXPECT_NE(error.message.find(file_.string()), std::string::npos) << error.message;
  EXPECT_NE(error.hint.find("last copy"), std::string::npos) << error.hint;
  EXPECT_FALSE(std::filesystem::exists(file_));
}

TEST_F(DatabaseFile, DoesNotFillAnEmptiedFileAgain) {
  write("");
  EXPECT_EQ(error_of(kFirst, kKind, Open::existing).code, Errc::malformed);
  EXPECT_EQ(content(), "");
}

TEST_F(DatabaseFile, RefusesAnExistingFileWithoutASchema) {
  {
    SQLite::Database db(file_.string(), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec("CREATE TABLE gone (x INTEGER)");
    db.exec("DROP TABLE gone");
  }
  ASSERT_GT(std::filesystem::file_size(file_), 0U);
  EXPECT_EQ(error_of(kFirst, kKind, Open::existing).code, Errc::malformed);
  EXPECT_TRUE(open_database(file_, kKind, kFirst, Open::create));
}

TEST_F(DatabaseFile, OpensAnExistingFile) {
  ASSERT_TRUE(open_database(file_, kKind, kFirst, Open::create));
  EXPECT_TRUE(open_database(file_, kKind, kFirst, Open::existing));
}

TEST_F(DatabaseFile, SeesThatItsFileWasMoved) {
  const auto db = open_database(file_, kKind, kFirst, Open::create).value();
  EXPECT_FALSE(has_moved(*db));
  std::filesystem::rename(file_, folder_ / "b.sqlite");
  EXPECT_TRUE(has_moved(*db));
}

}  // namespace
}  // namespace evisa::db
