// A file's content, piece by piece.
#include "crypto/file_copy.h"

#include <fcntl.h>
#include <sodium.h>
#include <unistd.h>

#include <cerrno>

#include "crypto/file_descriptor.h"

namespace evisa::crypto {
namespace {

constexpr std::size_t kPiece = 1U << 20;

/// Hands the file's content to `take(ByteView)` in order.
template <class Take>
Result<FileDigest> read_through(const std::filesystem::path& path, Take&& take) {
  const auto file = open_regular_file(path);
  if (!file) return std::unexpected(file.error());
  FileDigest digest;
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, digest.hash.size());
  Bytes piece(kPiece);
  for (;;) {
    const ssize_t n = ::read(file->fd.get(), piece.data(), piece.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("read", path, errno);
    if (n == 0) break;
    const ByteView got(piece.data(), static_cast<std::size_t>(n));
    crypto_generichash_update(&state, got.data(), got.size());
    digest.bytes += got.size();
    if (Result<void> taken = take(got); !taken) return std::unexpected(taken.error());
  }
  crypto_generichash_final(&state, digest.hash.data(), digest.hash.size());
  return digest;
}

Result<void> write_all(int fd, ByteView content, const std::filesystem::path& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return os_error("write", path, errno);
    content = content.subspan(static_cast<std::size_t>(n));
  }
  return {};
}

}  // namespace

Result<FileDigest> digest_file(const std::filesystem::path& file) {
  return read_through(file, [](ByteView) { return Result<void>(); });
}

Result<FileDigest> copy_file(const std::filesystem::path& from, const std::filesystem::path& to,
                             unsigned mode) {
  const FileDescriptor out(
      ::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, static_cast<mode_t>(mode)));
  if (out.get() < 0 && errno == EEXIST)
    return fail(Errc::conflict, to.string() + " exists already");
  if (out.get() < 0) return os_error("write", to, errno);
  const auto digest =
      read_through(from, [&](ByteView piece) { return write_all(out.get(), piece, to); });
  if (!digest) return digest;
  if (::fsync(out.get()) != 0) return os_error("write", to, errno);
  return digest;
}

}  // namespace evisa::crypto
