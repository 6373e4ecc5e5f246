// Backup and restore of the office's folder. docs/operations.md has the drills.
#pragma once

#include <filesystem>

#include "db/backup_folder.h"
#include "issuer/authority_home.h"

namespace evisa::issuer {

struct BackupRequest {
  std::filesystem::path to;  ///< folder of all backups; each becomes a folder in it
  std::size_t keep = 0;      ///< how many of this home stay; 0: all
  visa::Instant now{};
};
struct TakenBackup {
  std::filesystem::path folder;
  std::size_t removed = 0;  ///< older ones beyond `keep`
};
/// Copies the folder while visas are issued, and opens the copy as a restore would. On any error
/// nothing new is left and the earlier backups stay.
/// Errors: malformed (a damaged register or certificate: which), untrusted, unavailable, io.
[[nodiscard]] Result<TakenBackup> back_up(const AuthorityHome& home, const BackupRequest& request);

struct RestoredOffice {
  db::BackupNote note;
  std::uint64_t bundle = 0;  ///< the next trust bundle has the number after this one
};
/// Makes the folder anew from a backup, whole or not at all. Bundle numbers are skipped, so that no
/// number is given twice (db/restored_register.h).
/// Errors: conflict (the folder is there), malformed, unsupported (a damaged backup), not_found,
/// io.
[[nodiscard]] Result<RestoredOffice> restore(const std::filesystem::path& from,
                                             const std::filesystem::path& home);

}  // namespace evisa::issuer
