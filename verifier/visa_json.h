// What a visa says, as JSON for people's tools; the keys are those of a register record
// (db/record_json.h).
#pragma once

#include "crypto/json_writer.h"
#include "crypto/strict_json.h"
#include "visa/visa.h"

namespace evisa::verifier {

/// As one object. Absent features (ICAO profile) are null.
void write_visa(crypto::JsonWriter& json, const visa::Visa& visa);
[[nodiscard]] crypto::Json visa_to_json(const visa::Visa& visa);

}  // namespace evisa::verifier
