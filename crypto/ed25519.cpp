// Ed25519 with libsodium (RFC 8032): strict verification (no small-order keys, canonical S).
#include "crypto/ed25519.h"

#include <fmt/format.h>
#include <sodium.h>

namespace evisa::crypto {

static_assert(crypto_sign_PUBLICKEYBYTES == 32 && crypto_sign_BYTES == 64);
static_assert(crypto_sign_SEEDBYTES == 32 && crypto_sign_SECRETKEYBYTES == 64);

bool ed25519_verify(ByteView message, ByteView signature, const Ed25519PublicKey& key) {
  sodium_ready();
  if (signature.size() != crypto_sign_BYTES) return false;
  return crypto_sign_verify_detached(signature.data(), message.data(), message.size(),
                                     key.data()) == 0;
}

Ed25519SecretKey Ed25519SecretKey::generate() {
  SecretBytes bytes(crypto_sign_SECRETKEYBYTES);
  Ed25519PublicKey unused{};
  crypto_sign_keypair(unused.data(), bytes.writable().data());
  return Ed25519SecretKey(std::move(bytes));
}

Result<Ed25519SecretKey> Ed25519SecretKey::from_seed(ByteView seed) {
  if (seed.size() != crypto_sign_SEEDBYTES) {
    return fail(Errc::malformed,
                fmt::format("an Ed25519 seed of {} bytes: expected 32", seed.size()));
  }
  SecretBytes bytes(crypto_sign_SECRETKEYBYTES);
  Ed25519PublicKey unused{};
  crypto_sign_seed_keypair(unused.data(), bytes.writable().data(), seed.data());
  return Ed25519SecretKey(std::move(bytes));
}

Ed25519PublicKey Ed25519SecretKey::public_key() const {
  Ed25519PublicKey key{};
  crypto_sign_ed25519_sk_to_pk(key.data(), bytes_.view().data());
  return key;
}

Ed25519Signature Ed25519SecretKey::sign(ByteView message) const {
  Ed25519Signature signature{};
  crypto_sign_detached(signature.data(), nullptr, message.data(), message.size(),
                       bytes_.view().data());
  return signature;
}

}  // namespace evisa::crypto
