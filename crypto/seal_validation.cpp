// Validation of a seal: Doc 9303-13 appendix D, Doc 9303-7 9.4; order and meaning in docs/seal.md.
#include "crypto/seal_validation.h"

#include <fmt/core.h>

#include <algorithm>

#include "visa/local_time.h"

namespace evisa::crypto {
namespace {

const visa::LocalTime& local_time() {
  static const visa::LocalTime kazakhstan = visa::LocalTime::kazakhstan();
  return kazakhstan;
}

/// True when some moment of the local date lies in the certificate's period.
bool is_in_period(const Certificate& certificate, const visa::Date& date) {
  return local_time().start_of(date) <= certificate.not_after() &&
         local_time().start_of(date.plus_days(1)) > certificate.not_before();
}

/// A seal from the future: it or the clock is wrong. A day is allowed for clocks and time zones.
bool is_ahead(const visa::Date& signed_on, visa::Instant at) {
  return local_time().date_of(at).plus_days(1) < signed_on;
}

/// What is wrong with a seal if this trusted certificate made it.
struct Verdict {
  bool expired = false, ahead = false, revoked = false, bad_signature = false;
  [[nodiscard]] bool good() const { return !expired && !ahead && !revoked && !bad_signature; }
};

Verdict judge(const SignerSet::Signer& signer, const UnverifiedSeal& seal, visa::Instant at) {
  const Certificate& certificate = signer.certificate;
  const visa::Date& date = seal.header().signature_date;
  Verdict verdict;
  verdict.expired = !is_in_period(certificate, date) || at < certificate.not_before() ||
                    (signer.revoked_at && at > certificate.not_after());
  verdict.ahead = is_ahead(date, at);
  // A seal of the day of the revocation cannot be dated before it.
  verdict.revoked = signer.revoked_at && !(date < local_time().date_of(*signer.revoked_at));
  verdict.bad_signature = !certificate.verifies(seal.signed_part(), seal.signature());
  return verdict;
}

/// National: Ed25519 and nothing else. ICAO and other document types: ECDSA and nothing else.
bool key_fits(KeyType key, const std::optional<Profile>& profile) {
  return (profile == Profile::national) == (key == KeyType::ed25519);
}

}  // namespace

/// One validation, step by step in the order of the sub-indications.
class SealValidator {
 public:
  SealValidator(const SignerSet& signers, visa::Instant at, const ValidationOptions& options)
      : signers_(signers), at_(at), options_(options) {}

  SealValidation run(ByteView bytes) && {
    if (bytes.empty()) {
      add(SubIndication::read_error, "no bytes");
    } else if (check_format(bytes)) {
      check_certificate();
    }
    out_.status = failed_ ? SealStatus::invalid : SealStatus::valid;
    if (failed_) out_.verified.reset();
    return std::move(out_);
  }

 private:
  void add(SubIndication what, std::string_view detail) {
    out_.sub_indications.push_back(what);
    if (what == SubIndication::unknown_feature) return;  // SPEC: appendix D: the seal stays valid
    failed_ = true;
    if (out_.detail.empty()) out_.detail = detail;
  }

  // SPEC: Doc 9303-13 appendix D: WRONG_FORMAT, UNKNOWN_FEATURE.
  bool check_format(ByteView bytes) {
    auto seal = decode_seal(bytes);
    if (!seal) return add(SubIndication::wrong_format, seal.error().message), false;
    out_.seal = std::move(*seal);
    out_.profile = profile_of(out_.seal->header());
    if (!out_.profile) return true;
    auto features = read_visa_features(*out_.seal, *out_.profile);
    if (!features) return add(SubIndication::wrong_format, features.error().message), false;
    features_ = std::move(*features);
    if (has_unknown_feature(*out_.seal, *out_.profile)) add(SubIndication::unknown_feature, {});
    return true;
  }

  // SPEC: appendix D: UNKNOWN_CERTIFICATE, UNTRUSTED_CERTIFICATE. Candidates that are not trusted
  // are set aside; all others are tried.
  void check_certificate() {
    const SealHeader& header = out_.seal->header();
    const SignerSet::Signer* untrusted = nullptr;
    const SignerSet::Signer* decides = nullptr;
    Verdict verdict;
    for (const auto& signer : signers_.signers()) {
      if (!answers_to(signer.certificate, header)) continue;
      if (!is_trusted_now(signer) || !key_is_allowed(signer.certificate.key_type())) {
        if (!untrusted) untrusted = &signer;
        continue;
      }
      const Verdict one = judge(signer, *out_.seal, at_);
      if (!decides || is_better(one, verdict)) {
        decides = &signer;
        verdict = one;
      }
    }
    if (decides) return conclude(*decides, verdict);
    refuse_certificate(untrusted);
    check_document_type();
  }

  static bool answers_to(const Certificate& certificate, const SealHeader& header) {
    return certificate.signer_identifier() == header.signer &&
           same_reference(certificate.serial_hex(), header.certificate_reference);
  }

