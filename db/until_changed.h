// What was read from a store's file, kept until any program has changed the file.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "db/database.h"
#include "db/sqlite_error.h"
#include "db/statement_use.h"

namespace evisa::db {

/// Safe to use from many threads.
template <class T>
class UntilChanged {
 public:
  explicit UntilChanged(std::filesystem::path file) : file_(std::move(file)) {}

  /// Calls `read(SQLite::Database&)`, which returns a Result<T>, when the file has changed since it
  /// was called last. Sees every write that was answered before. Errors: those of `read`, io.
  template <class Read>
  [[nodiscard]] Result<std::shared_ptr<const T>> get(Read&& read) {
    const std::lock_guard lock(mutex_);
    return guarded(file_, [&]() -> Result<std::shared_ptr<const T>> {
      try {
        return look(read);
      } catch (...) {  // the next question gets a connection of its own
        ask_.reset();
        db_.reset();
        value_.reset();
        throw;
      }
    });
  }

 private:
  template <class Read>
  Result<std::shared_ptr<const T>> look(Read& read) {
    if (!ask_) {
      db_ = open_reader(file_);
      ask_.emplace(*db_, "PRAGMA data_version");
      value_.reset();  // another connection counts anew
    }
    // Asked first: what changes meanwhile is read again the next time.
    const std::int64_t version = ask();
    if (value_ && version == version_) return value_;
    auto fresh = read(*db_);
    if (!fresh) return std::unexpected(std::move(fresh.error()));
    value_ = std::make_shared<const T>(std::move(*fresh));
    version_ = version;
    return value_;
  }
  std::int64_t ask() {
    Use ask(*ask_);
    ask->executeStep();
    return ask->getColumn(0).getInt64();
  }

  std::filesystem::path file_;
  std::mutex mutex_;
  std::unique_ptr<SQLite::Database> db_;
  std::optional<SQLite::Statement> ask_;
  std::shared_ptr<const T> value_;
  std::int64_t version_ = 0;
};

}  // namespace evisa::db
