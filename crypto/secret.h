// Secret bytes: guarded, locked memory that is wiped, never copied and never printed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "crypto/bytes.h"

namespace evisa::crypto {

/// Initialises libsodium; every entry point of this folder calls it. Aborts the program if it
/// fails.
void sodium_ready();

class SecretBytes {
 public:
  explicit SecretBytes(std::size_t size);  ///< zeroed
  [[nodiscard]] static SecretBytes copy_of(ByteView bytes);
  SecretBytes(SecretBytes&& other) noexcept;
  SecretBytes& operator=(SecretBytes&& other) noexcept;
  SecretBytes(const SecretBytes&) = delete;
  SecretBytes& operator=(const SecretBytes&) = delete;
  ~SecretBytes();

  [[nodiscard]] std::span<std::uint8_t> writable() { return {data_, size_}; }
  [[nodiscard]] ByteView view() const { return {data_, size_}; }
  [[nodiscard]] std::size_t size() const { return size_; }
  /// Constant time. Different sizes are unequal.
  [[nodiscard]] bool equals(const SecretBytes& other) const;

 private:
  std::uint8_t* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace evisa::crypto
