// The parsed form behind a Certificate. Included by certificate*.cpp and revocation_list.cpp only.
#pragma once

#include <string>

#include "crypto/certificate.h"
#include "crypto/openssl_handle.h"
#include "crypto/public_key.h"

namespace evisa::crypto {

struct PlainFields {
  std::string serial_hex, country, common_name;
  visa::Instant not_before{}, not_after{};
};

/// Everything that is asked of a certificate later, taken out of it once. No OpenSSL object but the
/// key is kept, so that copies can be used from several threads.
struct Certificate::Parsed {
  Bytes der;
  PublicKey key;
  PlainFields plain;
  std::string signer;
  bool is_ca = false;
  bool may_sign_crls = false;
  bool may_sign_seals = false;
};

/// The OpenSSL object of a certificate that has been parsed before.
[[nodiscard]] X509Handle x509_of(const Certificate& certificate);

}  // namespace evisa::crypto
