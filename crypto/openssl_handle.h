// Owning pointers to OpenSSL objects. Included by the files that talk to OpenSSL and by no header.
#pragma once

#include <openssl/asn1.h>
#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include <memory>

#include "crypto/bytes.h"

namespace evisa::crypto {

template <auto Free>
struct OpensslFree {
  template <class T>
  void operator()(T* object) const {
    Free(object);
  }
};

template <class T, auto Free>
using OpensslHandle = std::unique_ptr<T, OpensslFree<Free>>;

using X509Handle = OpensslHandle<X509, X509_free>;
using CrlHandle = OpensslHandle<X509_CRL, X509_CRL_free>;
using KeyHandle = OpensslHandle<EVP_PKEY, EVP_PKEY_free>;
using BioHandle = OpensslHandle<BIO, BIO_free_all>;
using BnHandle = OpensslHandle<BIGNUM, BN_clear_free>;
using DigestContextHandle = OpensslHandle<EVP_MD_CTX, EVP_MD_CTX_free>;
using SignatureHandle = OpensslHandle<ECDSA_SIG, ECDSA_SIG_free>;

/// The DER of an OpenSSL object through its `i2d` function; empty when that fails.
template <class I2d, class T>
[[nodiscard]] Bytes der_of(I2d i2d, T* object) {
  const int size = i2d(object, nullptr);
  if (size <= 0) return {};
  Bytes der(static_cast<std::size_t>(size));
  std::uint8_t* out = der.data();
  if (i2d(object, &out) != size) return {};
  return der;
}

}  // namespace evisa::crypto
