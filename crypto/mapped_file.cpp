// A file read where it lies (mmap), without a copy of its content.
#include "crypto/mapped_file.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <cerrno>
#include <utility>

#include "crypto/file_descriptor.h"

namespace evisa::crypto {

Result<MappedFile> MappedFile::open(const std::filesystem::path& path, std::size_t limit) {
  const auto file = open_regular_file(path);
  if (!file) return std::unexpected(file.error());
  const auto size = static_cast<std::size_t>(file->status.st_size);
  if (size > limit) {
    return fail(Errc::out_of_range, fmt::format("{} is too large: {} bytes, at most {} expected",
                                                path.string(), size, limit));
  }
  MappedFile mapped;
  if (size == 0) return mapped;  // mmap refuses a length of 0
  // Populated at once: the signature check reads every page anyway, and one call is cheaper than
  // ten thousand page faults.
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_POPULATE, file->fd.get(), 0);
  if (data == MAP_FAILED) return os_error("map", path, errno);
  mapped.data_ = static_cast<const std::uint8_t*>(data);
  mapped.size_ = size;
  return mapped;
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
  std::swap(data_, other.data_);
  std::swap(size_, other.size_);
  return *this;
}

MappedFile::~MappedFile() {
  if (data_ != nullptr) ::munmap(const_cast<std::uint8_t*>(data_), size_);
}

}  // namespace evisa::crypto
