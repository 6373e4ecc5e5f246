// Backup and restore of an airport service's home.
#include "verifier/service/backup.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/new_folder.h"
#include "crypto/public_key_file.h"
#include "db/backup_series.h"
#include "db/boarding_receipts.h"
#include "db/restored_log.h"
#include "db/trust_store.h"

namespace evisa::verifier {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kKind = "service";

bool is_trust(const fs::path& path) { return *path.begin() == "trust"; }

/// Where a store stands in the order of copying.
int rank_of(const fs::path& path) {
  if (path == "crossings.sqlite") return 1;
  return path == "accounts.sqlite" ? 2 : 0;
}

/// Defects that the log itself may have: an event under way, and evidence of a fork.
bool is_known(const db::ChainDefect& defect) {
  switch (defect.kind) {
    case db::ChainDefect::Kind::gap:
    case db::ChainDefect::Kind::fork:
      return true;
    case db::ChainDefect::Kind::bad_signature:
    case db::ChainDefect::Kind::unknown_booth:
    case db::ChainDefect::Kind::malformed:
      break;
  }
  return false;
}

Result<LogState> check_log(const ServiceHome& home, const db::BoothKeyRing& keys) {
  const auto log = db::CrossingLog::open(home.log_file(), db::Open::existing);
  if (!log) return std::unexpected(log.error());
  const auto size = (*log)->size();
  if (!size) return std::unexpected(size.error());
  auto defects = (*log)->verify(keys.all());
  if (!defects) return std::unexpected(defects.error());
  for (const auto& defect : *defects) {
    if (is_known(defect)) continue;
    return fail(Errc::malformed, fmt::format("{}: event {}: {}", home.log_file().string(),
                                             defect.event.text(), defect.detail));
  }
  return LogState{*size, std::move(*defects)};
}

Result<void> check_trust(const ServiceHome& home) {
  const auto trust = db::TrustStore::open(home.trust_folder(), home.authority());
  if (!trust) return std::unexpected(trust.error());
  const auto bundle = (*trust)->current();
  if (bundle || bundle.error().code == Errc::not_found) return {};
  return std::unexpected(bundle.error());
}

/// Opens a copy as the service would, and goes over its log.
Result<LogState> check_home(const fs::path& folder) {
  const auto home = ServiceHome::open(folder);
  if (!home) return std::unexpected(home.error());
  if (auto trust = check_trust(*home); !trust) return std::unexpected(trust.error());
  if (auto store = home->operations(); !store) return std::unexpected(store.error());
  if (auto store = home->peers(); !store) return std::unexpected(store.error());
  if (auto store = home->visas(); !store && store.error().code != Errc::not_found)
    return std::unexpected(store.error());
  const auto accounts = home->accounts();
  if (!accounts) return std::unexpected(accounts.error());
  const auto keys = (*accounts)->booths().load();
  if (!keys) return std::unexpected(keys.error());
  return check_log(*home, *keys);
}

/// A bundle may be imported meanwhile, and the old one's files go away: then once more.
Result<void> copy_trust(const fs::path& home, const fs::path& backup,
                        const crypto::MinisignPublicKey& authority) {
  constexpr int kTries = 3;
  Result<void> copied;
  for (int tries = 0; tries < kTries; ++tries) {
    std::error_code error;
    fs::remove_all(backup / "trust", error);
    copied = db::back_up_store(home, backup, "trust/trust.sqlite");
    if (!copied) return copied;
    const auto found = db::files_of(home);
    if (!found) return std::unexpected(found.error());
    for (const auto& file : found->files)
      if (copied && is_trust(file)) copied = db::back_up_file(home, backup, file);
    if (!copied) continue;
    const auto store = db::TrustStore::open(backup / "trust", authority);
    if (!store) return std::unexpected(store.error());
    const auto bundle = (*store)->current();
    const bool none = !bundle && bundle.error().message.starts_with("no trust bundle");
    if (bundle || none) return {};
    copied = std::unexpected(bundle.error());
  }
  return copied;
}

Result<void> copy_all(const ServiceHome& home, const fs::path& backup) {
  if (auto trust = copy_trust(home.folder(), backup, home.authority()); !trust) return trust;
  auto found = db::files_of(home.folder());
  if (!found) return std::unexpected(found.error());
  std::erase_if(found->stores, is_trust);
  std::erase_if(found->files, is_trust);
  std::ranges::stable_sort(found->stores, {}, rank_of);
  for (const auto& store : found->stores)
    if (auto copied = db::back_up_store(home.folder(), backup, store); !copied) return copied;
  for (const auto& file : found->files)
    if (auto copied = db::back_up_file(home.folder(), backup, file); !copied) return copied;
  return {};
}

Result<std::vector<std::string>> awaited_of(const ServiceHome& home,
                                            const std::vector<std::string>& lost) {
  const auto peers = home.peers();
  if (!peers) return std::unexpected(peers.error());
  auto known = (*peers)->known();
  if (!known) return known;
  for (const auto& name : lost) {
    if (std::erase(*known, name) == 0)
      return fail(Errc::not_found, fmt::format("{} is no peer that this service knew", name));
  }
  return known;
}

/// Before the service first runs, its own key is not registered; its events may come back from a
/// peer all the same.
Result<void> register_own_key(const ServiceHome& home, const db::BoothKeyRing& keys,
                              db::Accounts& accounts, const db::AdminAct& act) {
  const std::string booth = home.identity().booth();
  if (keys.find(booth) != nullptr) return {};
  const auto key = crypto::read_public_key_file(home.public_key_file());
  if (!key) return std::unexpected(key.error());
  return accounts.booths().add(booth, *key, visa::Instant{}, act);
}

Result<void> begin_anew(const ServiceHome& home, const RestoreRequest& request,
                        RestoredHome& restored) {
  auto awaited = awaited_of(home, request.lost_peers);
  if (!awaited) return std::unexpected(awaited.error());
  auto name = db::begin_restored_log(home.log_file(), *awaited);
  if (!name) return std::unexpected(name.error());
  if (auto begun = db::begin_restored_receipts(home.receipts_file(), request.act.at); !begun)
    return begun;
  const auto accounts = home.accounts();
  if (!accounts) return std::unexpected(accounts.error());
  const auto keys = (*accounts)->booths().load();
  if (!keys) return std::unexpected(keys.error());
  if (auto known = register_own_key(home, *keys, **accounts, request.act); !known) return known;
  restored.awaited = std::move(*awaited);
  restored.log_name = std::move(*name);
  return (*accounts)->audit().add(request.act, "service.restore", home.identity().airport,
                                  "from a backup of " + visa::to_string(restored.note.taken));
}

Result<void> check_kind(const db::BackupNote& note, const fs::path& from) {
  if (note.of == kKind) return {};
  return fail(Errc::malformed,
              fmt::format("{} is a backup of: {}, expected: {}", from.string(), note.of, kKind));
}

}  // namespace

