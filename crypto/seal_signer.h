// Making seals and the certificates behind them. Linked by issuer, samples and tests only
// (CMake target evisa_signer): a verifier that tries to sign a visa does not link.
#pragma once

#include <memory>
#include <string>

#include "crypto/certificate.h"
#include "crypto/seal_validation.h"
#include "crypto/secret.h"
#include "crypto/visa_features.h"

namespace evisa::crypto {

/// A private key of a CSCA or a visa signer: Ed25519 or P-256.
class SigningKey {
 public:
  enum class Algorithm { ed25519, p256 };
  [[nodiscard]] static SigningKey generate(Algorithm algorithm);
  /// The secret part as bytes for a sealed key file (seed or scalar, 32 bytes, after one type
  /// byte).
  [[nodiscard]] SecretBytes serialise() const;
  [[nodiscard]] static Result<SigningKey> deserialise(ByteView bytes);
  [[nodiscard]] Algorithm algorithm() const;
  /// Ed25519: 64 bytes. P-256: r || s, 64 bytes, SHA-256.
  [[nodiscard]] Result<Bytes> sign(ByteView message) const;

 private:
  struct Key;
  explicit SigningKey(std::shared_ptr<Key> key) : key_(std::move(key)) {}
  std::shared_ptr<Key> key_;
  friend class CertificateAuthority;
};

struct CertificateRequest {
  std::string country = "KZ";
  std::string common_name;  ///< CSCA: free text; signer: the two characters after the country code
  std::uint64_t serial = 1;
  visa::Instant not_before{};
  visa::Instant not_after{};
};

/// A CSCA: makes itself, signer certificates and CRLs.
class CertificateAuthority {
 public:
  [[nodiscard]] static Result<CertificateAuthority> create(SigningKey key,
                                                           const CertificateRequest& request);
  [[nodiscard]] static CertificateAuthority open(SigningKey key, Certificate certificate);
  [[nodiscard]] const Certificate& certificate() const { return certificate_; }
  [[nodiscard]] const SigningKey& key() const { return key_; }
  /// EKU 2.23.136.1.1.11.1, key usage digitalSignature, authority key identifier.
  [[nodiscard]] Result<Certificate> issue_signer(const SigningKey& subject_key,
                                                 const CertificateRequest& request) const;
  /// DER. Errors: malformed serial.
  [[nodiscard]] Result<Bytes> issue_crl(const std::vector<RevocationList::Entry>& revoked,
                                        visa::Instant this_update, visa::Instant next_update) const;

 private:
  CertificateAuthority(SigningKey key, Certificate certificate)
      : key_(std::move(key)), certificate_(std::move(certificate)) {}
  SigningKey key_;
  Certificate certificate_;
};

/// A visa signer: key and certificate that belong together.
class SealSigner {
 public:
  /// Errors: untrusted (key and certificate do not belong together, or the profile does not allow
  /// the key).
  [[nodiscard]] static Result<SealSigner> open(SigningKey key, Certificate certificate,
                                               Profile profile);
  [[nodiscard]] Profile profile() const { return profile_; }
  [[nodiscard]] const Certificate& certificate() const { return certificate_; }
  /// Signs a visa. `signature_date`: the local date of signing. Returns the whole seal.
  [[nodiscard]] Result<Bytes> seal(const visa::Visa& visa, const visa::Date& signature_date) const;

 private:
  SealSigner(SigningKey key, Certificate certificate, Profile profile)
      : key_(std::move(key)), certificate_(std::move(certificate)), profile_(profile) {}
  SigningKey key_;
  Certificate certificate_;
  Profile profile_;
};

}  // namespace evisa::crypto
