// From the sub-indications of a seal to reason codes: the one table.
#include "verifier/seal_reasons.h"

namespace evisa::verifier {

using crypto::SubIndication;
using visa::ReasonCode;

std::optional<SealReason> seal_reason(SubIndication sub_indication) {
  switch (sub_indication) {
    // A reading failure is never "forged" (design.md section 3).
    case SubIndication::read_error:
      return SealReason{ReasonCode::SEAL_UNREADABLE, CheckResult::undetermined};
    // A code was read and is something else: an advertisement, a boarding pass, another State's
    // seal.
    case SubIndication::wrong_format:
    case SubIndication::invalid_documenttype:
      return SealReason{ReasonCode::SEAL_NOT_EVISA, CheckResult::failed};
    // SPEC: Doc 9303-13 appendix D: the seal stays VALID.
    case SubIndication::unknown_feature:
      return std::nullopt;
    // Missing information, not disproof: the bundle may be older than the signer.
    case SubIndication::unknown_certificate:
    // The certificate is in the signed bundle but not in order (no trusted CSCA above it, wrong key
    // usage or key type). That is a fault of the bundle: a forger cannot put a certificate there,
    // and the holder of a good visa cannot help it. Authenticity is undetermined.
    case SubIndication::untrusted_certificate:
      return SealReason{ReasonCode::SEAL_SIGNER_UNKNOWN, CheckResult::undetermined};
    case SubIndication::expired_certificate:
      return SealReason{ReasonCode::SEAL_SIGNER_OUT_OF_PERIOD, CheckResult::failed};
    case SubIndication::revoked_certificate:
      return SealReason{ReasonCode::SEAL_SIGNER_REVOKED, CheckResult::failed};
    case SubIndication::invalid_signature:
      return SealReason{ReasonCode::SEAL_INVALID, CheckResult::failed};
    // The signature was right, only a check digit inside is not: "not genuine" would be untrue, and
    // a wrong check digit of the passport is a second look as well (row 1). Not VALID, so nothing
    // of the seal is believed.
    case SubIndication::invalid_visa_mrz:
      return SealReason{ReasonCode::MRZ_CHECK_FAILED, CheckResult::failed};
  }
  return SealReason{ReasonCode::SEAL_UNREADABLE, CheckResult::undetermined};
}

}  // namespace evisa::verifier
