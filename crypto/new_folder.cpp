// A folder that appears whole or not at all.
#include "crypto/new_folder.h"

#include <fmt/format.h>
#include <stdlib.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "crypto/files.h"

namespace evisa::crypto {
namespace fs = std::filesystem;

Result<NewFolder> NewFolder::beside(const fs::path& named) {
  const fs::path normal = named.lexically_normal();
  // What is made beside `home/` must not land inside it.
  const fs::path target = normal.has_filename() ? normal : normal.parent_path();
  std::error_code error;
  if (fs::exists(fs::symlink_status(target, error))) {
    return fail(Errc::conflict, fmt::format("{} exists already", target.string()),
                "what is there is never overwritten; choose another folder");
  }
  const fs::path parent = fs::absolute(target, error).parent_path();
  fs::create_directories(parent, error);
  std::string pattern = (parent / (target.filename().string() + ".new-XXXXXX")).string();
  if (::mkdtemp(pattern.data()) == nullptr) {
    return fail(Errc::io, fmt::format("{}: cannot make a folder there: {}", parent.string(),
                                      std::strerror(errno)));
  }
  return NewFolder(pattern, target);
}

NewFolder::NewFolder(NewFolder&& other) noexcept
    : path_(std::exchange(other.path_, {})), target_(std::move(other.target_)) {}

NewFolder::~NewFolder() {
  std::error_code error;
  if (!path_.empty()) fs::remove_all(path_, error);
}

Result<void> NewFolder::keep() {
  std::error_code error;
  fs::rename(path_, target_, error);
  if (error) return fail(Errc::io, fmt::format("{}: {}", target_.string(), error.message()));
  const fs::path parent = path_.parent_path();
  path_.clear();
  return sync_folder(parent);
}

}  // namespace evisa::crypto
