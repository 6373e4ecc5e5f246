// From the sub-indications of a seal (Doc 9303-13 appendix D, Doc 9303-7 9.4) to reason codes.
#pragma once

#include <optional>

#include "crypto/seal_validation.h"
#include "verifier/inspection.h"

namespace evisa::verifier {

/// What one sub-indication means to the officer.
struct SealReason {
  visa::ReasonCode code;
  CheckResult result;  ///< failed: something is proved; undetermined: something is missing
};

/// nullopt: the sub-indication alone is no objection (an unknown feature of a valid seal).
[[nodiscard]] std::optional<SealReason> seal_reason(crypto::SubIndication sub_indication);

}  // namespace evisa::verifier
