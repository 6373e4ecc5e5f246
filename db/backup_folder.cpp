// A backup's files: copied, measured, taken out again.
#include "db/backup_folder.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <algorithm>

#include "crypto/files.h"
#include "db/backup_note.h"
#include "db/store_copy.h"

namespace evisa::db {
namespace fs = std::filesystem;
namespace {

constexpr unsigned kPrivate = 0600, kReadable = 0644;

bool is_store(const fs::path& path) { return path.extension() == ".sqlite"; }

/// Beside a store while it is open; of a running program; of one that was stopped half-way.
bool is_passing(const fs::path& path) {
  const std::string name = path.filename().string();
  return name.ends_with(".sqlite-wal") || name.ends_with(".sqlite-shm") ||
         name.ends_with(".sqlite-journal") || name.ends_with(".lock") || name.starts_with('.');
}

bool others_may_read(const fs::path& file) {
  struct stat status {};
  return ::stat(file.c_str(), &status) == 0 && (status.st_mode & S_IROTH) != 0;
}

Result<void> make_folder_of(const fs::path& file) {
  std::error_code error;
  fs::create_directories(file.parent_path(), error);
  if (!error) return {};
  return fail(Errc::io, fmt::format("{}: {}", file.parent_path().string(), error.message()));
}

Result<void> take_out(const fs::path& from, const BackedUpFile& file, const fs::path& to) {
  if (auto made = make_folder_of(to); !made) return made;
  const auto digest = crypto::copy_file(from, to, file.others_may_read ? kReadable : kPrivate);
  if (!digest) return std::unexpected(digest.error());
  if (digest->bytes != file.digest.bytes)
    return fail(Errc::malformed, fmt::format("{}: {} bytes found, {} expected", from.string(),
                                             digest->bytes, file.digest.bytes));
  if (*digest != file.digest)
    return fail(
        Errc::malformed,
        fmt::format("{}: its content is not what was backed up (hash {} found, {} expected)",
                    from.string(), crypto::to_hex(digest->hash).substr(0, 16),
                    crypto::to_hex(file.digest.hash).substr(0, 16)));
  return is_store(to) ? check_store(to) : Result<void>();
}

}  // namespace

Result<HomeFiles> files_of(const fs::path& home) {
  HomeFiles found;
  std::error_code error;
  for (fs::recursive_directory_iterator it(home, error), end; !error && it != end;
       it.increment(error)) {
    const fs::path path = it->path().lexically_relative(home);
    if (is_passing(path)) {
      if (it->is_directory()) it.disable_recursion_pending();
    } else if (it->is_regular_file()) {
      (is_store(path) ? found.stores : found.files).push_back(path);
    } else if (!it->is_directory()) {
      return fail(Errc::io, fmt::format("{} is neither a file nor a folder", it->path().string()),
                  "a home has its own files only; move it away");
    }
  }
  if (error) return fail(Errc::io, fmt::format("{}: {}", home.string(), error.message()));
  std::ranges::sort(found.stores);
  std::ranges::sort(found.files);
  return found;
}

Result<void> back_up_store(const fs::path& home, const fs::path& backup, const fs::path& path) {
  if (auto made = make_folder_of(backup / path); !made) return made;
  return copy_store(home / path, backup / path);
}

Result<void> back_up_file(const fs::path& home, const fs::path& backup, const fs::path& path) {
  if (auto made = make_folder_of(backup / path); !made) return made;
  const unsigned mode = others_may_read(home / path) ? kReadable : kPrivate;
  const auto copied = crypto::copy_file(home / path, backup / path, mode);
  return copied ? Result<void>() : std::unexpected(copied.error());
}

Result<void> seal_backup(const fs::path& backup, BackupNote& note) {
  const auto found = files_of(backup);
  if (!found) return std::unexpected(found.error());
  for (const auto& store : found->stores) {
    if (auto single = make_one_file(backup / store); !single) return single;
    if (auto sound = check_store(backup / store); !sound) return sound;
  }
  std::vector<fs::path> paths = found->stores;
  paths.insert(paths.end(), found->files.begin(), found->files.end());
  std::ranges::sort(paths);
  note.files.clear();
  for (const auto& path : paths) {
    const auto digest = crypto::digest_file(backup / path);
    if (!digest) return std::unexpected(digest.error());
    note.files.push_back({path.string(), *digest, others_may_read(backup / path)});
  }
  return write_backup_note(backup, note);
}

Result<void> take_out_backup(const fs::path& backup, const BackupNote& note, const fs::path& home) {
  for (const auto& file : note.files) {
    if (auto taken = take_out(backup / file.path, file, home / file.path); !taken) {
      Error error = taken.error();
      if (error.hint.empty()) error.hint = "take another backup; this one is damaged";
      return std::unexpected(std::move(error));
    }
  }
  return {};
}

}  // namespace evisa::db
