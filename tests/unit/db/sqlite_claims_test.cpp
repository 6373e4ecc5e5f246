// The SQLite claim store under the contract of all claim stores, and what is its own.
#include <SQLiteCpp/Database.h>
#include <gtest/gtest.h>

#include "claim_store_contract.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

/// Claims in a file; another program that holds the write lock keeps them from being asked.
class SqliteWorld {
 public:
  std::unique_ptr<ClaimStore> connect() { return open_sqlite_claims(file_).value(); }
  void cut() {
    other_ = std::make_unique<SQLite::Database>(file_.string(), SQLite::OPEN_READWRITE);
    other_->exec("BEGIN IMMEDIATE");
  }
  void heal() { other_.reset(); }

 private:
  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "claims.sqlite";
  std::unique_ptr<SQLite::Database> other_;
};

INSTANTIATE_TYPED_TEST_SUITE_P(Sqlite, ClaimStoreContract, SqliteWorld);

TEST(SqliteClaims, IsUnavailableWhenItsFileIsGone) {
  const sample::TempFolder folder;
  const auto store = open_sqlite_claims(folder / "claims.sqlite").value();
  ASSERT_TRUE(won(store->claim(claimed_visa(1), claim_by("ALA-01", 1))));
  std::filesystem::remove(folder / "claims.sqlite");
  EXPECT_TRUE(
      std::holds_alternative<Unavailable>(store->claim(claimed_visa(2), claim_by("ALA-01", 2))));
}

TEST(SqliteClaims, RefusesAFileOfAnotherKind) {
  const sample::TempFolder folder;
  SQLite::Database other((folder / "x.sqlite").string(),
                         SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
  other.exec("CREATE TABLE t (a)");
  const auto store = open_sqlite_claims(folder / "x.sqlite");
  ASSERT_FALSE(store);
  EXPECT_EQ(store.error().code, Errc::malformed);
}

}  // namespace
}  // namespace evisa::db
