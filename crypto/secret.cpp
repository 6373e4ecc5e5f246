// Secret bytes in memory from sodium_malloc: guard pages around, locked, wiped when freed.
#include "crypto/secret.h"

#include <sodium.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace evisa::crypto {

namespace {

/// There is no way to go on without memory for a secret or without libsodium; unwinding would only
/// leave half-made keys behind.
[[noreturn]] void die(const char* why) {
  std::fputs(why, stderr);
  std::abort();
}

}  // namespace

void sodium_ready() {
  static const bool ready = sodium_init() >= 0;
  if (!ready) die("libsodium could not be initialised\n");
}

SecretBytes::SecretBytes(std::size_t size) : size_(size) {
  sodium_ready();
  data_ = static_cast<std::uint8_t*>(sodium_malloc(size));
  if (data_ == nullptr) die("no guarded memory for a secret\n");
  sodium_memzero(data_, size);
}

SecretBytes SecretBytes::copy_of(ByteView bytes) {
  SecretBytes copy(bytes.size());
  if (!bytes.empty()) std::memcpy(copy.data_, bytes.data(), bytes.size());
  return copy;
}

SecretBytes::SecretBytes(SecretBytes&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

SecretBytes& SecretBytes::operator=(SecretBytes&& other) noexcept {
  if (this == &other) return *this;
  sodium_free(data_);
  data_ = std::exchange(other.data_, nullptr);
  size_ = std::exchange(other.size_, 0);
  return *this;
}

SecretBytes::~SecretBytes() { sodium_free(data_); }

bool SecretBytes::equals(const SecretBytes& other) const {
  if (size_ != other.size_) return false;
  return size_ == 0 || sodium_memcmp(data_, other.data_, size_) == 0;
}

}  // namespace evisa::crypto
