// A visa register that came back from a copy.
#include "db/restored_register.h"

#include <SQLiteCpp/Statement.h>
#include <SQLiteCpp/Transaction.h>

#include "db/database.h"
#include "db/register_schema.h"
#include "db/sqlite_error.h"
#include "db/statement_use.h"

namespace evisa::db {

Result<std::uint64_t> begin_restored_register(const std::filesystem::path& file,
                                              std::uint64_t skipped) {
  const auto db = open_database(file, kRegisterApplicationId, kRegisterMigrations, Open::existing);
  if (!db) return std::unexpected(db.error());
  return guarded(file, [&]() -> Result<std::uint64_t> {
    SQLite::Transaction transaction(**db, SQLite::TransactionBehavior::IMMEDIATE);
    SQLite::Statement skip(
        **db, "UPDATE counters SET used = used + ? WHERE name = 'bundle' RETURNING used");
    bind_count(skip, 1, skipped);
    if (!skip.executeStep()) return fail(Errc::malformed, "the register's bundle counter is gone");
    const std::uint64_t used = read_count(skip.getColumn(0));
    skip.reset();
    transaction.commit();
    return used;
  });
}

}  // namespace evisa::db
