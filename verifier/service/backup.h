// Backup and restore of an airport service's home. docs/operations.md has the drills.
//
// Copied in an order in which nothing refers to what the copy lacks:
//   trust/           before the log: its memory of the own chain's head may be behind, never ahead
//   other stores     before the log: alarms and peers' positions speak of events that are in it
//   crossings.sqlite
//   accounts.sqlite  after the log: every key that an event in it was taken in with
//   files            keys and identity, which do not change while the service runs
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "db/audit_trail.h"
#include "db/backup_folder.h"
#include "db/crossing_log.h"
#include "verifier/service/service_home.h"

namespace evisa::verifier {

/// A crossing log that was gone over completely: every signature and every chain.
struct LogState {
  std::uint64_t events = 0;
  /// Gaps, and forks that were kept as evidence: true of the log itself, no damage of the copy.
  std::vector<db::ChainDefect> known;
};

struct TakenBackup {
  std::filesystem::path folder;
  LogState log;
  std::size_t removed = 0;  ///< older ones beyond `keep`
};

struct BackupRequest {
  std::filesystem::path to;  ///< folder of all backups; each becomes a folder in it
  std::size_t keep = 0;      ///< how many of this home stay; 0: all
  visa::Instant now{};
};

/// Copies a home while its service runs, verifies the copy as a restore would, and gives it its
/// name. On any error nothing new is left and the earlier backups stay.
/// Errors: malformed, bad_signature (a damaged store or event: which), unavailable, conflict, io.
[[nodiscard]] Result<TakenBackup> back_up(const ServiceHome& home, const BackupRequest& request);

struct RestoreRequest {
  std::filesystem::path from, home;
  std::vector<std::string> lost_peers;  ///< known peers that will never answer again
  db::AdminAct act;
};

struct RestoredHome {
  db::BackupNote note;
  LogState log;
  std::string log_name;              ///< its new one
  std::vector<std::string> awaited;  ///< peers that must be read before anything is decided
};

/// Makes the home anew from a backup, whole or not at all. The log gets a new name and awaits the
/// peers that it knew (db/restored_log.h).
/// Errors: conflict (there is a home), out_of_range (the clock is before the backup), malformed,
/// bad_signature, unsupported (a damaged backup), not_found (no backup; a lost peer that was not
/// known), io.
[[nodiscard]] Result<RestoredHome> restore(const RestoreRequest& request);

}  // namespace evisa::verifier
