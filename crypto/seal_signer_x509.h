// Building certificates and CRLs with OpenSSL. Included by seal_signer*.cpp only.
#pragma once

#include "crypto/openssl_handle.h"
#include "crypto/seal_signer.h"

namespace evisa::crypto {

struct ExtensionText {
  int nid;
  const char* value;  ///< in OpenSSL's configuration syntax
};

/// A certificate without issuer, extensions and signature. Errors: malformed (country, name, serial
/// 0), out_of_range (period), io.
[[nodiscard]] Result<X509Handle> new_certificate(const CertificateRequest& request,
                                                 EVP_PKEY* subject_key);
/// Errors: io.
[[nodiscard]] Result<void> add_extensions(X509* certificate, X509* issuer,
                                          std::span<const ExtensionText> extensions);
/// Signs and hands over the finished certificate. Errors: io.
[[nodiscard]] Result<Certificate> sign_certificate(X509* certificate, EVP_PKEY* issuer_key);
/// DER. Errors: malformed serial, io.
[[nodiscard]] Result<Bytes> make_crl(X509* issuer, EVP_PKEY* issuer_key,
                                     const std::vector<RevocationList::Entry>& revoked,
                                     visa::Instant this_update, visa::Instant next_update);

}  // namespace evisa::crypto
