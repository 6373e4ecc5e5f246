// The secret behind a SigningKey. Included by seal_signer*.cpp only.
#pragma once

#include <optional>

#include "crypto/ed25519.h"
#include "crypto/openssl_handle.h"
#include "crypto/seal_signer.h"

namespace evisa::crypto {

/// Ed25519 signs seals with libsodium out of guarded memory. P-256 is OpenSSL's, which wipes its
/// copy of the scalar when it is freed.
struct SigningKey::Key {
  Algorithm algorithm;
  std::optional<Ed25519SecretKey> ed25519;
  KeyHandle p256;
};

/// A P-256 key pair, with explicit EC parameters as Doc 9303-12 asks of certificates.
/// `scalar`: 32 bytes. Errors: out_of_range (zero, or not below the order), io.
[[nodiscard]] Result<KeyHandle> p256_from_scalar(ByteView scalar);
[[nodiscard]] SecretBytes p256_scalar(EVP_PKEY* key);

/// The key for OpenSSL's certificate functions; a temporary copy for Ed25519.
/// Errors: io (OpenSSL could not).
[[nodiscard]] Result<KeyHandle> openssl_key(const SigningKey& key);

}  // namespace evisa::crypto