  [[nodiscard]] bool is_trusted_now(const SignerSet::Signer& signer) const {
    return signer.trusted && !has_old_crl(signer);
  }
  [[nodiscard]] bool has_old_crl(const SignerSet::Signer& signer) const {
    return signer.crl_ends && *signer.crl_ends < at_;
  }

  /// A document type that is no visa's is reported as such, not as a wrong key.
  [[nodiscard]] bool key_is_allowed(KeyType key) const {
    if (!out_.profile && !options_.any_document_type) return true;
    return key_fits(key, out_.profile);
  }

  /// A certificate under which all is well, else one whose key made the signature.
  static bool is_better(const Verdict& one, const Verdict& than) {
    if (one.good() != than.good()) return one.good();
    return !one.bad_signature && than.bad_signature;
  }

  void refuse_certificate(const SignerSet::Signer* untrusted) {
    const SealHeader& header = out_.seal->header();
    if (!untrusted) {
      return add(SubIndication::unknown_certificate,
                 fmt::format("signer {} with certificate {} is not known", header.signer,
                             header.certificate_reference));
    }
    out_.signer = untrusted->certificate;
    out_.signer_revoked_at = untrusted->revoked_at;
    add(SubIndication::untrusted_certificate,
        fmt::format("certificate {} of signer {}: {}", header.certificate_reference, header.signer,
                    why_untrusted(*untrusted)));
  }

  [[nodiscard]] std::string why_untrusted(const SignerSet::Signer& signer) const {
    if (!signer.trusted) return signer.distrust;
    if (has_old_crl(signer)) {
      return fmt::format("the revocation list of its CSCA ended on {}",
                         visa::to_string(*signer.crl_ends));
    }
    return fmt::format("a key of {} is not allowed for this kind of seal",
                       to_string(signer.certificate.key_type()));
  }

  // SPEC: Doc 9303-7 9.4: the document type is that of a visa.
  void check_document_type() {
    const bool any_visa = out_.profile && (!options_.profile || options_.profile == out_.profile);
    const bool other = !out_.profile && options_.any_document_type && !options_.profile;
    if (any_visa || other) return;
    add(SubIndication::invalid_documenttype,
        fmt::format("document type {:04x}, {} expected", out_.seal->header().document_type(),
                    !options_.profile                       ? "5d01 or 5d02"
                    : options_.profile == Profile::national ? "5d02"
                                                            : "5d01"));
  }

  void conclude(const SignerSet::Signer& signer, const Verdict& verdict) {
    out_.signer = signer.certificate;
    out_.signer_revoked_at = signer.revoked_at;
    check_document_type();
    const SealHeader& header = out_.seal->header();
    if (verdict.expired || verdict.ahead) {
      add(SubIndication::expired_certificate, why_expired(signer.certificate, verdict));
    }
    if (verdict.revoked) {
      add(SubIndication::revoked_certificate,
          fmt::format("seal signed on {}, certificate revoked {}", header.signature_date.iso(),
                      visa::to_string(*signer.revoked_at)));
    }
    if (verdict.bad_signature) {
      return add(SubIndication::invalid_signature,
                 "the signature does not fit header and features");
    }
    check_mrz();
  }

  [[nodiscard]] std::string why_expired(const Certificate& certificate,
                                        const Verdict& verdict) const {
    const std::string signed_on = out_.seal->header().signature_date.iso();
    if (!verdict.expired) {
      return fmt::format("seal signed on {}, which is yet to come on {}: check the clock",
                         signed_on, local_time().date_of(at_).iso());
    }
    return fmt::format("seal signed on {}, certificate valid {} to {}", signed_on,
                       visa::to_string(certificate.not_before()),
                       visa::to_string(certificate.not_after()));
  }

  // SPEC: Doc 9303-7 9.4: INVALID_VISA_MRZ.
  void check_mrz() {
    if (!features_) return;
    auto visa = read_visa_mrz(std::move(*features_), out_.seal->header());
    if (!visa) return add(SubIndication::invalid_visa_mrz, visa.error().message);
    out_.verified = VerifiedSeal(std::move(*visa), out_.seal->header(), *out_.profile);
  }

  const SignerSet& signers_;
  visa::Instant at_;
  const ValidationOptions& options_;
  SealValidation out_;
  std::optional<VisaFeatures> features_;
  bool failed_ = false;
};

bool SealValidation::has(SubIndication s) const {
  return std::ranges::find(sub_indications, s) != sub_indications.end();
}

SealValidation validate_seal(ByteView bytes, const SignerSet& signers, visa::Instant at,
                             const ValidationOptions& options) {
  return SealValidator(signers, at, options).run(bytes);
}

SealValidation read_error(std::string detail) {
  SealValidation result;
  result.sub_indications = {SubIndication::read_error};
  result.detail = std::move(detail);
  return result;
}

}  // namespace evisa::crypto
