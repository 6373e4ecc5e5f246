// X.509 certificates as values; contract in certificate.h. RFC 5280, Doc 9303-12.
#include "crypto/certificate.h"

#include <fmt/core.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>
#include <sodium.h>

#include <algorithm>
#include <array>

#include "crypto/certificate_parts.h"
#include "crypto/pem.h"
#include "crypto/x509_field.h"

namespace evisa::crypto {
namespace {

constexpr std::string_view kLabel = "CERTIFICATE";
constexpr std::string_view kVisaSealSigner = "2.23.136.1.1.11.1";

Result<X509Handle> open_x509(ByteView der) {
  const std::uint8_t* at = der.data();
  X509Handle x509(d2i_X509(nullptr, &at, static_cast<long>(der.size())));
  if (!x509 || at != der.data() + der.size()) {
    ERR_clear_error();
    return fail(Errc::malformed, "certificate: not the DER of one X.509 certificate");
  }
  return x509;
}

/// Looks at what holds for every certificate, whoever issued it.
Result<void> check_form(X509* x509, ByteView der) {
  // Re-encoding forces DER: a certificate in a looser encoding has more than one form of itself.
  X509Handle copy(X509_dup(x509));
  const Bytes again = copy ? der_of(i2d_re_X509_tbs, copy.get()) : Bytes();
  if (!std::ranges::equal(again, signed_part_of(der))) {
    return fail(Errc::malformed, "certificate: its encoding is not DER");
  }
  const std::uint32_t flags = X509_get_extension_flags(x509);
  if (flags & EXFLAG_INVALID) return fail(Errc::malformed, "certificate: a broken extension");
  if (flags & EXFLAG_CRITICAL) {
    return fail(Errc::unsupported, "certificate: a critical extension that is not known here");
  }
  return {};
}

/// RFC 5280 4.2.1.3: a certificate without key usage may be used for anything.
bool allows(X509* x509, std::uint32_t usage) { return (X509_get_key_usage(x509) & usage) != 0; }

Result<PlainFields> plain_fields_of(const X509* x509) {
  const X509_NAME* subject = X509_get_subject_name(x509);
  auto serial = serial_of(X509_get0_serialNumber(x509));
  if (!serial) return std::unexpected(std::move(serial.error()));
  auto country = attribute_of(subject, NID_countryName);
  if (!country) return std::unexpected(std::move(country.error()));
  auto name = attribute_of(subject, NID_commonName);
  if (!name) return std::unexpected(std::move(name.error()));
  const auto from = instant_of(X509_get0_notBefore(x509));
  if (!from) return std::unexpected(from.error());
  const auto to = instant_of(X509_get0_notAfter(x509));
  if (!to) return std::unexpected(to.error());
  if (*to < *from) return fail(Errc::malformed, "certificate: ends before it begins");
  return PlainFields{std::move(*serial), std::move(*country), std::move(*name), *from, *to};
}

std::string upper(std::string text) {
  std::ranges::transform(text, text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

}  // namespace

Result<Certificate> Certificate::parse(ByteView pem_or_der) {
  auto der = first_der(pem_or_der, kLabel);
  if (!der) return std::unexpected(std::move(der.error()));
  const auto x509 = open_x509(*der);
  if (!x509) return std::unexpected(x509.error());
  if (auto done = check_form(x509->get(), *der); !done) return std::unexpected(done.error());
  auto key = PublicKey::from_spki(der_of(i2d_X509_PUBKEY, X509_get_X509_PUBKEY(x509->get())));
  if (!key) return std::unexpected(std::move(key.error()));
  auto plain = plain_fields_of(x509->get());
  if (!plain) return std::unexpected(std::move(plain.error()));
  const bool ca = (X509_get_extension_flags(x509->get()) & EXFLAG_CA) != 0;
  std::string signer = upper(plain->country) + plain->common_name;
  return Certificate(std::make_shared<const Parsed>(
      Parsed{std::move(*der), std::move(*key), std::move(*plain), std::move(signer),
             ca && allows(x509->get(), KU_KEY_CERT_SIGN), ca && allows(x509->get(), KU_CRL_SIGN),
             !ca && allows(x509->get(), KU_DIGITAL_SIGNATURE) &&
                 has_extended_usage(x509->get(), kVisaSealSigner)}));
}

Result<std::vector<Certificate>> Certificate::parse_all(ByteView pem) {
  const auto blocks = pem_to_der(pem, kLabel);
  if (!blocks) return std::unexpected(blocks.error());
  std::vector<Certificate> all;
  for (const Bytes& der : *blocks) {
    auto one = parse(der);
    if (!one) {
      return fail(one.error().code, fmt::format("certificate {} of {}: {}", all.size() + 1,
                                                blocks->size(), one.error().message));
    }
    all.push_back(std::move(*one));
  }
  return all;
}

X509Handle x509_of(const Certificate& certificate) {
  auto x509 = open_x509(certificate.der());
  return x509 ? std::move(*x509) : nullptr;
}

const std::string& Certificate::serial_hex() const { return parsed_->plain.serial_hex; }
const std::string& Certificate::subject_common_name() const { return parsed_->plain.common_name; }
std::string Certificate::signer_identifier() const { return parsed_->signer; }
visa::Instant Certificate::not_before() const { return parsed_->plain.not_before; }
visa::Instant Certificate::not_after() const { return parsed_->plain.not_after; }
KeyType Certificate::key_type() const { return parsed_->key.type(); }
bool Certificate::is_ca() const { return parsed_->is_ca; }
bool Certificate::may_sign_seals() const { return parsed_->may_sign_seals; }
const Bytes& Certificate::der() const { return parsed_->der; }
std::string Certificate::pem() const { return der_to_pem(parsed_->der, kLabel); }

std::string Certificate::sha256_hex() const {
  std::array<std::uint8_t, crypto_hash_sha256_BYTES> hash{};
  crypto_hash_sha256(hash.data(), parsed_->der.data(), parsed_->der.size());
  return to_hex(hash);
}

// SPEC: RFC 5280 6.1.3 (a) (1), (4): names chain and the signature verifies. X509_check_issued also
// compares key identifiers and asks for the issuer's key usage.
bool Certificate::issued_by(const Certificate& issuer) const {
  const X509Handle subject = x509_of(*this), above = x509_of(issuer);
  if (!subject || !above) return false;
  const int nid = X509_get_signature_nid(subject.get());
  const ASN1_BIT_STRING* signature = nullptr;
  const X509_ALGOR* algorithm = nullptr;
  X509_get0_signature(&signature, &algorithm, subject.get());
  bool holds =
      X509_check_issued(above.get(), subject.get()) == X509_V_OK && is_accepted_signature(nid);
  if (const auto* raw = issuer.parsed_->key.ed25519()) {
    holds = holds && nid == NID_ED25519 &&
            X509_ALGOR_cmp(algorithm, X509_get0_tbs_sigalg(subject.get())) == 0 &&
            ed25519_holds(der(), signature, *raw);
  } else {
    holds = holds && X509_verify(subject.get(), issuer.parsed_->key.evp()) == 1;
  }
  ERR_clear_error();
  return holds;
}

bool Certificate::verifies(ByteView message, ByteView signature) const {
  return parsed_->key.verifies(message, signature);
}

bool Certificate::operator==(const Certificate& other) const {
  return parsed_ == other.parsed_ || parsed_->der == other.parsed_->der;
}

}  // namespace evisa::crypto
