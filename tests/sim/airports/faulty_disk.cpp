// The VFS: every call goes on to the system's, writes and syncs by way of their disk.
#include "tests/sim/airports/faulty_disk.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace evisa::airports {
namespace {

/// Which disk a path lies on. Disks come and go with their worlds, on many threads.
class Disks {
 public:
  void add(const std::string& folder, FaultyDisk* disk) {
    const std::lock_guard lock(mutex_);
    disks_[folder] = disk;
  }
  void remove(const std::string& folder) {
    const std::lock_guard lock(mutex_);
    disks_.erase(folder);
  }
  FaultyDisk* find(const std::string& file) {
    const std::lock_guard lock(mutex_);
    const auto found = std::ranges::find_if(
        disks_, [&](const auto& entry) { return file.starts_with(entry.first + "/"); });
    return found == disks_.end() ? nullptr : found->second;
  }

 private:
  std::mutex mutex_;
  std::map<std::string, FaultyDisk*> disks_;
};

Disks& disks() {
  static Disks all;
  return all;
}

sqlite3_vfs* real_vfs = nullptr;

/// SQLite allocates szOsFile bytes: this, and behind it the system's own file.
struct File {
  sqlite3_file base;
  FaultyDisk* disk;
  const char* name;  ///< SQLite keeps it for as long as the file is open
};
File* own(sqlite3_file* file) { return reinterpret_cast<File*>(file); }
sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(own(file) + 1); }

