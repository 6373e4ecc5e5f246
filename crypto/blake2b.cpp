// BLAKE2b-256 (RFC 7693) with libsodium.
#include "crypto/blake2b.h"

#include <sodium.h>

#include "crypto/secret.h"

namespace evisa::crypto {

Hash256 blake2b_256(ByteView first, ByteView second) {
  sodium_ready();
  Hash256 hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, first.data(), first.size());
  crypto_generichash_update(&state, second.data(), second.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

}  // namespace evisa::crypto
