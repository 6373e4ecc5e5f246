// A file read where it lies (mmap), without a copy of its content.
#pragma once

#include <filesystem>

#include "crypto/bytes.h"

namespace evisa::crypto {

class MappedFile {
 public:
  /// Errors: not_found, io, out_of_range (larger than `limit` bytes: found, limit).
  [[nodiscard]] static Result<MappedFile> open(const std::filesystem::path& path,
                                               std::size_t limit);
  MappedFile() = default;  ///< empty
  MappedFile(MappedFile&& other) noexcept;
  MappedFile& operator=(MappedFile&& other) noexcept;
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;
  ~MappedFile();

  [[nodiscard]] ByteView view() const { return {data_, size_}; }

 private:
  const std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace evisa::crypto
