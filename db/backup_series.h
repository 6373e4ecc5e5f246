// The folder that backups of one home are put into, one after the other: `ALA-20261121T020000Z`.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>

#include "crypto/file_descriptor.h"
#include "db/backup_folder.h"

namespace evisa::db {

/// Only one program at a time adds to a series.
class BackupSeries {
 public:
  /// Made when it is not there (mode 0700), locked, and rid of what a run that was stopped left
  /// half-way. Errors: io, unavailable (another backup is running).
  [[nodiscard]] static Result<BackupSeries> open(const std::filesystem::path& folder,
                                                 const std::string& name);

  /// Fills a new folder with `fill(folder)` and seals it with `note`; on any error nothing is left
  /// of it, and the earlier ones stay as they are. Returns its path.
  /// Errors: those of `fill`; conflict (one was taken in the same second), malformed, io.
  [[nodiscard]] Result<std::filesystem::path> add(
      BackupNote note, const std::function<Result<void>(const std::filesystem::path&)>& fill);

  /// Removes the oldest backups of the same home beyond the newest `keep` (at least 1). Returns how
  /// many. Errors: io.
  [[nodiscard]] Result<std::size_t> prune(const BackupNote& of, std::size_t keep) const;

 private:
  BackupSeries(std::filesystem::path folder, crypto::FileDescriptor lock)
      : folder_(std::move(folder)), lock_(std::move(lock)) {}
  std::filesystem::path folder_;
  crypto::FileDescriptor lock_;
};

}  // namespace evisa::db
