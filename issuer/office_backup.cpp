// Backup and restore of the office's folder.
#include "issuer/office_backup.h"

#include <fmt/format.h>

#include "crypto/new_folder.h"
#include "db/backup_series.h"
#include "db/restored_register.h"
#include "db/visa_register.h"

namespace evisa::issuer {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kKind = "issuer";

/// A bundle every ten minutes for two months.
constexpr std::uint64_t kSkippedBundles = 10'000;

/// Opens a copy as the office would. Its keys open with their passphrases alone.
Result<void> check_home(const fs::path& folder) {
  const auto home = AuthorityHome::open(folder);
  if (!home) return std::unexpected(home.error());
  if (auto authority = home->authority(); !authority) return std::unexpected(authority.error());
  if (auto signers = home->signers(); !signers) return std::unexpected(signers.error());
  const auto visas = db::VisaRegister::open(home->register_file(), db::Open::existing);
  return visas ? Result<void>() : std::unexpected(visas.error());
}

/// The register first: every signer that a visa in it names is among the files by then.
Result<void> copy_all(const fs::path& home, const fs::path& backup) {
  const auto found = db::files_of(home);
  if (!found) return std::unexpected(found.error());
  for (const auto& store : found->stores)
    if (auto copied = db::back_up_store(home, backup, store); !copied) return copied;
  const auto files = db::files_of(home);
  if (!files) return std::unexpected(files.error());
  for (const auto& file : files->files)
    if (auto copied = db::back_up_file(home, backup, file); !copied) return copied;
  return {};
}

}  // namespace

Result<TakenBackup> back_up(const AuthorityHome& home, const BackupRequest& request) {
  const std::string name = home.settings().signer_identifier();
  auto series = db::BackupSeries::open(request.to, name);
  if (!series) return std::unexpected(series.error());
  const db::BackupNote note{.of = std::string(kKind),
                            .name = name,
                            .test_only = home.settings().test_only,
                            .taken = request.now,
                            .software = EVISA_VERSION,
                            .files = {}};
  auto folder = series->add(note, [&](const fs::path& backup) -> Result<void> {
    if (auto copied = copy_all(home.folder(), backup); !copied) return copied;
    auto checked = check_home(backup);
    if (!checked)
      checked.error().message =
          "the folder is not in order; in its copy: " + checked.error().message;
    return checked;
  });
  if (!folder) return std::unexpected(folder.error());
  TakenBackup taken{.folder = std::move(*folder)};
  if (request.keep == 0) return taken;
  const auto removed = series->prune(note, request.keep);
  if (!removed) return std::unexpected(removed.error());
  taken.removed = *removed;
  return taken;
}

Result<RestoredOffice> restore(const fs::path& from, const fs::path& home) {
  auto made = crypto::NewFolder::beside(home);
  if (!made) return std::unexpected(made.error());
  auto note = db::read_backup_note(from);
  if (!note) return std::unexpected(note.error());
  if (note->of != kKind)
    return fail(Errc::malformed,
                fmt::format("{} is a backup of: {}, expected: {}", from.string(), note->of, kKind));
  if (auto taken = db::take_out_backup(from, *note, made->path()); !taken)
    return std::unexpected(taken.error());
  if (auto sound = check_home(made->path()); !sound) return std::unexpected(sound.error());
  const auto bundle =
      db::begin_restored_register(made->path() / "register.sqlite", kSkippedBundles);
  if (!bundle) return std::unexpected(bundle.error());
  if (auto kept = made->keep(); !kept) return std::unexpected(kept.error());
  return RestoredOffice{std::move(*note), *bundle};
}

}  // namespace evisa::issuer
