// Copies of a store's file, by SQLite's online backup (https://www.sqlite.org/backup.html).
#include "db/store_copy.h"

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>
#include <fmt/format.h>
#include <sqlite3.h>

#include <system_error>

#include "crypto/files.h"
#include "db/database.h"
#include "db/file_check.h"
#include "db/sqlite_error.h"

namespace evisa::db {
namespace fs = std::filesystem;
namespace {

constexpr int kBusyTimeoutMs = 5000;

/// All pages in one step: a step that is not the last lets writers in, and begins anew for each.
void copy_pages(const fs::path& from, const fs::path& to) {
  const auto source = open_reader(from);
  SQLite::Database copy(to.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
  SQLite::Backup backup(copy, *source);
  if (backup.executeStep(-1) != SQLITE_DONE)
    throw SQLite::Exception("the copy was not finished", SQLITE_BUSY);
}

}  // namespace

Result<void> copy_store(const fs::path& from, const fs::path& to) {
  if (auto whole = check_file_header(from, Open::existing); !whole) return whole;
  std::error_code error;
  if (fs::exists(fs::symlink_status(to, error)))
    return fail(Errc::conflict, to.string() + " exists already");
  if (auto made = make_private_file(to, Open::create); !made) return made;
  // Which file is at fault is told by what went wrong: a damaged page is read, a full disk written.
  auto copied = guarded(from, [&]() -> Result<void> {
    copy_pages(from, to);
    return {};
  });
  if (!copied) return copied;
  return make_one_file(to);  // it carries its source's journal mode
}

Result<void> make_one_file(const fs::path& file) {
  return guarded(file, [&]() -> Result<void> {
    SQLite::Database db(file.string(), SQLite::OPEN_READWRITE, kBusyTimeoutMs);
    const std::string mode = db.execAndGet("PRAGMA journal_mode=DELETE").getString();
    if (mode != "delete") throw SQLite::Exception("found journal mode " + mode, SQLITE_IOERR);
    return crypto::sync_folder(file.parent_path());
  });
}

Result<void> check_store(const fs::path& file) {
  if (auto whole = check_file_header(file, Open::existing); !whole) return whole;
  return guarded(file, [&]() -> Result<void> {
    const auto db = open_reader(file);
    const std::string found = db->execAndGet("PRAGMA integrity_check(1)").getString();
    if (found != "ok") return fail(Errc::malformed, fmt::format("{}: {}", file.string(), found));
    SQLite::Statement references(*db, "PRAGMA foreign_key_check");
    if (references.executeStep())
      return fail(Errc::malformed, fmt::format("{}: a row of {} refers to nothing", file.string(),
                                               references.getColumn(0).getString()));
    return {};
  });
}

}  // namespace evisa::db
