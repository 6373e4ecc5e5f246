// A POSIX file descriptor that closes itself, and the operating system's reason as an Error.
#include "crypto/file_descriptor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace evisa::crypto {

FileDescriptor::~FileDescriptor() {
  if (fd_ >= 0) ::close(fd_);
}

std::unexpected<Error> os_error(std::string_view doing, const std::filesystem::path& path,
                                int error) {
  const Errc code = error == ENOENT || error == ENOTDIR ? Errc::not_found : Errc::io;
  return fail(code, fmt::format("cannot {} {}: {}", doing, path.string(),
                                std::generic_category().message(error)));
}

Result<OpenFile> open_regular_file(const std::filesystem::path& path) {
  OpenFile file{FileDescriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)), {}};
  if (file.fd.get() < 0) return os_error("read", path, errno);
  if (::fstat(file.fd.get(), &file.status) != 0) return os_error("read", path, errno);
  if (!S_ISREG(file.status.st_mode)) {
    return fail(Errc::io, fmt::format("cannot read {}: not a regular file", path.string()));
  }
  return file;
}

}  // namespace evisa::crypto
