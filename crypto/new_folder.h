// A folder that appears whole or not at all: built beside its place, then renamed into it.
#pragma once

#include <filesystem>

#include "visa/result.h"

namespace evisa::crypto {

/// The folder while it is being built; goes away again unless it was `keep`t.
class NewFolder {
 public:
  /// Mode 0700, beside `target` so that the renaming is atomic; missing parents are made.
  /// `home/` as a shell completes it is `home`.
  /// Errors: conflict (something has that name: it is never touched), io.
  [[nodiscard]] static Result<NewFolder> beside(const std::filesystem::path& target);
  NewFolder(NewFolder&& other) noexcept;
  NewFolder& operator=(NewFolder&&) = delete;
  ~NewFolder();

  /// Where to build.
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  /// Where it will be, without a slash at its end.
  [[nodiscard]] const std::filesystem::path& target() const { return target_; }
  /// Gives it its name and returns when that is on disk. rename(2) refuses a target folder that is
  /// not empty: nobody's work is overwritten. Errors: io.
  [[nodiscard]] Result<void> keep();

 private:
  NewFolder(std::filesystem::path path, std::filesystem::path target)
      : path_(std::move(path)), target_(std::move(target)) {}
  std::filesystem::path path_, target_;
};

}  // namespace evisa::crypto
