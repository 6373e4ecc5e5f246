// PINs as Argon2id hashes (RFC 9106) in the usual text form `$argon2id$v=19$m=65536,t=2,p=1$...`.
#pragma once

#include <cstddef>
#include <string>

#include "crypto/secret.h"

namespace evisa::crypto {

/// What one guess costs.
struct PinCost {
  unsigned long long operations = 2;           ///< libsodium's INTERACTIVE
  std::size_t memory = std::size_t{64} << 20;  ///< bytes; libsodium's INTERACTIVE
  /// The least that libsodium allows: for tests, never for a service.
  [[nodiscard]] static PinCost least() { return {1, 8192}; }
};

/// Errors: unavailable (no memory: how much is needed).
[[nodiscard]] Result<std::string> hash_pin(const SecretBytes& pin, const PinCost& cost);

/// Whether the PIN is the hashed one; false also for a hash that is none. No memory for it counts
/// as "no": it fails closed, and takes as long as it takes.
[[nodiscard]] bool pin_matches(const SecretBytes& pin, const std::string& hash);

/// A hash that no PIN matches and that costs as much to try as a real one: what is asked where a
/// badge is unknown, so that time does not tell.
[[nodiscard]] std::string decoy_pin_hash(const PinCost& cost);

}  // namespace evisa::crypto
