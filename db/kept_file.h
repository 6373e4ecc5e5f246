// A small store's SQLite file: one writing thread (db/group_commit.h), readers beside it.
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <utility>

#include "db/database.h"
#include "db/group_commit.h"
#include "db/reader_pool.h"

namespace evisa::db {

class KeptFile {
 public:
  /// Errors: as open_database.
  [[nodiscard]] static Result<std::shared_ptr<KeptFile>> open(const std::filesystem::path& file,
                                                              std::int32_t application_id,
                                                              std::span<const Migration> migrations,
                                                              Open mode);
  KeptFile(std::unique_ptr<SQLite::Database> db, const std::filesystem::path& file);

  /// Runs `work(SQLite::Database&)`, which returns a Result<T>, in a transaction and returns when
  /// it is on disk. An error takes back what was written.
  template <class T, class Work>
  [[nodiscard]] Result<T> write(Work&& work) {
    return queue_.submit<T>([&]() -> Result<T> { return work(*db_); }).get();
  }
  /// Queues a write whose loss changes no decision, such as "last used"; does not wait, and what
  /// becomes of it is not told. `work` must own what it uses.
  template <class Work>
  void note(Work work) {
    auto unawaited = queue_.submit<void>(
        [this, work = std::move(work)]() mutable -> Result<void> { return work(*db_); });
    static_cast<void>(unawaited);
  }
  /// Runs `read(SQLite::Database&)` or `read(ReadingConnection&)`, which returns a Result, on a
  /// connection of its own; it sees every write that was answered before.
  template <class Read>
  [[nodiscard]] auto read(Read&& read) const -> std::invoke_result_t<Read, ReadingConnection&> {
    return readers_.read(std::forward<Read>(read));
  }
  [[nodiscard]] const std::filesystem::path& file() const { return file_; }

 private:
  std::filesystem::path file_;
  std::unique_ptr<SQLite::Database> db_;
  ReaderPool readers_;
  GroupCommit queue_;  // last: its thread ends before what it uses goes
};

}  // namespace evisa::db
