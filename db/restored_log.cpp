// A crossing log that came back from a copy: its new name, and whom it awaits.
#include "db/restored_log.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "db/database.h"
#include "db/log_schema.h"
#include "db/sqlite_error.h"

namespace evisa::db {

Result<std::string> begin_restored_log(const std::filesystem::path& file,
                                       const std::vector<std::string>& peers) {
  const auto db = open_database(file, kLogApplicationId, kLogMigrations, Open::existing);
  if (!db) return std::unexpected(db.error());
  return guarded(file, [&]() -> Result<std::string> {
    SQLite::Transaction transaction(**db, SQLite::TransactionBehavior::IMMEDIATE);
    (*db)->exec("UPDATE names SET name = lower(hex(randomblob(16)))");
    // A copy may itself have been taken of a log that was still waiting.
    SQLite::Statement insert(**db, "INSERT INTO awaited (peer) VALUES (?) ON CONFLICT DO NOTHING");
    for (const auto& peer : peers) {
      insert.bind(1, peer);
      insert.exec();
      insert.reset();
    }
    std::string name = (*db)->execAndGet("SELECT name FROM names").getString();
    transaction.commit();
    return name;
  });
}

}  // namespace evisa::db
