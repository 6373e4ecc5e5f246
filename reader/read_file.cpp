// Files to readings: size and kind first, then the decoder of the kind, then the thorough reader.
#include "reader/read_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "reader/file_kind.h"
#include "reader/mrz_text.h"
#include "reader/pdf_pages.h"
#include "reader/picture.h"

namespace evisa::reader {
namespace {

constexpr ReadOptions kThorough{.thorough = true};

Result<std::vector<Reading>> read_picture(crypto::ByteView content, const FileLimits& limits) {
  const auto image = decode_picture(content, limits.pixels);
  if (!image) return std::unexpected(image.error());
  return std::vector{read_frame(image->view(), kThorough)};
}

Result<std::vector<Reading>> read_pages(crypto::ByteView content, const FileLimits& limits) {
  const auto pages = read_pdf(content, limits);
  if (!pages) return std::unexpected(pages.error());
  std::vector<Reading> readings;
  for (const auto& page : *pages) {
    readings.push_back(read_frame(page.image.view(), kThorough));
    readings.back().mrzs = find_mrzs(page.text);
  }
  return readings;
}

std::unexpected<Error> too_large(std::uintmax_t size, const FileLimits& limits) {
  return fail(Errc::out_of_range, fmt::format("{} bytes; at most {} are read", size, limits.bytes));
}

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

/// The whole file, when it is a regular one: a pipe or a device might never end.
Result<crypto::Bytes> load(const std::filesystem::path& path, const FileLimits& limits) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  struct stat status {};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return system_error(errno);
  if (!S_ISREG(status.st_mode)) {
    return fail(Errc::io, S_ISDIR(status.st_mode) ? "is a folder" : "is not a regular file",
                "give a PNG, JPEG or PDF file");
  }
  const auto size = static_cast<std::uintmax_t>(status.st_size);
  if (size > limits.bytes) return too_large(size, limits);
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

}  // namespace

Result<std::vector<Reading>> read_bytes(crypto::ByteView content, const FileLimits& limits) {
  if (content.size() > limits.bytes) return too_large(content.size(), limits);
  if (content.empty()) return fail(Errc::malformed, "empty; expected a PNG, JPEG or PDF file");
  switch (kind_of(content)) {
    case FileKind::png:
    case FileKind::jpeg:
      return read_picture(content, limits);
    case FileKind::pdf:
      return read_pages(content, limits);
    case FileKind::other:
      break;
  }
  return fail(Errc::unsupported,
              fmt::format("found {}; expected a PNG, JPEG or PDF file", looks_like(content)));
}

Result<std::vector<Reading>> read_file(const std::filesystem::path& path,
                                       const FileLimits& limits) {
  auto readings = [&]() -> Result<std::vector<Reading>> {
    const auto content = load(path, limits);
    if (!content) return std::unexpected(content.error());
    return read_bytes(*content, limits);
  }();
  if (!readings)
    readings.error().message = fmt::format("{}: {}", path.string(), readings.error().message);
  return readings;
}

}  // namespace evisa::reader
