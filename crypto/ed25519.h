// Ed25519 with libsodium (RFC 8032). Never OpenSSL's, which accepts small-order keys.
#pragma once

#include <array>

#include "crypto/bytes.h"
#include "crypto/secret.h"

namespace evisa::crypto {

using Ed25519PublicKey = std::array<std::uint8_t, 32>;
using Ed25519Signature = std::array<std::uint8_t, 64>;

[[nodiscard]] bool ed25519_verify(ByteView message, ByteView signature,
                                  const Ed25519PublicKey& key);

/// A secret key of 64 bytes (seed and public key) in guarded memory.
class Ed25519SecretKey {
 public:
  [[nodiscard]] static Ed25519SecretKey generate();
  /// `seed`: 32 bytes. Errors: malformed.
  [[nodiscard]] static Result<Ed25519SecretKey> from_seed(ByteView seed);
  [[nodiscard]] Ed25519PublicKey public_key() const;
  [[nodiscard]] ByteView seed() const { return bytes_.view().first(32); }
  [[nodiscard]] Ed25519Signature sign(ByteView message) const;

 private:
  explicit Ed25519SecretKey(SecretBytes bytes) : bytes_(std::move(bytes)) {}
  SecretBytes bytes_;
};

}  // namespace evisa::crypto
