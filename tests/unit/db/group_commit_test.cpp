// What the writer thread does with a batch in which something has to be taken back.
#include "db/group_commit.h"

#include <gtest/gtest.h>

#include <latch>
#include <set>

#include "db/database.h"
#include "tests/sample/temp_folder.h"

namespace evisa::db {
namespace {

constexpr Migration kTables[] = {
    {1, "CREATE TABLE done (n INTEGER PRIMARY KEY); CREATE TABLE late (n INTEGER PRIMARY KEY);"}};

/// Writes a second row for each job, once for all of them.
class Late final : public WriterMemory {
 public:
  explicit Late(SQLite::Database& db) : db_(db) {}
  void put_off(int n) { put_off_.push_back(n); }
  void begun() override { ++transactions; }
  void finish() override {
    for (const int n : put_off_) db_.exec("INSERT INTO late VALUES (" + std::to_string(n) + ")");
    put_off_.clear();
  }
  void taken_back() override { put_off_.clear(); }
  int transactions = 0;

 private:
  SQLite::Database& db_;
  std::vector<int> put_off_;
};

class GroupCommitTest : public testing::Test {
 protected:
  /// Answers of jobs 0 to 9, all of one batch; `work` says what each does after it has written.
  std::vector<Result<int>> run(const std::function<Result<int>(int)>& work) {
    GroupCommit queue(*db_, file_, late_, [] {});
    std::latch queued(1);
    auto first = queue.submit<void>([&]() -> Result<void> {
      queued.wait();
      return {};
    });
    std::vector<std::future<Result<int>>> pending;
    for (int n = 0; n < 10; ++n)
      pending.push_back(queue.submit<int>([&, n]() -> Result<int> {
        db_->exec("INSERT INTO done VALUES (" + std::to_string(n) + ")");
        late_.put_off(n);
        return work(n);
      }));
    queued.count_down();
    EXPECT_TRUE(first.get());
    std::vector<Result<int>> answers;
    for (auto& future : pending) answers.push_back(future.get());
    return answers;
  }
  std::set<int> rows(const std::string& table) {
    SQLite::Statement select(*db_, "SELECT n FROM " + table);
    std::set<int> found;
    while (select.executeStep()) found.insert(select.getColumn(0).getInt());
    return found;
  }

  sample::TempFolder folder_;
  std::filesystem::path file_ = folder_ / "jobs.sqlite";
  std::unique_ptr<SQLite::Database> db_ = open_database(file_, 1, kTables, Open::create).value();
  Late late_{*db_};
};

const std::set<int> kAllBut5{0, 1, 2, 3, 4, 6, 7, 8, 9};

TEST_F(GroupCommitTest, AJobThatFailsAfterItHasWrittenIsTakenBackAlone) {
  const auto answers = run(
      [](int n) -> Result<int> { return n == 5 ? fail(Errc::conflict, "no") : Result<int>(n); });
  for (int n = 0; n < 10; ++n) {
    const auto& answer = answers[static_cast<std::size_t>(n)];
    EXPECT_EQ(answer.has_value(), n != 5) << n;
    EXPECT_EQ(answer.value_or(5), n);
  }
  EXPECT_EQ(rows("done"), kAllBut5);
  EXPECT_EQ(rows("late"), kAllBut5);
}

TEST_F(GroupCommitTest, AJobInWhichSqliteFailsIsTakenBackAlone) {
  const auto answers = run([&](int n) -> Result<int> {
    if (n == 5) db_->exec("INSERT INTO done VALUES (4)");  // is there already
    return n;
  });
  EXPECT_EQ(answers[5].error().code, Errc::conflict);
  EXPECT_EQ(rows("done"), kAllBut5);
  EXPECT_EQ(rows("late"), kAllBut5);
}

TEST_F(GroupCommitTest, WithoutAFailureABatchRunsOnce) {
  int runs = 0;
  run([&](int n) -> Result<int> { return ++runs, n; });
  EXPECT_EQ(runs, 10);
  EXPECT_EQ(rows("late").size(), 10U);
  EXPECT_LE(late_.transactions, 2);
}

}  // namespace
}  // namespace evisa::db
