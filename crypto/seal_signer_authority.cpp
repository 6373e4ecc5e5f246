// A CSCA: certifies itself and visa signers, and revokes them. Doc 9303-12, RFC 5280.
#include <fmt/core.h>
#include <openssl/x509v3.h>

#include <algorithm>
#include <array>

#include "crypto/certificate_parts.h"
#include "crypto/seal_signer_key.h"
#include "crypto/seal_signer_x509.h"

namespace evisa::crypto {
namespace {

constexpr std::array kCscaExtensions = {
    ExtensionText{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"},
    ExtensionText{NID_key_usage, "critical,keyCertSign,cRLSign"},
    ExtensionText{NID_subject_key_identifier, "hash"},
    ExtensionText{NID_authority_key_identifier, "keyid:always"},
};
constexpr std::array kSignerExtensions = {
    ExtensionText{NID_key_usage, "critical,digitalSignature"},
    ExtensionText{NID_ext_key_usage, "critical,2.23.136.1.1.11.1"},
    ExtensionText{NID_subject_key_identifier, "hash"},
    ExtensionText{NID_authority_key_identifier, "keyid:always"},
};

constexpr std::size_t kSignerNameCharacters = 2;

bool is_signer_name(std::string_view name) {
  return name.size() == kSignerNameCharacters && std::ranges::all_of(name, [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

}  // namespace

Result<CertificateAuthority> CertificateAuthority::create(SigningKey key,
                                                          const CertificateRequest& request) {
  const auto own_key = openssl_key(key);
  if (!own_key) return std::unexpected(own_key.error());
  const auto x509 = new_certificate(request, own_key->get());
  if (!x509) return std::unexpected(x509.error());
  if (X509_set_issuer_name(x509->get(), X509_get_subject_name(x509->get())) != 1) {
    return fail(Errc::io, "OpenSSL could not name an issuer");
  }
  if (auto done = add_extensions(x509->get(), x509->get(), kCscaExtensions); !done) {
    return std::unexpected(done.error());
  }
  auto certificate = sign_certificate(x509->get(), own_key->get());
  if (!certificate) return std::unexpected(std::move(certificate.error()));
  return CertificateAuthority(std::move(key), std::move(*certificate));
}

CertificateAuthority CertificateAuthority::open(SigningKey key, Certificate certificate) {
  return {std::move(key), std::move(certificate)};
}

Result<Certificate> CertificateAuthority::issue_signer(const SigningKey& subject_key,
                                                       const CertificateRequest& request) const {
  if (!is_signer_name(request.common_name)) {
    return fail(Errc::malformed, fmt::format("signer: name `{}`, two characters A-Z 0-9 expected",
                                             request.common_name));
  }
  if (request.not_before < certificate_.not_before() ||
      request.not_after > certificate_.not_after()) {
    return fail(Errc::out_of_range,
                fmt::format("signer: its period goes beyond its CSCA's, {} to {}",
                            visa::to_string(certificate_.not_before()),
                            visa::to_string(certificate_.not_after())));
  }
  const auto own_key = openssl_key(key_), their_key = openssl_key(subject_key);
  if (!own_key) return std::unexpected(own_key.error());
  if (!their_key) return std::unexpected(their_key.error());
  const auto x509 = new_certificate(request, their_key->get());
  if (!x509) return std::unexpected(x509.error());
  const X509Handle issuer = x509_of(certificate_);
  if (!issuer || X509_set_issuer_name(x509->get(), X509_get_subject_name(issuer.get())) != 1) {
    return fail(Errc::io, "OpenSSL could not name an issuer");
  }
  if (auto done = add_extensions(x509->get(), issuer.get(), kSignerExtensions); !done) {
    return std::unexpected(done.error());
  }
  auto certificate = sign_certificate(x509->get(), own_key->get());
  if (certificate && !certificate->issued_by(certificate_)) {
    return fail(Errc::untrusted, "CSCA: key and certificate do not belong together");
  }
  return certificate;
}

Result<Bytes> CertificateAuthority::issue_crl(const std::vector<RevocationList::Entry>& revoked,
                                              visa::Instant this_update,
                                              visa::Instant next_update) const {
  if (next_update <= this_update) {
    return fail(Errc::out_of_range, "CRL: the next update is not after this one");
  }
  const auto own_key = openssl_key(key_);
  if (!own_key) return std::unexpected(own_key.error());
  const X509Handle issuer = x509_of(certificate_);
  if (!issuer) return fail(Errc::io, "OpenSSL could not read the CSCA's certificate");
  return make_crl(issuer.get(), own_key->get(), revoked, this_update, next_update);
}

}  // namespace evisa::crypto
