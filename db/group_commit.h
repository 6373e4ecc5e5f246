// One writer thread that commits whatever is queued as one transaction: the cost of reaching the
// disk is shared, and nothing is answered before it is there. docs/storage.md has the figures
// beside one transaction per request.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include "db/sqlite_error.h"
#include "visa/result.h"

namespace evisa::db {

/// A piece of work that waits for its transaction.
class Job {
 public:
  virtual ~Job() = default;
  /// Does the work inside the transaction. False: what it wrote is to be taken back.
  [[nodiscard]] virtual bool run() = 0;
  /// Hands the answer to whoever waits: `failure` when the transaction did not reach the disk.
  virtual void settle(const std::optional<Error>& failure) = 0;
};

template <class T>
class TypedJob final : public Job {
 public:
  using Work = std::move_only_function<Result<T>()>;
  TypedJob(std::filesystem::path file, Work work)
      : file_(std::move(file)), work_(std::move(work)) {}
  [[nodiscard]] std::future<Result<T>> future() { return promise_.get_future(); }
  bool run() override {
    result_.emplace(guarded(file_, work_));
    return result_->has_value();
  }
  void settle(const std::optional<Error>& failure) override {
    // Nothing that was read or written in a transaction that failed is true.
    if (failure) result_.emplace(std::unexpected(*failure));
    promise_.set_value(std::move(*result_));
  }

 private:
  std::filesystem::path file_;
  Work work_;
  std::optional<Result<T>> result_;
  std::promise<Result<T>> promise_;
};

/// What the writer thread remembers of its file from one transaction to the next, and what it still
/// has to write. Functions may throw SQLite::Exception.
class WriterMemory {
 public:
  virtual ~WriterMemory() = default;
  /// A transaction has begun: another program may have written since the last one.
  virtual void begun() = 0;
  /// What was put off is written, inside the transaction.
  virtual void finish() = 0;
  /// What was written since `begun`, or since the last `finish`, has been taken back.
  virtual void taken_back() = 0;
};

class GroupCommit {
 public:
  /// Called on the writer thread once a transaction is on disk, before its requests are answered.
  using Committed = std::function<void()>;
  /// `db` is used by the writer thread alone from now on, and must outlive this object.
  GroupCommit(
      SQLite::Database& db, std::filesystem::path file, Committed committed = [] {});
  /// With a memory, jobs run without a savepoint each, and must be such that they can be run again:
  /// when one of them has to be taken back, all are, and run once more with one each.
  GroupCommit(SQLite::Database& db, std::filesystem::path file, WriterMemory& memory,
              Committed committed);
  /// Finishes what is queued, then stops.
  ~GroupCommit();
  GroupCommit(const GroupCommit&) = delete;
  GroupCommit& operator=(const GroupCommit&) = delete;

  /// Queues `work` to run on the writer thread inside a transaction. If it returns an error or
  /// SQLite fails in it, what it wrote is taken back and the others of its transaction go on.
  /// The future is ready once the transaction is on disk, or has failed.
  template <class T>
  [[nodiscard]] std::future<Result<T>> submit(typename TypedJob<T>::Work work) {
    auto job = std::make_unique<TypedJob<T>>(file_, std::move(work));
    auto future = job->future();
    push(std::move(job));
    return future;
  }

 private:
  using Batch = std::vector<std::unique_ptr<Job>>;
  void push(std::unique_ptr<Job> job);
  [[nodiscard]] Batch next_batch();
  void write();
  GroupCommit(SQLite::Database& db, std::filesystem::path file, WriterMemory* memory,
              Committed committed);
  [[nodiscard]] Result<void> commit(Batch& batch);
  [[nodiscard]] Result<void> run_in_transaction(Batch& batch);
  [[nodiscard]] Result<bool> run_together(Batch& batch);
  [[nodiscard]] Result<void> run_apart(Batch& batch);
  [[nodiscard]] Result<void> run_one(Job& job);
  [[nodiscard]] Result<void> still_open() const;

  SQLite::Database& db_;
  std::filesystem::path file_;
  WriterMemory* memory_;  ///< null: none
  Committed committed_;
  SQLite::Statement savepoint_, take_back_, release_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<std::unique_ptr<Job>> queue_;
  std::size_t last_batch_ = 0;  ///< as many are expected back
  bool stopping_ = false;
  std::thread writer_;
};

}  // namespace evisa::db
