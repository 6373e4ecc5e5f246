// BLAKE2b-256 by libsodium.
#include "crypto/digest.h"

#include <sodium.h>

#include "crypto/secret.h"

namespace evisa::crypto {

Digest blake2b_256(ByteView bytes) {
  sodium_ready();
  Digest digest{};
  crypto_generichash(digest.data(), digest.size(), bytes.data(), bytes.size(), nullptr, 0);
  return digest;
}

}  // namespace evisa::crypto
