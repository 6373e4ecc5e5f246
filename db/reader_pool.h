// Reading connections, one for each reader at a time: a long check never makes a booth wait.
#pragma once

#include <SQLiteCpp/Database.h>

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <type_traits>
#include <typeindex>
#include <utility>
#include <vector>

#include "db/database.h"
#include "db/sqlite_error.h"

namespace evisa::db {

/// A connection with the statements that were prepared on it.
class ReadingConnection {
 public:
  explicit ReadingConnection(const std::filesystem::path& file) : db_(open_reader(file)) {}
  operator SQLite::Database&() { return *db_; }  // NOLINT: it is one, with more

  /// The `T(SQLite::Database&)` of this connection, made once.
  template <class T>
  [[nodiscard]] T& kept() {
    auto& place = kept_[typeid(T)];
    if (!place) place = std::make_shared<T>(*db_);
    return *static_cast<T*>(place.get());
  }

 private:
  std::unique_ptr<SQLite::Database> db_;
  std::map<std::type_index, std::shared_ptr<void>> kept_;  // last: statements go before their file
};

class ReaderPool {
 public:
  explicit ReaderPool(std::filesystem::path file) : file_(std::move(file)) {}

  /// Calls `read(ReadingConnection&)` or `read(SQLite::Database&)`, which returns a Result, with a
  /// connection of its own.
  template <class Read>
  [[nodiscard]] auto read(Read&& read) const -> std::invoke_result_t<Read, ReadingConnection&> {
    return guarded(file_, [&] {
      std::unique_ptr<ReadingConnection> db = take();
      auto result = read(*db);
      give_back(std::move(db));
      return result;
    });
  }

 private:
  [[nodiscard]] std::unique_ptr<ReadingConnection> take() const {
    {
      const std::lock_guard lock(mutex_);
      if (!free_.empty()) {
        auto db = std::move(free_.back());
        free_.pop_back();
        return db;
      }
    }
    return std::make_unique<ReadingConnection>(file_);
  }
  void give_back(std::unique_ptr<ReadingConnection> db) const {
    const std::lock_guard lock(mutex_);
    free_.push_back(std::move(db));
  }

  std::filesystem::path file_;
  mutable std::mutex mutex_;
  mutable std::vector<std::unique_ptr<ReadingConnection>> free_;
};

}  // namespace evisa::db
