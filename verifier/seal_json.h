// A seal's validation as JSON: status and sub-indications of Doc 9303-13, then what the seal says.
//
//   seal = { "status": VALID | INVALID, "sub_indications": [...], "profile": national | icao |
//   null,
//            "signer": { "identifier", "reference", "certificate", "not_before", "not_after" } |
//            null, "issuing_country", "issue_date", "signature_date", "document_type", "visa":
//            {...} | null, "features": [ { "tag", "hex" } ... ], "detail" }
//
// `visa` is there only for a VALID seal; `features` always show what an invalid seal claims.
#pragma once

#include "crypto/seal_validation.h"
#include "crypto/strict_json.h"

namespace evisa::verifier {

[[nodiscard]] crypto::Json to_json(const crypto::SealValidation& validation);
[[nodiscard]] std::string to_text(const crypto::SealValidation& validation);

}  // namespace evisa::verifier
