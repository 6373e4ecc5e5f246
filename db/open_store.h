// How every store with a writer thread is opened: its file as a database of its kind, then the
// store on it.
#pragma once

#include <memory>
#include <utility>

#include "db/database.h"
#include "db/sqlite_error.h"

namespace evisa::db {

/// What a file must be.
struct FileKind {
  std::int32_t application_id;
  std::span<const Migration> migrations;
};

/// `Store(std::unique_ptr<SQLite::Database>, const std::filesystem::path&)` implements `Interface`.
/// Errors: as open_database.
template <class Store, class Interface>
[[nodiscard]] Result<std::unique_ptr<Interface>> open_store(const std::filesystem::path& file,
                                                            const FileKind& kind, Open mode) {
  auto db = open_database(file, kind.application_id, kind.migrations, mode);
  if (!db) return std::unexpected(db.error());
  return guarded(file, [&]() -> Result<std::unique_ptr<Interface>> {
    return std::make_unique<Store>(std::move(*db), file);
  });
}

}  // namespace evisa::db
