// Is a seal genuine? Doc 9303-13 appendix D and Doc 9303-7 9.4: status and sub-indications.
#pragma once

#include <array>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/certificate.h"
#include "crypto/seal.h"
#include "crypto/visa_features.h"
#include "visa/visa.h"

namespace evisa::crypto {

/// In the order in which they are checked.
enum class SubIndication {
  read_error,
  wrong_format,
  unknown_feature,
  unknown_certificate,
  untrusted_certificate,
  invalid_documenttype,
  expired_certificate,
  revoked_certificate,
  invalid_signature,
  invalid_visa_mrz,
};
/// `READ_ERROR`, ... as the standard spells them.
[[nodiscard]] std::string_view to_string(SubIndication s);

enum class SealStatus { valid, invalid };

/// Trust anchors, signers and revocations, prepared once: chains are checked here, not per seal.
class SignerSet {
 public:
  struct Signer {
    Certificate certificate;
    bool trusted = false;                     ///< chains to an anchor, or is pinned as one
    std::optional<visa::Instant> revoked_at;  ///< from a CRL or the bundle
    std::string distrust{};                   ///< why not trusted, for a person
    /// When the newest CRL of its issuer ends (nextUpdate): after that no revocation would be
    /// known, and the signer is not trusted. Empty: no CRL, or one that names no end.
    std::optional<visa::Instant> crl_ends{};
  };
  /// Every certificate of `anchors` is trusted as pinned; a signer among them needs no chain and no
  /// extended key usage. A CSCA never signs seals itself. Other signers need the extended key usage
  /// 2.23.136.1.1.11.1, an anchor that issued them, and a period inside that anchor's.
  /// CRLs count only for their own issuer's certificates.
  [[nodiscard]] static SignerSet build(std::vector<Certificate> signers,
                                       std::vector<Certificate> anchors,
                                       const std::vector<RevocationList>& crls = {});
  /// Marks a signer revoked (the bundle's status). Unknown serials are ignored.
  void revoke(std::string_view signer, std::string_view serial_hex, visa::Instant at);
  [[nodiscard]] const std::vector<Signer>& signers() const { return signers_; }

 private:
  std::vector<Signer> signers_;
};

class SealValidator;

/// A visa whose seal verified. Only validation can make one (the proof is the type).
class VerifiedSeal {
 public:
  [[nodiscard]] const visa::Visa& visa() const { return visa_; }
  [[nodiscard]] const SealHeader& header() const { return header_; }
  [[nodiscard]] Profile profile() const { return profile_; }

 private:
  friend class SealValidator;
  VerifiedSeal(visa::Visa visa, SealHeader header, Profile profile)
      : visa_(std::move(visa)), header_(std::move(header)), profile_(profile) {}
  visa::Visa visa_;
  SealHeader header_;
  Profile profile_;
};

/// The result for one seal. No member but `verified` may feed an admission.
struct SealValidation {
  SealStatus status = SealStatus::invalid;
  std::vector<SubIndication> sub_indications;  ///< empty when all is well
  std::optional<UnverifiedSeal> seal;  ///< decoded, also when invalid (to show, never to admit)
  std::optional<Profile> profile;
  std::optional<VerifiedSeal> verified;  ///< present exactly when status is valid and it is a visa
  std::optional<visa::Instant> signer_revoked_at;
  std::optional<Certificate> signer;  ///< the certificate that decided
  std::string detail;                 ///< for a person: found, expected
  [[nodiscard]] bool has(SubIndication s) const;
};

struct ValidationOptions {
  /// Only seals of this profile; nullopt accepts both visa profiles.
  std::optional<Profile> profile;
  /// Accept any document type (for the published vectors, which are not all visas): then `verified`
  /// stays empty for other types and INVALID_DOCUMENTTYPE is not raised.
  bool any_document_type = false;
};

/// Validates the seal in a barcode's bytes at the instant `at`.
///
/// A signer that was revoked refuses only seals whose signature date is not before the
/// revocation's. EXPIRED_CERTIFICATE: the seal's signature date (a local date of Kazakhstan) lies
/// outside the certificate's period, or more than a day after `at`; or `at` is before that period;
/// or `at` is after it and the signer was revoked, so that its dates prove nothing (see
/// docs/seal.md). UNTRUSTED_CERTIFICATE also when the signer's CRL ended before `at`. All
/// indications that can be told are collected: nothing is said of a certificate that is not
/// trusted, and the MRZ is looked at only when the signature holds.
[[nodiscard]] SealValidation validate_seal(ByteView bytes, const SignerSet& signers,
                                           visa::Instant at, const ValidationOptions& options = {});

/// A reading failure as a result: READ_ERROR.
[[nodiscard]] SealValidation read_error(std::string detail);

}  // namespace evisa::crypto