int file_close(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int file_read(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
  return real(file)->pMethods->xRead(real(file), to, size, at);
}

/// What is there now, for `wrote`.
std::vector<char> bytes_at(sqlite3_file* file, std::int64_t at, std::int64_t size) {
  sqlite3_int64 end = 0;
  if (real(file)->pMethods->xFileSize(real(file), &end) != SQLITE_OK) std::abort();
  std::vector<char> bytes(static_cast<std::size_t>(std::clamp<std::int64_t>(end - at, 0, size)));
  if (bytes.empty()) return bytes;
  if (file_read(file, bytes.data(), static_cast<int>(bytes.size()), at) != SQLITE_OK) std::abort();
  return bytes;
}

int file_write(sqlite3_file* file, const void* from, int size, sqlite3_int64 at) {
  FaultyDisk* disk = own(file)->disk;
  const auto* bytes = static_cast<const char*>(from);
  if (disk == nullptr) return real(file)->pMethods->xWrite(real(file), from, size, at);
  FaultyDisk::Write write{own(file)->name, at, bytes_at(file, at, size), {bytes, bytes + size}};
  const bool grows = write.before.size() < write.after.size();
  if (const int no = disk->admit(write.file, grows); no != SQLITE_OK) return no;
  const int done = real(file)->pMethods->xWrite(real(file), from, size, at);
  if (done == SQLITE_OK) disk->wrote(std::move(write));
  return done;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size) {
  FaultyDisk* disk = own(file)->disk;
  if (disk != nullptr) {
    if (const int no = disk->admit(own(file)->name, false); no != SQLITE_OK) return no;
  }
  return real(file)->pMethods->xTruncate(real(file), size);
}

/// Nothing is synced in truth: the disk is ours, and a simulation has no time for it.
int file_sync(sqlite3_file* file, int flags) {
  FaultyDisk* disk = own(file)->disk;
  if (disk == nullptr) return real(file)->pMethods->xSync(real(file), flags);
  if (disk->stopped()) return SQLITE_IOERR_FSYNC;
  disk->synced(own(file)->name);
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int file_lock(sqlite3_file* file, int how) { return real(file)->pMethods->xLock(real(file), how); }
int file_unlock(sqlite3_file* file, int how) {
  return real(file)->pMethods->xUnlock(real(file), how);
}
int file_reserved(sqlite3_file* file, int* out) {
  return real(file)->pMethods->xCheckReservedLock(real(file), out);
}
int file_control(sqlite3_file* file, int what, void* with) {
  return real(file)->pMethods->xFileControl(real(file), what, with);
}
int file_sector(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int file_device(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int at, int n, int flags) {
  return real(file)->pMethods->xShmLock(real(file), at, n, flags);
}
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

/// Version 2: no memory-mapped reads, which the stores do not use.
const sqlite3_io_methods kMethods{
    2,         file_close,  file_read,     file_write,   file_truncate, file_sync,   file_size,
    file_lock, file_unlock, file_reserved, file_control, file_sector,   file_device, shm_map,
    shm_lock,  shm_barrier, shm_unmap,     nullptr,      nullptr};

int vfs_open(sqlite3_vfs*, const char* name, sqlite3_file* file, int flags, int* out) {
  file->pMethods = nullptr;
  own(file)->disk = name == nullptr ? nullptr : disks().find(name);
  own(file)->name = name;
  const int opened = real_vfs->xOpen(real_vfs, name, real(file), flags, out);
  if (real(file)->pMethods != nullptr) file->pMethods = &kMethods;
  return opened;
}

int vfs_delete(sqlite3_vfs*, const char* name, int) {
  FaultyDisk* disk = disks().find(name);
  if (disk != nullptr) {
    if (const int no = disk->admit(name, false); no != SQLITE_OK) return SQLITE_IOERR_DELETE;
    disk->removed(name);
  }
  return real_vfs->xDelete(real_vfs, name, 0);
}

void install() {
  static const bool installed = [] {
    real_vfs = ::sqlite3_vfs_find(nullptr);
    static sqlite3_vfs vfs = *real_vfs;
    vfs.zName = "faulty";
    vfs.szOsFile = static_cast<int>(sizeof(File)) + real_vfs->szOsFile;
    vfs.pNext = nullptr;
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    return ::sqlite3_vfs_register(&vfs, 1) == SQLITE_OK;
  }();
  if (!installed) std::abort();
}

void put(int fd, std::int64_t at, const std::vector<char>& bytes) {
  if (::pwrite(fd, bytes.data(), bytes.size(), at) != static_cast<ssize_t>(bytes.size()))
    std::abort();
}

/// As it was before this write.
void take_back(int fd, const FaultyDisk::Write& write) {
  put(fd, write.offset, write.before);
  const auto end = write.offset + static_cast<std::int64_t>(write.before.size());
  if (write.before.size() < write.after.size() && ::ftruncate(fd, end) != 0) std::abort();
}

}  // namespace

FaultyDisk::FaultyDisk(const std::filesystem::path& folder)
    : folder_(std::filesystem::canonical(folder)) {
  install();
  disks().add(folder_.string(), this);
}
FaultyDisk::~FaultyDisk() { disks().remove(folder_.string()); }

void FaultyDisk::fill(bool full) {
  const std::lock_guard lock(mutex_);
  full_ = full;
}

void FaultyDisk::stop_after(std::uint64_t writes) {
  const std::lock_guard lock(mutex_);
  counting_ = true;
  writes_left_ = writes;
  stopped_ = stopped_ || writes == 0;
}

bool FaultyDisk::stopped() const {
  const std::lock_guard lock(mutex_);
  return stopped_;
}

void FaultyDisk::forget_syncs(bool forget) {
  const std::lock_guard lock(mutex_);
  forget_syncs_ = forget;
}

int FaultyDisk::admit(const std::string&, bool grows) {
  const std::lock_guard lock(mutex_);
  if (counting_ && writes_left_ == 0) stopped_ = true;
  if (stopped_) return SQLITE_IOERR_WRITE;
  if (full_ && grows) return SQLITE_FULL;
  if (counting_) --writes_left_;
  return SQLITE_OK;
}

void FaultyDisk::wrote(Write write) {
  const std::lock_guard lock(mutex_);
  unsynced_.push_back(std::move(write));
}

void FaultyDisk::synced(const std::string& file) {
  const std::lock_guard lock(mutex_);
  if (!forget_syncs_) std::erase_if(unsynced_, [&](const auto& w) { return w.file == file; });
}

void FaultyDisk::removed(const std::string& file) {
  const std::lock_guard lock(mutex_);
  std::erase_if(unsynced_, [&](const auto& write) { return write.file == file; });
}

void FaultyDisk::start_again(bool power_failed, Chance& chance) {
  const std::lock_guard lock(mutex_);
  stopped_ = counting_ = false;
  const auto writes = std::exchange(unsynced_, {});
  if (!power_failed) return;
  // Everything goes back to what was synced; then those that chance kept are written again.
  for (auto write = writes.rbegin(); write != writes.rend(); ++write) {
    const int fd = ::open(write->file.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) continue;
    take_back(fd, *write);
    ::close(fd);
  }
  for (const auto& write : writes) {
    if (forget_syncs_ || chance.in(500)) continue;
    const int fd = ::open(write.file.c_str(), O_RDWR | O_CLOEXEC);
    if (fd < 0) continue;
    put(fd, write.offset, write.after);
    ::close(fd);
  }
}

}  // namespace evisa::airports
