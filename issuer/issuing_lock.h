// One run issues or bundles at a time: a lock on a file, given back by the system however the run ends.
#pragma once

#include <filesystem>

#include "visa/result.h"

namespace evisa::issuer {

class IssuingLock {
 public:
  /// Errors: unavailable (another run holds it), io.
  [[nodiscard]] static Result<IssuingLock> take(const std::filesystem::path& file);
  IssuingLock(IssuingLock&& other) noexcept;
  IssuingLock& operator=(IssuingLock&&) = delete;
  ~IssuingLock();

 private:
  explicit IssuingLock(int handle) : handle_(handle) {}
  int handle_;
};

}  // namespace evisa::issuer
