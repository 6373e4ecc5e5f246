// backup.json on disk; read by `read_backup_note` (db/backup_folder.h).
#pragma once

#include <filesystem>

#include "db/backup_folder.h"

namespace evisa::db {

/// Errors: conflict (there is one), io.
[[nodiscard]] Result<void> write_backup_note(const std::filesystem::path& backup,
                                             const BackupNote& note);
/// From then on the folder is no backup, however far its removal comes. Errors: io.
[[nodiscard]] Result<void> remove_backup_note(const std::filesystem::path& backup);

}  // namespace evisa::db
