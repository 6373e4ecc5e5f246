// Opening operations.sqlite.
#include "db/operations.h"

#include "db/kept_file.h"
#include "db/operations_schema.h"

namespace evisa::db {

Result<std::unique_ptr<Operations>> Operations::open(const std::filesystem::path& file, Open mode) {
  constexpr Migration kMigrations[] = {{1, kOperationsSchema1}};
  auto kept = KeptFile::open(file, kOperationsApplicationId, kMigrations, mode);
  if (!kept) return std::unexpected(kept.error());
  return std::make_unique<Operations>(*kept);
}

}  // namespace evisa::db
