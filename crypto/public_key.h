// A public key out of a certificate: what verifies the signatures of seals, certificates and CRLs.
// Ed25519 goes to libsodium, ECDSA to OpenSSL.
#pragma once

#include <memory>
#include <variant>

#include "crypto/bytes.h"
#include "crypto/ed25519.h"
#include "crypto/key_type.h"

struct evp_pkey_st;

namespace evisa::crypto {

class PublicKey {
 public:
  /// `spki`: SubjectPublicKeyInfo, DER (RFC 5280 4.1.2.7). EC parameters may be a name or the
  /// explicit parameters of a curve of `KeyType`, and nothing else.
  /// Errors: malformed, unsupported (algorithm or curve).
  [[nodiscard]] static Result<PublicKey> from_spki(ByteView spki);

  [[nodiscard]] KeyType type() const { return type_; }
  /// Ed25519: 64 bytes. ECDSA: `r || s`, each of exactly the order's width; the hash is chosen by
  /// the order: up to 224 bits SHA-224, 256 SHA-256, 384 SHA-384, above SHA-512. Source: Doc
  /// 9303-13 2.4, TR-03137-1 3.3.
  [[nodiscard]] bool verifies(ByteView message, ByteView signature) const;
  /// The key of ECDSA, nullptr for Ed25519: certificates and CRLs are checked with it by OpenSSL.
  [[nodiscard]] evp_pkey_st* evp() const;
  /// The key of Ed25519, nullptr for ECDSA.
  [[nodiscard]] const Ed25519PublicKey* ed25519() const;

 private:
  using Ec = std::shared_ptr<evp_pkey_st>;
  PublicKey(KeyType type, std::variant<Ed25519PublicKey, Ec> key)
      : type_(type), key_(std::move(key)) {}
  KeyType type_;
  std::variant<Ed25519PublicKey, Ec> key_;
};

}  // namespace evisa::crypto
