// Certificates and CRLs by OpenSSL; contract in seal_signer_x509.h. RFC 5280.
#include "crypto/seal_signer_x509.h"

#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <chrono>

namespace evisa::crypto {
namespace {

using TimeHandle = OpensslHandle<ASN1_TIME, ASN1_TIME_free>;
using IntegerHandle = OpensslHandle<ASN1_INTEGER, ASN1_INTEGER_free>;
using RevokedHandle = OpensslHandle<X509_REVOKED, X509_REVOKED_free>;
using ExtensionHandle = OpensslHandle<X509_EXTENSION, X509_EXTENSION_free>;

constexpr long kVersion3 = 2, kCrlVersion2 = 1;

std::unexpected<Error> openssl_failed(std::string_view what) {
  ERR_clear_error();
  return fail(Errc::io, fmt::format("OpenSSL could not {}", what));
}

TimeHandle time_of(visa::Instant instant) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(instant).time_since_epoch().count();
  return TimeHandle(ASN1_TIME_set(nullptr, seconds));
}

bool add_entry(X509_NAME* name, const char* field, const std::string& value) {
  return X509_NAME_add_entry_by_txt(name, field, MBSTRING_UTF8,
                                    reinterpret_cast<const unsigned char*>(value.data()),
                                    static_cast<int>(value.size()), -1, 0) == 1;
}

Result<void> check_request(const CertificateRequest& request) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  if (request.country.size() != 2 || !std::ranges::all_of(request.country, is_upper)) {
    return fail(Errc::malformed, fmt::format("certificate: country `{}`, two letters A-Z expected",
                                             request.country));
  }
  if (request.common_name.empty() || request.common_name.size() > 64) {
    return fail(Errc::malformed, "certificate: a common name of 1 to 64 bytes expected");
  }
  if (request.serial == 0) return fail(Errc::malformed, "certificate: serial number 0");
  if (request.not_after <= request.not_before) {
    return fail(Errc::out_of_range, "certificate: ends before it begins");
  }
  return {};
}

/// Ed25519 hashes by itself; P-256 signs with SHA-256.
const EVP_MD* digest_of(EVP_PKEY* key) {
  return EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519 ? nullptr : EVP_sha256();
}

Result<void> add_revoked(X509_CRL* crl, const RevocationList::Entry& entry) {
  if (!same_reference(entry.serial_hex, entry.serial_hex)) {  // not a hexadecimal number
    return fail(Errc::malformed,
                fmt::format("CRL: serial number `{}` is not hex", entry.serial_hex));
  }
  BIGNUM* raw = nullptr;
  BN_hex2bn(&raw, entry.serial_hex.c_str());
  const BnHandle number(raw);
  const IntegerHandle serial(number ? BN_to_ASN1_INTEGER(number.get(), nullptr) : nullptr);
  const TimeHandle at = time_of(entry.revoked_at);
  RevokedHandle revoked(X509_REVOKED_new());
  if (!serial || !at || !revoked ||
      X509_REVOKED_set_serialNumber(revoked.get(), serial.get()) != 1 ||
      X509_REVOKED_set_revocationDate(revoked.get(), at.get()) != 1 ||
      X509_CRL_add0_revoked(crl, revoked.get()) != 1) {
    return openssl_failed("revoke a certificate");
  }
  static_cast<void>(revoked.release());  // the list owns it now
  return {};
}

bool add_authority_key_id(X509_CRL* crl, X509* issuer) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, nullptr, nullptr, crl, 0);
  const ExtensionHandle extension(
      X509V3_EXT_conf_nid(nullptr, &context, NID_authority_key_identifier, "keyid:always"));
  return extension && X509_CRL_add_ext(crl, extension.get(), -1) == 1;
}

}  // namespace

Result<X509Handle> new_certificate(const CertificateRequest& request, EVP_PKEY* subject_key) {
  if (auto done = check_request(request); !done) return std::unexpected(done.error());
  X509Handle x509(X509_new());
  const TimeHandle from = time_of(request.not_before), to = time_of(request.not_after);
  X509_NAME* name = x509 ? X509_get_subject_name(x509.get()) : nullptr;
  if (!name || !from || !to || X509_set_version(x509.get(), kVersion3) != 1 ||
      ASN1_INTEGER_set_uint64(X509_get_serialNumber(x509.get()), request.serial) != 1 ||
      X509_set1_notBefore(x509.get(), from.get()) != 1 ||
      X509_set1_notAfter(x509.get(), to.get()) != 1 || !add_entry(name, "C", request.country) ||
      !add_entry(name, "CN", request.common_name) ||
      X509_set_pubkey(x509.get(), subject_key) != 1) {
    return openssl_failed("make a certificate");
  }
  return x509;
}

Result<void> add_extensions(X509* certificate, X509* issuer,
                            std::span<const ExtensionText> extensions) {
  X509V3_CTX context;
  X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
  for (const ExtensionText& text : extensions) {
    const ExtensionHandle extension(X509V3_EXT_conf_nid(nullptr, &context, text.nid, text.value));
    if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) {
      return openssl_failed("add an extension to a certificate");
    }
  }
  return {};
}

Result<Certificate> sign_certificate(X509* certificate, EVP_PKEY* issuer_key) {
  if (X509_sign(certificate, issuer_key, digest_of(issuer_key)) == 0) {
    return openssl_failed("sign a certificate");
  }
  return Certificate::parse(der_of(i2d_X509, certificate));
}

Result<Bytes> make_crl(X509* issuer, EVP_PKEY* issuer_key,
                       const std::vector<RevocationList::Entry>& revoked, visa::Instant this_update,
                       visa::Instant next_update) {
  const CrlHandle crl(X509_CRL_new());
  const TimeHandle from = time_of(this_update), to = time_of(next_update);
  if (!crl || !from || !to || X509_CRL_set_version(crl.get(), kCrlVersion2) != 1 ||
      X509_CRL_set_issuer_name(crl.get(), X509_get_subject_name(issuer)) != 1 ||
      X509_CRL_set1_lastUpdate(crl.get(), from.get()) != 1 ||
      X509_CRL_set1_nextUpdate(crl.get(), to.get()) != 1 ||
      !add_authority_key_id(crl.get(), issuer)) {
    return openssl_failed("make a CRL");
  }
  for (const auto& entry : revoked) {
    if (auto done = add_revoked(crl.get(), entry); !done) return std::unexpected(done.error());
  }
  X509_CRL_sort(crl.get());
  if (X509_CRL_sign(crl.get(), issuer_key, digest_of(issuer_key)) == 0) {
    return openssl_failed("sign a CRL");
  }
  return der_of(i2d_X509_CRL, crl.get());
}

}  // namespace evisa::crypto