Result<TakenBackup> back_up(const ServiceHome& home, const BackupRequest& request) {
  auto series = db::BackupSeries::open(request.to, home.identity().airport);
  if (!series) return std::unexpected(series.error());
  const db::BackupNote note{.of = std::string(kKind),
                            .name = home.identity().airport,
                            .test_only = home.identity().test_only,
                            .taken = request.now,
                            .software = EVISA_VERSION,
                            .files = {}};
  TakenBackup taken;
  auto folder = series->add(note, [&](const fs::path& backup) -> Result<void> {
    if (auto copied = copy_all(home, backup); !copied) return copied;
    auto log = check_home(backup);
    if (!log) {
      log.error().message = "the home is not in order; in its copy: " + log.error().message;
      return std::unexpected(std::move(log.error()));
    }
    taken.log = std::move(*log);
    return {};
  });
  if (!folder) return std::unexpected(folder.error());
  taken.folder = std::move(*folder);
  if (request.keep == 0) return taken;
  const auto removed = series->prune(note, request.keep);
  if (!removed) return std::unexpected(removed.error());
  taken.removed = *removed;
  return taken;
}

Result<RestoredHome> restore(const RestoreRequest& request) {
  RestoredHome restored;
  auto made = crypto::NewFolder::beside(request.home);
  if (!made) return std::unexpected(made.error());
  auto note = db::read_backup_note(request.from);
  if (!note) return std::unexpected(note.error());
  restored.note = std::move(*note);
  if (auto kind = check_kind(restored.note, request.from); !kind)
    return std::unexpected(kind.error());
  if (auto taken = db::take_out_backup(request.from, restored.note, made->path()); !taken)
    return std::unexpected(taken.error());
  if (request.act.at < restored.note.taken)
    return fail(Errc::out_of_range,
                fmt::format("the backup was taken at {}, and this clock says {}",
                            visa::to_string(restored.note.taken), visa::to_string(request.act.at)),
                "set the clock first");
  auto log = check_home(made->path());
  if (!log) return std::unexpected(log.error());
  restored.log = std::move(*log);
  const auto home = ServiceHome::open(made->path());
  if (!home) return std::unexpected(home.error());
  if (auto begun = begin_anew(*home, request, restored); !begun)
    return std::unexpected(begun.error());
  if (auto kept = made->keep(); !kept) return std::unexpected(kept.error());
  return restored;
}

}  // namespace evisa::verifier
