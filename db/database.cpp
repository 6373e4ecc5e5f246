// Opening a database: private file, header, pragmas, kind, then the migrations it still lacks.
#include "db/database.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <string>

#include "db/file_check.h"
#include "db/sqlite_error.h"

namespace evisa::db {
namespace {

constexpr int kBusyTimeoutMs = 5000;

// Two programs that create one file at the same moment: the switch to WAL needs the file alone and
// does not wait for the busy timeout by itself.
void switch_to_wal(SQLite::Database& db) {
  constexpr int kPauseMs = 20;
  for (int waited = 0;; waited += kPauseMs) {
    try {
      const std::string mode = db.execAndGet("PRAGMA journal_mode=WAL").getString();
      if (mode == "wal") return;
      throw SQLite::Exception("the file system does not support write-ahead logging", SQLITE_IOERR);
    } catch (const SQLite::Exception& exception) {
      if (exception.getErrorCode() != SQLITE_BUSY || waited >= kBusyTimeoutMs) throw;
      sqlite3_sleep(kPauseMs);
    }
  }
}

void set_pragmas(SQLite::Database& db) {
  db.setBusyTimeout(kBusyTimeoutMs);
  switch_to_wal(db);
  // NORMAL can lose the last acknowledged commits when the power fails: a used visa usable again.
  db.exec("PRAGMA synchronous=FULL");
  db.exec("PRAGMA foreign_keys=ON");
  db.exec("PRAGMA trusted_schema=OFF");
  db.exec("PRAGMA cell_size_check=ON");
}

int pragma(SQLite::Database& db, const char* name) {
  return db.execAndGet(fmt::format("PRAGMA {}", name)).getInt();
}

bool is_new(SQLite::Database& db) {
  return pragma(db, "application_id") == 0 && pragma(db, "user_version") == 0 &&
         db.execAndGet("SELECT count(*) FROM sqlite_schema").getInt() == 0;
}

Result<void> check_kind(SQLite::Database& db, const std::filesystem::path& file,
                        std::int32_t application_id, int newest, Open mode) {
  if (is_new(db)) {
    if (mode == Open::create) return {};
    return fail(Errc::malformed, fmt::format("{} is empty: it has no schema", file.string()),
                "keep the file for inspection and restore it from the last copy");
  }
  const int kind = pragma(db, "application_id");
  if (kind != application_id) {
    return fail(Errc::malformed,
                fmt::format("{} is another kind of database: application id {:#010x} found, "
                            "{:#010x} expected",
                            file.string(), kind, application_id),
                "give the path of the right file");
  }
  const int version = pragma(db, "user_version");
  if (version > newest) {
    return fail(
        Errc::unsupported,
        fmt::format("{} was written by a newer program: schema version {} found, up to {} known",
                    file.string(), version, newest),
        "update this program; a database is never taken back to an older version");
  }
  if (version < 1) {
    return fail(Errc::malformed,
                fmt::format("{}: schema version {} does not exist", file.string(), version));
  }
  return {};
}

// Another program may be migrating the same file: the version is asked again inside the
// transaction.
void migrate(SQLite::Database& db, std::int32_t application_id, const Migration& migration) {
  SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
  if (pragma(db, "user_version") >= migration.version) return;
  db.exec(std::string(migration.sql));
  db.exec(fmt::format("PRAGMA application_id={}", application_id));
  db.exec(fmt::format("PRAGMA user_version={}", migration.version));
  transaction.commit();
}

}  // namespace

Result<std::unique_ptr<SQLite::Database>> open_database(const std::filesystem::path& file,
                                                        std::int32_t application_id,
                                                        std::span<const Migration> migrations,
                                                        Open mode) {
  if (auto made = make_private_file(file, mode); !made) return std::unexpected(made.error());
  if (auto whole = check_file_header(file, mode); !whole) return std::unexpected(whole.error());
  return guarded(file, [&]() -> Result<std::unique_ptr<SQLite::Database>> {
    auto db = std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE);
    // The kind comes first: a stranger's file is not even switched to WAL.
    db->setBusyTimeout(kBusyTimeoutMs);
    const int newest = migrations.empty() ? 0 : migrations.back().version;
    if (auto kind = check_kind(*db, file, application_id, newest, mode); !kind) {
      return std::unexpected(kind.error());
    }
    set_pragmas(*db);
    for (const Migration& migration : migrations) migrate(*db, application_id, migration);
    return db;
  });
}

std::unique_ptr<SQLite::Database> open_reader(const std::filesystem::path& file) {
  auto db =
      std::make_unique<SQLite::Database>(file.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
  db->exec("PRAGMA query_only=ON");
  // Every thread of a service may hold one for each store: 2 MiB each (SQLite's default) would fill
  // up over hours. The system keeps the pages once for all of them.
  db->exec("PRAGMA cache_size=-256");
  db->exec("PRAGMA trusted_schema=OFF");
  db->exec("PRAGMA cell_size_check=ON");
  return db;
}

bool has_moved(SQLite::Database& db) {
  int moved = 0;
  const int asked = sqlite3_file_control(db.getHandle(), "main", SQLITE_FCNTL_HAS_MOVED, &moved);
  return asked != SQLITE_OK || moved != 0;
}

}  // namespace evisa::db
