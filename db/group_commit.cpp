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
    : GroupCommit(db, std::move(file), nullptr, std::move(committed)) {}

GroupCommit::GroupCommit(SQLite::Database& db, std::filesystem::path file, WriterMemory& memory,
                         Committed committed)
    : GroupCommit(db, std::move(file), &memory, std::move(committed)) {}

GroupCommit::GroupCommit(SQLite::Database& db, std::filesystem::path file, WriterMemory* memory,
                         Committed committed)
    : db_(db),
      file_(std::move(file)),
      memory_(memory),
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

// The writer is woken by the first and by the last that it waits for, not by each between them.
void GroupCommit::push(std::unique_ptr<Job> job) {
  bool awaited = false;
  {
    const std::lock_guard lock(mutex_);
    queue_.push_back(std::move(job));
    awaited = queue_.size() == 1 || queue_.size() == last_batch_;
  }
  if (awaited) wake_.notify_one();
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
    // Who handed in many waits for the first of them: when that one is answered, all are.
    for (auto job = batch.rbegin(); job != batch.rend(); ++job) (*job)->settle(failure);
  }
}

Result<void> GroupCommit::commit(Batch& batch) {
  auto done = guarded(file_, [&]() -> Result<void> {
    if (has_moved(db_)) {
      return fail(Errc::io, fmt::format("{} was deleted or moved while in use", file_.string()),
                  "put the file back, or restart the program");
    }
    return run_in_transaction(batch);
  });
  if (!done && memory_ != nullptr) memory_->taken_back();
  return done;
}

Result<void> GroupCommit::run_in_transaction(Batch& batch) {
  if (memory_ != nullptr) {
    SQLite::Transaction transaction(db_, SQLite::TransactionBehavior::IMMEDIATE);
    const auto all = run_together(batch);
    if (!all) return std::unexpected(all.error());
    if (*all) {
      transaction.commit();
      return {};
    }
  }
  SQLite::Transaction transaction(db_, SQLite::TransactionBehavior::IMMEDIATE);
  if (auto ran = run_apart(batch); !ran) return ran;
  transaction.commit();
  return {};
}

// A savepoint costs a copy of every page that is written in it. Hardly a job has to be taken back:
// one that fails has mostly found out before it wrote anything. False: one has to be.
Result<bool> GroupCommit::run_together(Batch& batch) {
  memory_->begun();
  for (const auto& job : batch) {
    const auto before = sqlite3_total_changes64(db_.getHandle());
    const bool keep = job->run();
    if (auto open = still_open(); !open) return std::unexpected(open.error());
    if (!keep && sqlite3_total_changes64(db_.getHandle()) != before) return false;
  }
  memory_->finish();
  return true;
}

Result<void> GroupCommit::run_apart(Batch& batch) {
  if (memory_ != nullptr) {
    memory_->taken_back();
    memory_->begun();
  }
  for (const auto& job : batch)
    if (auto ran = run_one(*job); !ran) return ran;
  return {};
}

Result<void> GroupCommit::run_one(Job& job) {
  step(savepoint_);
  const bool keep = job.run();
  if (auto open = still_open(); !open) return open;
  if (!keep) step(take_back_);
  if (memory_ != nullptr) keep ? memory_->finish() : memory_->taken_back();
  step(release_);
  return {};
}

// A full disk or an I/O error may have ended the whole transaction: then nothing of it counts.
Result<void> GroupCommit::still_open() const {
  if (sqlite3_get_autocommit(db_.getHandle()) == 0) return {};
  return fail(
      Errc::io,
      fmt::format("{}: the transaction was rolled back (disk full or failing)", file_.string()),
      "free some space on the disk; nothing that was acknowledged is lost");
}

}  // namespace evisa::db
