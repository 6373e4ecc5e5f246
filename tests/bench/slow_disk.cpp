// SQLite's own file system with one function replaced.
#include "tests/bench/slow_disk.h"

#include <sqlite3.h>

#include <cstdlib>
#include <list>
#include <mutex>
#include <thread>

namespace evisa::bench {
namespace {

std::chrono::microseconds slower{0};
sqlite3_vfs* real = nullptr;

/// A table of SQLite's, and the same with a slower sync.
struct Methods {
  const sqlite3_io_methods* fast;
  sqlite3_io_methods slow;
};
std::mutex tables_mutex;
std::list<Methods> tables;  // addresses stay

const Methods& table_of(const sqlite3_io_methods* methods);

int sync_slowly(sqlite3_file* file, int flags) {
  std::this_thread::sleep_for(slower);
  return table_of(file->pMethods).fast->xSync(file, flags);
}

const Methods& table_of(const sqlite3_io_methods* methods) {
  const std::lock_guard lock(tables_mutex);
  for (const auto& table : tables)
    if (table.fast == methods || &table.slow == methods) return table;
  tables.push_back({methods, *methods});
  tables.back().slow.xSync = sync_slowly;
  return tables.back();
}

int open_slowly(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  const int done = real->xOpen(real, name, file, flags, out);
  if (done == SQLITE_OK && file->pMethods != nullptr)
    file->pMethods = &table_of(file->pMethods).slow;
  return done;
}

}  // namespace

void make_syncs_slower(std::chrono::microseconds by) {
  static sqlite3_vfs slow_disk;
  slower = by;
  real = sqlite3_vfs_find(nullptr);
  slow_disk = *real;
  slow_disk.zName = "slow";
  slow_disk.xOpen = open_slowly;
  if (sqlite3_vfs_register(&slow_disk, 1) != SQLITE_OK) std::abort();
}

}  // namespace evisa::bench
