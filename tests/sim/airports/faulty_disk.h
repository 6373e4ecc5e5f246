// A disk under SQLite that can be full, lose its power or have its program killed at any write.
//
// An SQLite VFS around the system's: real files, real bytes. What was written and not yet synced is
// remembered, so that a power cut can take any part of it away; what was synced stays, always.
// https://www.sqlite.org/c3ref/vfs.html
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "tests/sim/airports/chance.h"

namespace evisa::airports {

class FaultyDisk {
 public:
  /// All databases below `folder` lie on this disk. Databases that were opened must be closed
  /// before it goes.
  explicit FaultyDisk(const std::filesystem::path& folder);
  ~FaultyDisk();
  FaultyDisk(const FaultyDisk&) = delete;
  FaultyDisk& operator=(const FaultyDisk&) = delete;

  /// Files do not grow any more. What they hold can be overwritten, as on a real file system.
  void fill(bool full);
  /// After so many further writes nothing more reaches the disk: the program died there.
  void stop_after(std::uint64_t writes);
  [[nodiscard]] bool stopped() const;
  /// The machine runs again. `power_failed`: of what was not synced, chance decides what is there.
  void start_again(bool power_failed, Chance& chance);
  /// Sabotage, for proving that the checks see it: syncs are forgotten, so a power cut takes what
  /// was acknowledged.
  void forget_syncs(bool forget);

  /// What the VFS asks and tells; an SQLite result code.
  struct Write {
    std::string file;
    std::int64_t offset;
    std::vector<char> before, after;  ///< `before` is shorter where the file ended
  };
  int admit(const std::string& file, bool grows);
  void wrote(Write write);
  void synced(const std::string& file);
  void removed(const std::string& file);

 private:
  std::filesystem::path folder_;
  mutable std::mutex mutex_;
  bool full_ = false, stopped_ = false, counting_ = false, forget_syncs_ = false;
  std::uint64_t writes_left_ = 0;
  std::vector<Write> unsynced_;
};

}  // namespace evisa::airports
