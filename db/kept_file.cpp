// A small store's SQLite file.
#include "db/kept_file.h"

namespace evisa::db {

KeptFile::KeptFile(std::unique_ptr<SQLite::Database> db, const std::filesystem::path& file)
    : file_(file), db_(std::move(db)), readers_(file), queue_(*db_, file) {}

Result<std::shared_ptr<KeptFile>> KeptFile::open(const std::filesystem::path& file,
                                                 std::int32_t application_id,
                                                 std::span<const Migration> migrations, Open mode) {
  auto db = open_database(file, application_id, migrations, mode);
  if (!db) return std::unexpected(db.error());
  return guarded(file, [&]() -> Result<std::shared_ptr<KeptFile>> {
    return std::make_shared<KeptFile>(std::move(*db), file);
  });
}

}  // namespace evisa::db
