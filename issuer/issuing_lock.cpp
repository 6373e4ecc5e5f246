// One run issues or bundles at a time: flock(2) on a file.
#include "issuer/issuing_lock.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <sys/file.h>
#include <unistd.h>

#include <utility>

namespace evisa::issuer {

Result<IssuingLock> IssuingLock::take(const std::filesystem::path& file) {
  const int handle = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (handle < 0) return fail(Errc::io, file.string() + ": cannot be opened");
  IssuingLock lock(handle);
  if (::flock(handle, LOCK_EX | LOCK_NB) != 0) {
    return fail(Errc::unavailable,
                fmt::format("{}: another run of evisa-issuer issues or bundles", file.string()),
                "wait until it has ended");
  }
  return lock;
}

IssuingLock::IssuingLock(IssuingLock&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)) {}

IssuingLock::~IssuingLock() {
  if (handle_ >= 0) ::close(handle_);
}

}  // namespace evisa::issuer
