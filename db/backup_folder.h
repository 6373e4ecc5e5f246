// A backup: a folder with copies of everything that a home keeps, and a note of what they must be.
//
//   backup.json    of, name, test_only, taken_at, software, and each file's path, size, BLAKE2b-256
//   ...            the files under the names that they have in the home
//
// The folder appears whole or not at all (crypto/new_folder.h), and nothing in it is changed later.
// The note tells damage and mix-ups, not forgery: who can write to backups can write a note. What
// proves itself (events, bundle, register pages) is verified by its signatures at every restore.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "crypto/file_copy.h"
#include "visa/date.h"

namespace evisa::db {

struct BackedUpFile {
  std::string path;  ///< relative, `trust/trust.sqlite`
  crypto::FileDigest digest;
  bool others_may_read = false;  ///< else 0600: a stick with another file system keeps no modes
};

struct BackupNote {
  std::string of;    ///< `service`, `issuer`
  std::string name;  ///< `ALA`, `KZVS`
  bool test_only = true;
  visa::Instant taken{};
  std::string software;
  std::vector<BackedUpFile> files;  ///< in the order of their paths
};

/// What a home consists of, as relative paths in the order of their names.
struct HomeFiles {
  std::vector<std::filesystem::path> stores;  ///< `*.sqlite`; what SQLite keeps beside them is not
  std::vector<std::filesystem::path> files;   ///< all others but hidden ones and locks
};
/// Errors: io (also: something that is neither file nor folder).
[[nodiscard]] Result<HomeFiles> files_of(const std::filesystem::path& home);

/// Copies one file of a home to its place in the backup, folders made. Errors: as copy_store and
/// copy_file.
[[nodiscard]] Result<void> back_up_store(const std::filesystem::path& home,
                                         const std::filesystem::path& backup,
                                         const std::filesystem::path& path);
[[nodiscard]] Result<void> back_up_file(const std::filesystem::path& home,
                                        const std::filesystem::path& backup,
                                        const std::filesystem::path& path);

/// The last thing of a backup: every store looked at page by page, every file measured, and the
/// note of it written. `files` of the note is filled here. Errors: malformed (a damaged store), io.
[[nodiscard]] Result<void> seal_backup(const std::filesystem::path& backup, BackupNote& note);

/// Errors: not_found (no backup), malformed, unsupported.
[[nodiscard]] Result<BackupNote> read_backup_note(const std::filesystem::path& backup);

/// Copies what the note names into `home`, an empty folder, and compares each copy with the note.
/// Errors: malformed (another size or hash: found, expected; a damaged store), not_found, io.
[[nodiscard]] Result<void> take_out_backup(const std::filesystem::path& backup,
                                           const BackupNote& note,
                                           const std::filesystem::path& home);

}  // namespace evisa::db
