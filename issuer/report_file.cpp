// The report of a run: opened before the first row, so that a report that cannot be written stops
// the run while there is nothing yet to report.
#include "issuer/report_file.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <utility>

#include "crypto/file_descriptor.h"

namespace evisa::issuer {
namespace fs = std::filesystem;

Result<ReportFile> ReportFile::open(const fs::path& place) {
  std::error_code error;
  if (fs::is_directory(place, error))
    return fail(Errc::io, fmt::format("{} is a folder, a file expected", place.string()));
  const fs::path folder = place.has_parent_path() ? place.parent_path() : fs::path(".");
  std::string temporary = (folder / ("." + place.filename().string() + ".XXXXXX")).string();
  const int handle = ::mkostemp(temporary.data(), O_CLOEXEC);  // mode 0600
  if (handle < 0) return crypto::os_error("write", place, errno);
  return ReportFile(handle, std::move(temporary), place);
}

ReportFile::ReportFile(ReportFile&& other) noexcept
    : handle_(std::exchange(other.handle_, -1)),
      temporary_(std::exchange(other.temporary_, {})),
      place_(std::move(other.place_)) {}

ReportFile::~ReportFile() {
  if (handle_ >= 0) ::close(handle_);
  if (!temporary_.empty()) ::unlink(temporary_.c_str());
}

Result<void> ReportFile::publish(std::string_view text) {
  while (!text.empty()) {
    const ssize_t n = ::write(handle_, text.data(), text.size());
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return crypto::os_error("write", place_, errno);
    text.remove_prefix(static_cast<std::size_t>(n));
  }
  if (::fsync(handle_) != 0) return crypto::os_error("write", place_, errno);
  if (::rename(temporary_.c_str(), place_.c_str()) != 0)
    return crypto::os_error("write", place_, errno);
  temporary_.clear();
  return {};
}

}  // namespace evisa::issuer
