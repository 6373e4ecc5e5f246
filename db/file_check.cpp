// The header of an SQLite file (file format 1.3): magic, page size at 16, size in pages at 28.
#include "db/file_check.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <bit>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <string_view>

namespace evisa::db {
namespace {

constexpr std::string_view kMagic{"SQLite format 3\0", 16};
constexpr std::size_t kHeaderSize = 100;
using Header = std::array<unsigned char, kHeaderSize>;

std::unexpected<Error> system_error(std::string_view what, const std::filesystem::path& file) {
  return fail(Errc::io, fmt::format("cannot {} {}: {}", what, file.string(), std::strerror(errno)),
              "check that the folder exists and belongs to this user");
}

std::unexpected<Error> damaged(const std::filesystem::path& file, std::string_view detail) {
  return fail(Errc::malformed, fmt::format("{}: {}", file.string(), detail),
              "keep the file for inspection and restore it from the last copy");
}

std::uint64_t big_endian(const Header& header, std::size_t at, std::size_t size) {
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < size; ++i) value = value << 8 | header[at + i];
  return value;
}

// A checkpoint that was cut short leaves the main file shorter than its header says; the WAL mends
// it.
bool has_wal(const std::filesystem::path& file) {
  std::error_code ignored;
  const auto size = std::filesystem::file_size(file.string() + "-wal", ignored);
  return !ignored && size > 0;
}

}  // namespace

Result<void> make_private_file(const std::filesystem::path& file, Open mode) {
  const int flags = O_RDWR | O_CLOEXEC | (mode == Open::create ? O_CREAT : 0);
  const int fd = ::open(file.c_str(), flags, S_IRUSR | S_IWUSR);
  if (fd < 0 && errno == ENOENT && mode == Open::existing) {
    return fail(Errc::not_found, fmt::format("{} is not there", file.string()),
                "restore it from the last copy");
  }
  if (fd < 0) return system_error("open", file);
  struct stat info {};
  const bool fine = ::fstat(fd, &info) == 0 &&
                    ((info.st_mode & 0077) == 0 || ::fchmod(fd, S_IRUSR | S_IWUSR) == 0);
  const int cause = errno;
  ::close(fd);
  errno = cause;
  if (!fine) return system_error("protect", file);
  if (!S_ISREG(info.st_mode)) return damaged(file, "is not a file");
  return {};
}

Result<void> check_file_header(const std::filesystem::path& file, Open mode) {
  std::error_code failed;
  const std::uint64_t size = std::filesystem::file_size(file, failed);
  if (failed) return fail(Errc::io, fmt::format("{}: {}", file.string(), failed.message()));
  if (size == 0) {
    if (mode == Open::create) return {};
    return damaged(file, "is empty: 0 bytes");
  }

  Header header{};
  std::ifstream in(file, std::ios::binary);
  in.read(reinterpret_cast<char*>(header.data()), kHeaderSize);
  if (in.bad()) return system_error("read", file);
  if (in.gcount() < static_cast<std::streamsize>(kMagic.size()) ||
      std::memcmp(header.data(), kMagic.data(), kMagic.size()) != 0) {
    return damaged(file, "is not an SQLite database");
  }
  if (size < kHeaderSize) {
    return damaged(file, fmt::format("truncated: {} bytes, the header alone has 100", size));
  }
  // 65536 does not fit into two bytes and is written as 1.
  const std::uint64_t raw = big_endian(header, 16, 2);
  const std::uint64_t page = raw == 1 ? 65536 : raw;
  if (page < 512 || !std::has_single_bit(page)) {
    return damaged(file, fmt::format("damaged header: page size {}", page));
  }
  const std::uint64_t expected = page * big_endian(header, 28, 4);
  if (size < expected && !has_wal(file)) {
    return damaged(file, fmt::format("truncated: {} bytes found, {} expected", size, expected));
  }
  return {};
}

}  // namespace evisa::db
