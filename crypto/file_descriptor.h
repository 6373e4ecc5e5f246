// A POSIX file descriptor that closes itself, and the operating system's reason as an Error.
#pragma once

#include <sys/stat.h>

#include <filesystem>
#include <string_view>
#include <utility>

#include "visa/result.h"

namespace evisa::crypto {

class FileDescriptor {
 public:
  explicit FileDescriptor(int fd) : fd_(fd) {}
  FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  FileDescriptor& operator=(FileDescriptor&&) = delete;
  FileDescriptor(const FileDescriptor&) = delete;
  FileDescriptor& operator=(const FileDescriptor&) = delete;
  ~FileDescriptor();

  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

/// What `errno` says about `path`: not_found for ENOENT, else io. `doing`: "read", "write".
[[nodiscard]] std::unexpected<Error> os_error(std::string_view doing,
                                              const std::filesystem::path& path, int error);

struct OpenFile {
  FileDescriptor fd;
  struct stat status;
};
/// Opens a regular file for reading. Never blocks on a pipe. Errors: not_found, io.
[[nodiscard]] Result<OpenFile> open_regular_file(const std::filesystem::path& path);

}  // namespace evisa::crypto
