// Reading connections, one for each reader at a time: a long check never makes a booth wait.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <type_traits>
#include <utility>
#include <vector>

#include "db/database.h"
#include "db/sqlite_error.h"

namespace evisa::db {

class ReaderPool {
 public:
  explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

  /// Calls `read(SQLite::Database&)`, which returns a Result, with a connection of its own.
  template <class Read>
  [[nodiscard]] auto read(Read&& read) const -> std::invoke_result_t<Read, SQLite::Database&> {
    return guarded(file_, [&] {
      std::unique_ptr<SQLite::Database> db = take();
      auto result = read(*db);
      give_back(std::move(db));
      return result;
    });
  }

 private:
  [[nodiscard]] std::unique_ptr<SQLite::Database> take() const {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto db = std::move(free_.back());
        free_.pop_back();
        return db;
      }
    }
    return open_reader(file_);
  }
  void give_back(std::unique_ptr<SQLite::Database> db) const {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(db));
  }

  std::filesystem::path file_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<SQLite::Database>> free_;
};

}  // namespace evisa::db
