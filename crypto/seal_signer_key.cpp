// Private keys of CSCA and visa signers; contract in seal_signer.h.
#include "crypto/seal_signer_key.h"

#include <fmt/core.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "crypto/ecdsa.h"

namespace evisa::crypto {
namespace {

constexpr std::size_t kSecretSize = 32;
constexpr std::uint8_t kEd25519 = 1, kP256 = 2;
constexpr std::size_t kPointSize = 65;

using GroupHandle = OpensslHandle<EC_GROUP, EC_GROUP_free>;
using PointHandle = OpensslHandle<EC_POINT, EC_POINT_free>;
using BuildHandle = OpensslHandle<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;
using ParamHandle = OpensslHandle<OSSL_PARAM, OSSL_PARAM_free>;
using ContextHandle = OpensslHandle<EVP_PKEY_CTX, EVP_PKEY_CTX_free>;

std::unexpected<Error> openssl_failed(std::string_view what) {
  ERR_clear_error();
  return fail(Errc::io, fmt::format("OpenSSL could not {}", what));
}

/// Scalar times generator, uncompressed; empty when OpenSSL fails.
Bytes public_point(const BIGNUM* scalar) {
  const GroupHandle group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  const PointHandle point(group ? EC_POINT_new(group.get()) : nullptr);
  Bytes bytes(kPointSize);
  const bool made =
      point && EC_POINT_mul(group.get(), point.get(), scalar, nullptr, nullptr, nullptr) == 1 &&
      EC_POINT_point2oct(group.get(), point.get(), POINT_CONVERSION_UNCOMPRESSED, bytes.data(),
                         bytes.size(), nullptr) == bytes.size();
  return made ? bytes : Bytes();
}

ParamHandle p256_params(const BIGNUM* scalar, const Bytes& point) {
  const BuildHandle build(OSSL_PARAM_BLD_new());
  const bool built = build &&
                     OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_GROUP_NAME,
                                                     "prime256v1", 0) == 1 &&
                     OSSL_PARAM_BLD_push_utf8_string(build.get(), OSSL_PKEY_PARAM_EC_ENCODING,
                                                     OSSL_PKEY_EC_ENCODING_EXPLICIT, 0) == 1 &&
                     OSSL_PARAM_BLD_push_octet_string(build.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                                      point.data(), point.size()) == 1 &&
                     OSSL_PARAM_BLD_push_BN(build.get(), OSSL_PKEY_PARAM_PRIV_KEY, scalar) == 1;
  return ParamHandle(built ? OSSL_PARAM_BLD_to_param(build.get()) : nullptr);
}

Result<Bytes> p256_sign(EVP_PKEY* key, ByteView message) {
  const DigestContextHandle context(EVP_MD_CTX_new());
  std::array<std::uint8_t, 80> der{};  // an ECDSA signature of P-256 has at most 72 bytes
  std::size_t size = der.size();
  if (!context || EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), der.data(), &size, message.data(), message.size()) != 1) {
    return openssl_failed("sign");
  }
  return ecdsa_der_to_raw(ByteView(der).first(size), KeyType::p256);
}

}  // namespace

Result<KeyHandle> p256_from_scalar(ByteView scalar) {
  const BnHandle number(BN_bin2bn(scalar.data(), static_cast<int>(scalar.size()), nullptr));
  const GroupHandle group(EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1));
  if (!number || !group) return openssl_failed("make a P-256 key");
  if (BN_is_zero(number.get()) || BN_cmp(number.get(), EC_GROUP_get0_order(group.get())) >= 0) {
    return fail(Errc::out_of_range, "key: the scalar is not one of P-256");
  }
  const Bytes point = public_point(number.get());
  const ParamHandle params = p256_params(number.get(), point);
  const ContextHandle context(EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr));
  EVP_PKEY* key = nullptr;
  if (point.empty() || !params || !context || EVP_PKEY_fromdata_init(context.get()) != 1 ||
      EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_KEYPAIR, params.get()) != 1) {
    return openssl_failed("make a P-256 key");
  }
  return KeyHandle(key);
}

SecretBytes p256_scalar(EVP_PKEY* key) {
  BIGNUM* raw = nullptr;
  const bool there = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_PRIV_KEY, &raw) == 1;
  const BnHandle number(raw);
  SecretBytes scalar(kSecretSize);
  const int size = static_cast<int>(kSecretSize);
  if (!there || BN_bn2binpad(number.get(), scalar.writable().data(), size) != size) std::abort();
  return scalar;
}

Result<KeyHandle> openssl_key(const SigningKey& key) {
  const SecretBytes bytes = key.serialise();
  const ByteView secret = bytes.view().subspan(1);
  if (key.algorithm() == SigningKey::Algorithm::p256) return p256_from_scalar(secret);
  KeyHandle made(
      EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, secret.data(), secret.size()));
  if (!made) return openssl_failed("take an Ed25519 key");
  return made;
}

SigningKey SigningKey::generate(Algorithm algorithm) {
  if (algorithm == Algorithm::ed25519) {
    return SigningKey(std::make_shared<Key>(Key{algorithm, Ed25519SecretKey::generate(), nullptr}));
  }
  // A random seed is a scalar of P-256 but with a chance of about 2^-32: then another one is drawn.
  while (true) {
    auto key = p256_from_scalar(Ed25519SecretKey::generate().seed());
    if (key) return SigningKey(std::make_shared<Key>(Key{algorithm, {}, std::move(*key)}));
    if (key.error().code != Errc::out_of_range) std::abort();  // out of memory
  }
}

SecretBytes SigningKey::serialise() const {
  SecretBytes bytes(1 + kSecretSize);
  const bool ed25519 = key_->algorithm == Algorithm::ed25519;
  bytes.writable()[0] = ed25519 ? kEd25519 : kP256;
  const auto secret = bytes.writable().subspan(1);
  if (ed25519) {
    std::ranges::copy(key_->ed25519->seed(), secret.begin());
  } else {
    std::ranges::copy(p256_scalar(key_->p256.get()).view(), secret.begin());
  }
  return bytes;
}

Result<SigningKey> SigningKey::deserialise(ByteView bytes) {
  if (bytes.size() != 1 + kSecretSize) {
    return fail(Errc::malformed, fmt::format("key: {} bytes, 33 expected", bytes.size()));
  }
  const ByteView secret = bytes.subspan(1);
  if (bytes[0] == kEd25519) {
    auto key = Ed25519SecretKey::from_seed(secret);
    if (!key) return std::unexpected(std::move(key.error()));
    return SigningKey(std::make_shared<Key>(Key{Algorithm::ed25519, std::move(*key), nullptr}));
  }
  if (bytes[0] != kP256) {
    return fail(Errc::unsupported, fmt::format("key: type {}, 1 or 2 expected", bytes[0]));
  }
  auto key = p256_from_scalar(secret);
  if (!key) return std::unexpected(std::move(key.error()));
  return SigningKey(std::make_shared<Key>(Key{Algorithm::p256, {}, std::move(*key)}));
}

SigningKey::Algorithm SigningKey::algorithm() const { return key_->algorithm; }

Result<Bytes> SigningKey::sign(ByteView message) const {
  if (key_->p256) return p256_sign(key_->p256.get(), message);
  const Ed25519Signature signature = key_->ed25519->sign(message);
  return Bytes(signature.begin(), signature.end());
}

}  // namespace evisa::crypto
