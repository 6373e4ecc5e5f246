// The writer thread: take what is queued, one IMMEDIATE transaction, one savepoint a job, commit,
// answer.
#include "db/group_commit.h"

#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <algorithm>
#include <chrono>

#include "db/database.h"
#include "db/statement_use.h"

namespace evisa::db {
namespace {

// Bounds the time for which the first of a batch waits for the last.
constexpr std::size_t kMaxBatch = 1024;
// Those who have just been answered come back one after the other; without a moment's patience the
// first of them would get a transaction, and a trip to the disk, of its own.
constexpr std::chrono::milliseconds kPatience{1};

void step(SQLite::Statement& statement) { Use(statement)->exec(); }

}  // namespace

GroupCommit::GroupCommit(SQLite::Database& db, std::filesystem::path file, Committed committed)
    : db_(db),
      file_(std::move(file)),
      committed_(std::move(committed)),
      savepoint_(db, "SAVEPOINT job"),
      take_back_(db, "ROLLBACK TO job"),
      release_(db, "RELEASE job"),
      writer_([this] { write(); }) {}

GroupCommit::~GroupCommit() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_one();
  writer_.join();
}

void GroupCommit::push(std::unique_ptr<Job> job) {
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(job));
  }
  wake_.notify_one();
}

GroupCommit::Batch GroupCommit::next_batch() {
  std::unique_lock lock(mutex_);
  wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
  wake_.wait_for(lock, kPatience, [this] { return stopping_ || queue_.size() >= last_batch_; });
  Batch batch;
  const std::size_t count = std::min(queue_.size(), kMaxBatch);
  batch.reserve(count);
  for (std::size_t i = 0; i < count; ++i) {
    batch.push_back(std::move(queue_.front()));
    queue_.pop_front();
  }
  last_batch_ = count;
  return batch;
}

void GroupCommit::write() {
  for (Batch batch = next_batch(); !batch.empty(); batch = next_batch()) {
    const Result<void> done = commit(batch);
    const std::optional<Error> failure = done ? std::nullopt : std::optional(done.error());
    if (done) committed_();
    for (const auto& job : batch) job->settle(failure);
  }
}

Result<void> GroupCommit::commit(Batch& batch) {
  return guarded(file_, [&]() -> Result<void> {
    if (has_moved(db_)) {
      return fail(Errc::io, fmt::format("{} was deleted or moved while in use", file_.string()),
                  "put the file back, or restart the program");
    }
    SQLite::Transaction transaction(db_, SQLite::TransactionBehavior::IMMEDIATE);
    for (const auto& job : batch) {
      if (auto ran = run_one(*job); !ran) return ran;
    }
    transaction.commit();
    return {};
  });
}

Result<void> GroupCommit::run_one(Job& job) {
  step(savepoint_);
  const bool keep = job.run();
  // A full disk or an I/O error may have ended the whole transaction: then nothing of it counts.
  if (sqlite3_get_autocommit(db_.getHandle()) != 0) {
    return fail(
        Errc::io,
        fmt::format("{}: the transaction was rolled back (disk full or failing)", file_.string()),
        "free some space on the disk; nothing that was acknowledged is lost");
  }
  if (!keep) step(take_back_);
  step(release_);
  return {};
}

}  // namespace evisa::db
