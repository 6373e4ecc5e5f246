// The peers whose feeds a restored log has to be brought up to date from (db/restored_log.h).
#pragma once

#include <SQLiteCpp/Database.h>

#include <string>
#include <vector>

#include "visa/result.h"

namespace evisa::db {

/// By name. May throw SQLite::Exception.
[[nodiscard]] Result<std::vector<std::string>> read_awaited(SQLite::Database& db);

/// On the writer's thread, inside its transaction; functions may throw SQLite::Exception.
class AwaitedPeers {
 public:
  explicit AwaitedPeers(SQLite::Database& db) : db_(db) {}

  /// Errors: unavailable (which peers are awaited).
  [[nodiscard]] Result<void> check_none();
  [[nodiscard]] Result<void> arrived(const std::string& peer);
  /// What was read or written has been taken back.
  void forget() { none_ = false; }

 private:
  SQLite::Database& db_;
  bool none_ = false;  ///< once nobody is awaited, nobody will be
};

}  // namespace evisa::db
