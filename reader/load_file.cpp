// Reading a file of the operating system.
#include "reader/load_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace evisa::reader {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::unexpected<Error> system_error(int number) {
  return fail(number == ENOENT || number == ENOTDIR ? Errc::not_found : Errc::io,
              std::strerror(number));
}

}  // namespace

Result<crypto::Bytes> load_file(const std::filesystem::path& path, std::size_t limit) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) {
    return fail(Errc::io, S_ISDIR(status.st_mode) ? "is a folder" : "is not a regular file",
                "give a PNG, JPEG or PDF file");
  }
  const auto size = static_cast<std::uintmax_t>(status.st_size);
  if (size > limit) {
    return fail(Errc::out_of_range, fmt::format("{} bytes; at most {} are read", size, limit));
  }
  crypto::Bytes content(static_cast<std::size_t>(size));
  std::size_t at = 0;
  while (at < content.size()) {
    const auto got = ::read(file.get(), content.data() + at, content.size() - at);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_error(errno);
    if (got == 0) break;  // cut while being read: its own structure will tell
    at += static_cast<std::size_t>(got);
  }
  content.resize(at);
  return content;
}

}  // namespace evisa::reader
