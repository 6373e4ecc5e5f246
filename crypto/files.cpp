// Whole files, read with a limit and written so that a reader sees the old or the new one, never
// half.
#include "crypto/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "crypto/file_descriptor.h"

namespace evisa::crypto {

namespace {

namespace fs = std::filesystem;

/// Fills `buffer` from the file and returns how much there was.
Result<std::size_t> read_into(const OpenFile& file, std::span<std::uint8_t> buffer,
                              const fs::path& path) {
  std::size_t done = 0;
  while (done < buffer.size()) {
    const ssize_t n = ::read(file.fd.get(), buffer.data() + done, buffer.size() - done);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("read", path, errno);
    if (n == 0) break;
    done += static_cast<std::size_t>(n);
  }
  return done;
}

std::unexpected<Error> too_large(const fs::path& path, std::size_t found, std::size_t limit) {
  return fail(Errc::out_of_range, fmt::format("{} is too large: {} bytes, at most {} expected",
                                              path.string(), found, limit));
}

/// A buffer for the whole file. One byte more is offered than the file has, so that a file which
/// grew after fstat is noticed, not cut.
template <class Buffer>
Result<std::pair<Buffer, std::size_t>> read_whole(const OpenFile& file, std::size_t limit,
                                                  const fs::path& path) {
  const auto size = static_cast<std::size_t>(std::max<off_t>(file.status.st_size, 0));
  if (size > limit) return too_large(path, size, limit);
  Buffer buffer(size + 1);
  std::span<std::uint8_t> room;
  if constexpr (requires { buffer.writable(); }) {
    room = buffer.writable();
  } else {
    room = buffer;
  }
  const auto got = read_into(file, room, path);
  if (!got) return std::unexpected(got.error());
  if (*got > size) return fail(Errc::io, path.string() + " grew while it was read");
  return std::pair{std::move(buffer), *got};
}

Result<Bytes> read_bytes(const OpenFile& file, std::size_t limit, const fs::path& path) {
  auto read = read_whole<Bytes>(file, limit, path);
  if (!read) return std::unexpected(read.error());
  read->first.resize(read->second);
  return std::move(read->first);
}

Result<void> write_all(int fd, ByteView content, const fs::path& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("write", path, errno);
    content = content.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

/// Gives the finished temporary file its name. Returns errno, 0 when done.
int publish(const std::string& temporary, const fs::path& path, bool replace) {
  if (replace) return ::rename(temporary.c_str(), path.c_str()) == 0 ? 0 : errno;
  if (::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) == 0) {
    return 0;
  }
  if (errno != EINVAL) return errno;
  // A file system without RENAME_NOREPLACE: a hard link does not replace either.
  if (::link(temporary.c_str(), path.c_str()) != 0) return errno;
  ::unlink(temporary.c_str());
  return 0;
}

fs::path folder_of(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

Result<void> fill_and_publish(const FileDescriptor& fd, const std::string& temporary,
                              const fs::path& path, ByteView content, unsigned mode, bool replace) {
  if (::fchmod(fd.get(), static_cast<mode_t>(mode)) != 0) return os_error("write", path, errno);
  if (auto written = write_all(fd.get(), content, path); !written) return written;
  if (::fsync(fd.get()) != 0) return os_error("write", path, errno);
  const int error = publish(temporary, path, replace);
  if (error == EEXIST) {
    return fail(Errc::conflict, path.string() + " exists already",
                "choose another name or move the file away");
  }
  if (error != 0) return os_error("write", path, error);
  return {};
}

}  // namespace

Result<Bytes> read_file(const fs::path& path, std::size_t limit) {
  const auto file = open_regular_file(path);
  if (!file) return std::unexpected(file.error());
  return read_bytes(*file, limit, path);
}

Result<Bytes> read_private_file(const fs::path& path, std::size_t limit) {
  const auto file = open_regular_file(path);
  if (!file) return std::unexpected(file.error());
  const unsigned mode = file->status.st_mode & 0777U;
  if ((mode & 0077U) != 0) {
    return fail(
        Errc::io,
        fmt::format("{} may be used by others: mode {:04o}, expected 0600", path.string(), mode),
        fmt::format("chmod 600 {}", path.string()));
  }
  return read_bytes(*file, limit, path);
}

Result<SecretBytes> read_secret_file(const fs::path& path, std::size_t limit) {
  const auto file = open_regular_file(path);
  if (!file) return std::unexpected(file.error());
  auto read = read_whole<SecretBytes>(*file, limit, path);
  if (!read) return std::unexpected(read.error());
  return SecretBytes::copy_of(read->first.view().first(read->second));
}

Result<void> sync_folder(const fs::path& folder) {
  const FileDescriptor fd(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (fd.get() < 0) return os_error("open", folder, errno);
  // Some file systems (FAT on a USB stick) cannot sync a folder and say EINVAL.
  if (::fsync(fd.get()) != 0 && errno != EINVAL) return os_error("sync", folder, errno);
  return {};
}

Result<void> write_file(const fs::path& path, ByteView content, unsigned mode, bool replace) {
  const fs::path folder = folder_of(path);
  std::string temporary = (folder / ("." + path.filename().string() + ".XXXXXX")).string();
  const FileDescriptor fd(::mkostemp(temporary.data(), O_CLOEXEC));
  if (fd.get() < 0) return os_error("write", path, errno);
  auto done = fill_and_publish(fd, temporary, path, content, mode, replace);
  if (!done) {
    ::unlink(temporary.c_str());
    return done;
  }
  return sync_folder(folder);
}

}  // namespace evisa::crypto
