// The folder that backups of one home are put into.
#include "db/backup_series.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>

#include <algorithm>
#include <cerrno>

#include "crypto/files.h"
#include "crypto/new_folder.h"
#include "db/backup_note.h"

namespace evisa::db {
namespace fs = std::filesystem;
namespace {

struct Found {
  fs::path path;
  BackupNote note;
};

Result<crypto::FileDescriptor> lock_folder(const fs::path& folder) {
  crypto::FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) return crypto::os_error("open", folder, errno);
  if (::flock(fd.get(), LOCK_EX | LOCK_NB) == 0) return fd;
  if (errno == EWOULDBLOCK)
    return fail(Errc::unavailable,
                fmt::format("another backup into {} is running", folder.string()));
  return crypto::os_error("lock", folder, errno);
}

/// Under the lock nobody is filling one any more.
void sweep_unfinished(const fs::path& folder, const std::string& name) {
  std::error_code error;
  std::vector<fs::path> left;
  for (fs::directory_iterator it(folder, error), end; !error && it != end; it.increment(error)) {
    const std::string found = it->path().filename().string();
    if (found.starts_with(name + "-") && found.contains(".new-")) left.push_back(it->path());
  }
  for (const auto& path : left) fs::remove_all(path, error);
}

std::string folder_name(const BackupNote& note) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(note.taken);
  return fmt::format("{}-{:%Y%m%dT%H%M%SZ}", note.name,
                     fmt::gmtime(std::chrono::system_clock::to_time_t(seconds)));
}

}  // namespace

Result<BackupSeries> BackupSeries::open(const fs::path& folder, const std::string& name) {
  std::error_code error;
  if (!fs::exists(folder, error)) {
    fs::create_directories(folder, error);
    if (!error) fs::permissions(folder, fs::perms::owner_all, error);
  }
  if (error) return fail(Errc::io, fmt::format("{}: {}", folder.string(), error.message()));
  auto lock = lock_folder(folder);
  if (!lock) return std::unexpected(lock.error());
  sweep_unfinished(folder, name);
  return BackupSeries(folder, std::move(*lock));
}

Result<fs::path> BackupSeries::add(BackupNote note,
                                   const std::function<Result<void>(const fs::path&)>& fill) {
  auto made = crypto::NewFolder::beside(folder_ / folder_name(note));
  if (!made) return std::unexpected(made.error());
  if (auto filled = fill(made->path()); !filled) return std::unexpected(filled.error());
  if (auto sealed = seal_backup(made->path(), note); !sealed)
    return std::unexpected(sealed.error());
  if (auto kept = made->keep(); !kept) return std::unexpected(kept.error());
  return made->target();
}

Result<std::size_t> BackupSeries::prune(const BackupNote& of, std::size_t keep) const {
  std::vector<Found> backups;
  std::error_code error;
  for (fs::directory_iterator it(folder_, error), end; !error && it != end; it.increment(error)) {
    auto note = read_backup_note(it->path());
    if (note && note->of == of.of && note->name == of.name)
      backups.push_back({it->path(), std::move(*note)});
  }
  if (error) return fail(Errc::io, fmt::format("{}: {}", folder_.string(), error.message()));
  std::ranges::sort(backups, std::ranges::greater{}, [](const Found& f) { return f.note.taken; });
  const std::size_t left = std::min(std::max<std::size_t>(keep, 1), backups.size());
  for (std::size_t i = left; i < backups.size(); ++i) {
    // Stopped in between, it must not look whole.
    if (auto removed = remove_backup_note(backups[i].path); !removed)
      return std::unexpected(removed.error());
    fs::remove_all(backups[i].path, error);
    if (error)
      return fail(Errc::io, fmt::format("{}: {}", backups[i].path.string(), error.message()));
  }
  return backups.size() - left;
}

}  // namespace evisa::db
