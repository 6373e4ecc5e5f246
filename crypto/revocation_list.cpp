// Certificate revocation lists (RFC 5280 section 5); contract in certificate.h.
#include <openssl/err.h>
#include <openssl/x509v3.h>

#include "crypto/certificate_parts.h"
#include "crypto/pem.h"
#include "crypto/x509_field.h"

namespace evisa::crypto {
namespace {

constexpr std::string_view kLabel = "X509 CRL";

bool is_signed_by(X509_CRL* crl, ByteView der, const PublicKey& key) {
  const ASN1_BIT_STRING* signature = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  X509_CRL_get0_signature(crl, &signature, &algorithm);
  const int nid = X509_CRL_get_signature_nid(crl);
  if (!is_accepted_signature(nid)) return false;
  if (const auto* raw = key.ed25519()) {
    return nid == NID_ED25519 && ed25519_holds(der, signature, *raw);
  }
  return X509_CRL_verify(crl, key.evp()) == 1;
}

/// Delta, indirect and partial lists say so in critical extensions; none of them is read here.
bool has_critical_extension(const X509_CRL* crl) {
  for (int i = 0; i < X509_CRL_get_ext_count(crl); ++i) {
    if (X509_EXTENSION_get_critical(X509_CRL_get_ext(crl, i))) return true;
  }
  return false;
}

bool has_critical_extension(const X509_REVOKED* entry) {
  for (int i = 0; i < X509_REVOKED_get_ext_count(entry); ++i) {
    if (X509_EXTENSION_get_critical(X509_REVOKED_get_ext(entry, i))) return true;
  }
  return false;
}

Result<std::vector<RevocationList::Entry>> entries_of(X509_CRL* crl) {
  std::vector<RevocationList::Entry> entries;
  STACK_OF(X509_REVOKED)* revoked = X509_CRL_get_REVOKED(crl);
  for (int i = 0; i < sk_X509_REVOKED_num(revoked); ++i) {
    const X509_REVOKED* entry = sk_X509_REVOKED_value(revoked, i);
    if (has_critical_extension(entry)) {
      return fail(Errc::unsupported, "CRL: an entry with a critical extension");
    }
    auto serial = serial_of(X509_REVOKED_get0_serialNumber(entry));
    if (!serial) return std::unexpected(std::move(serial.error()));
    const auto at = instant_of(X509_REVOKED_get0_revocationDate(entry));
    if (!at) return std::unexpected(at.error());
    entries.push_back({std::move(*serial), *at});
  }
  return entries;
}

}  // namespace

Result<RevocationList> RevocationList::parse(ByteView pem_or_der, const Certificate& issuer) {
  const auto der = first_der(pem_or_der, kLabel);
  if (!der) return std::unexpected(der.error());
  const std::uint8_t* at = der->data();
  const CrlHandle crl(d2i_X509_CRL(nullptr, &at, static_cast<long>(der->size())));
  if (!crl || at != der->data() + der->size()) {
    ERR_clear_error();
    return fail(Errc::malformed, "CRL: not the DER of one X.509 revocation list");
  }
  const X509Handle above = x509_of(issuer);
  const bool by_name = above && X509_NAME_cmp(X509_CRL_get_issuer(crl.get()),
                                              X509_get_subject_name(above.get())) == 0;
  if (!by_name || !issuer.parsed_->may_sign_crls ||
      !is_signed_by(crl.get(), *der, issuer.parsed_->key)) {
    ERR_clear_error();
    return fail(Errc::bad_signature, "CRL: not signed by `" + issuer.subject_common_name() + "`");
  }
  if (has_critical_extension(crl.get())) {
    return fail(Errc::unsupported, "CRL: a critical extension (delta, indirect or partial list)");
  }
  RevocationList list(issuer);
  auto entries = entries_of(crl.get());
  const auto this_update = instant_of(X509_CRL_get0_lastUpdate(crl.get()));
  if (!entries) return std::unexpected(std::move(entries.error()));
  if (!this_update) return std::unexpected(this_update.error());
  list.entries_ = std::move(*entries);
  list.this_update_ = *this_update;
  if (const ASN1_TIME* next = X509_CRL_get0_nextUpdate(crl.get())) {
    const auto next_update = instant_of(next);
    if (!next_update) return std::unexpected(next_update.error());
    list.next_update_ = *next_update;
  }
  return list;
}

}  // namespace evisa::crypto
