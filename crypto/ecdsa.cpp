// ECDSA with fixed-width signatures; contract in ecdsa.h.
#include "crypto/ecdsa.h"

#include <openssl/err.h>

#include <array>

#include "crypto/openssl_handle.h"

namespace evisa::crypto {
namespace {

struct Curve {
  std::string_view name;
  KeyType type;
  std::size_t width;  ///< bytes of the order
};
constexpr std::array kCurves = {
    Curve{"secp224r1", KeyType::p224, 28},
    Curve{"prime256v1", KeyType::p256, 32},
    Curve{"secp384r1", KeyType::p384, 48},
    Curve{"secp521r1", KeyType::p521, 66},
    Curve{"brainpoolP224r1", KeyType::brainpool_p224r1, 28},
    Curve{"brainpoolP256r1", KeyType::brainpool_p256r1, 32},
    Curve{"brainpoolP320r1", KeyType::brainpool_p320r1, 40},
    Curve{"brainpoolP384r1", KeyType::brainpool_p384r1, 48},
    Curve{"brainpoolP512r1", KeyType::brainpool_p512r1, 64},
};

const EVP_MD* hash_of_width(std::size_t width) {
  if (width <= 28) return EVP_sha224();
  if (width <= 32) return EVP_sha256();
  if (width <= 48) return EVP_sha384();
  return EVP_sha512();
}

/// `r || s` as the DER that OpenSSL verifies.
Bytes raw_to_der(ByteView raw) {
  const std::size_t width = raw.size() / 2;
  SignatureHandle signature(ECDSA_SIG_new());
  BnHandle r(BN_bin2bn(raw.data(), static_cast<int>(width), nullptr));
  BnHandle s(BN_bin2bn(raw.data() + width, static_cast<int>(width), nullptr));
  if (!signature || !r || !s) return {};
  if (ECDSA_SIG_set0(signature.get(), r.get(), s.get()) != 1) return {};
  static_cast<void>(r.release());  // the signature owns them now
  static_cast<void>(s.release());
  return der_of(i2d_ECDSA_SIG, signature.get());
}

}  // namespace

std::optional<KeyType> ecdsa_type_of(std::string_view curve) {
  for (const Curve& known : kCurves) {
    if (known.name == curve) return known.type;
  }
  return std::nullopt;
}

std::size_t ecdsa_width(KeyType type) {
  for (const Curve& known : kCurves) {
    if (known.type == type) return known.width;
  }
  return 0;
}

bool ecdsa_verify(evp_pkey_st* key, KeyType type, ByteView message, ByteView signature) {
  const std::size_t width = ecdsa_width(type);
  if (!key || width == 0 || signature.size() != 2 * width) return false;
  const Bytes der = raw_to_der(signature);
  DigestContextHandle context(EVP_MD_CTX_new());
  if (der.empty() || !context) return false;
  const bool good =
      EVP_DigestVerifyInit(context.get(), nullptr, hash_of_width(width), nullptr, key) == 1 &&
      EVP_DigestVerify(context.get(), der.data(), der.size(), message.data(), message.size()) == 1;
  if (!good) ERR_clear_error();
  return good;
}

Result<Bytes> ecdsa_der_to_raw(ByteView der, KeyType type) {
  const std::size_t width = ecdsa_width(type);
  const std::uint8_t* at = der.data();
  SignatureHandle signature(d2i_ECDSA_SIG(nullptr, &at, static_cast<long>(der.size())));
  Bytes raw(2 * width);
  const int size = static_cast<int>(width);
  if (!signature || width == 0 ||
      BN_bn2binpad(ECDSA_SIG_get0_r(signature.get()), raw.data(), size) != size ||
      BN_bn2binpad(ECDSA_SIG_get0_s(signature.get()), raw.data() + width, size) != size) {
    ERR_clear_error();
    return fail(Errc::malformed, "signature: not an ECDSA signature of this curve");
  }
  return raw;
}

}  // namespace evisa::crypto
