// What a visa says, as JSON for people's tools; the keys are those of a register record
// (db/record_json.h).
#pragma once

#include "crypto/strict_json.h"
#include "visa/visa.h"

namespace evisa::verifier {

/// Absent features (ICAO profile) are null.
[[nodiscard]] crypto::Json visa_to_json(const visa::Visa& visa);

}  // namespace evisa::verifier
