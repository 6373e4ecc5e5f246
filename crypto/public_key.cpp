// Public keys from SubjectPublicKeyInfo; contract in public_key.h.
#include "crypto/public_key.h"

#include <fmt/core.h>
#include <openssl/core_names.h>
#include <openssl/err.h>

#include <array>

#include "crypto/ecdsa.h"
#include "crypto/openssl_handle.h"

namespace evisa::crypto {
namespace {

/// The curve's name as OpenSSL knows it. Explicit parameters have one when they are those of a
/// known curve, all of them: OpenSSL compares field, coefficients, generator, order and cofactor.
Result<KeyType> type_of_ec(EVP_PKEY* key) {
  std::array<char, 80> name{};
  std::size_t length = 0;
  if (EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME, name.data(), name.size(),
                                     &length) != 1) {
    ERR_clear_error();
    return fail(Errc::unsupported, "key: explicit EC parameters that are no known curve's");
  }
  const std::string_view curve(name.data(), length);
  if (const auto type = ecdsa_type_of(curve)) return *type;
  return fail(Errc::unsupported, fmt::format("key: curve `{}` is not allowed", curve));
}

Result<Ed25519PublicKey> raw_ed25519(EVP_PKEY* key) {
  Ed25519PublicKey raw{};
  std::size_t size = raw.size();
  if (EVP_PKEY_get_raw_public_key(key, raw.data(), &size) != 1 || size != raw.size()) {
    return fail(Errc::malformed, "key: Ed25519 key of another size than 32 bytes");
  }
  return raw;
}

}  // namespace

std::string_view to_string(KeyType type) {
  switch (type) {
    case KeyType::ed25519:
      return "Ed25519";
    case KeyType::p224:
      return "P-224";
    case KeyType::p256:
      return "P-256";
    case KeyType::p384:
      return "P-384";
    case KeyType::p521:
      return "P-521";
    case KeyType::brainpool_p224r1:
      return "brainpoolP224r1";
    case KeyType::brainpool_p256r1:
      return "brainpoolP256r1";
    case KeyType::brainpool_p320r1:
      return "brainpoolP320r1";
    case KeyType::brainpool_p384r1:
      return "brainpoolP384r1";
    case KeyType::brainpool_p512r1:
      return "brainpoolP512r1";
  }
  return "";
}

Result<PublicKey> PublicKey::from_spki(ByteView spki) {
  const std::uint8_t* at = spki.data();
  KeyHandle key(d2i_PUBKEY(nullptr, &at, static_cast<long>(spki.size())));
  if (!key || at != spki.data() + spki.size()) {
    ERR_clear_error();
    return fail(key ? Errc::malformed : Errc::unsupported,
                "key: not a public key of a known algorithm");
  }
  switch (EVP_PKEY_get_base_id(key.get())) {
    case EVP_PKEY_ED25519: {
      const auto raw = raw_ed25519(key.get());
      if (!raw) return std::unexpected(raw.error());
      return PublicKey(KeyType::ed25519, *raw);
    }
    case EVP_PKEY_EC: {
      const auto type = type_of_ec(key.get());
      if (!type) return std::unexpected(type.error());
      return PublicKey(*type, Ec(key.release(), EVP_PKEY_free));
    }
    default:
      return fail(Errc::unsupported, "key: neither Ed25519 nor an elliptic curve for ECDSA");
  }
}

evp_pkey_st* PublicKey::evp() const {
  const Ec* ec = std::get_if<Ec>(&key_);
  return ec ? ec->get() : nullptr;
}

const Ed25519PublicKey* PublicKey::ed25519() const { return std::get_if<Ed25519PublicKey>(&key_); }

bool PublicKey::verifies(ByteView message, ByteView signature) const {
  if (const auto* raw = ed25519()) return ed25519_verify(message, signature, *raw);
  return ecdsa_verify(evp(), type_, message, signature);
}

}  // namespace evisa::crypto
