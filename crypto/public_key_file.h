// Ed25519 public keys as files: the 32 bytes in base64 on one line (`booth.pub`, `register.pub`).
#pragma once

#include <filesystem>

#include "crypto/ed25519.h"

namespace evisa::crypto {

/// Errors: not_found, io, out_of_range (a large file), malformed (not 32 bytes in base64).
[[nodiscard]] Result<Ed25519PublicKey> read_public_key_file(const std::filesystem::path& path);

/// Never overwrites. Errors: conflict, io.
[[nodiscard]] Result<void> write_public_key_file(const std::filesystem::path& path,
                                                 const Ed25519PublicKey& key);

/// A key's name for people: the first 16 hex digits of its BLAKE2b-256.
[[nodiscard]] std::string fingerprint(const Ed25519PublicKey& key);

}  // namespace evisa::crypto
