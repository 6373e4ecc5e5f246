// Opening accounts.sqlite.
#include "db/accounts.h"

#include "db/accounts_schema.h"
#include "db/kept_file.h"

namespace evisa::db {

Result<std::unique_ptr<Accounts>> Accounts::open(const std::filesystem::path& file, Open mode,
                                                 const Settings& settings) {
  constexpr Migration kMigrations[] = {{1, kAccountsSchema1}};
  auto kept = KeptFile::open(file, kAccountsApplicationId, kMigrations, mode);
  if (!kept) return std::unexpected(kept.error());
  return std::make_unique<Accounts>(*kept, settings);
}

}  // namespace evisa::db
