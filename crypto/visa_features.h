// Features of a visa's seal (Doc 9303-7 9.1 and the national tags 80-83) to a Visa and back.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "crypto/seal.h"
#include "visa/visa.h"

namespace evisa::crypto {

enum class Profile { national, icao };
[[nodiscard]] std::string_view to_string(Profile profile);
/// `5D 02` national, `5D 01` ICAO; nothing else is a visa's seal.
[[nodiscard]] std::optional<Profile> profile_of(const SealHeader& header);

/// Features of a seal in the order of their tags: 01 03 04 05 06 80 81 82 83.
/// Errors: malformed (a required field of the profile is missing or does not fit).
[[nodiscard]] Result<std::vector<FeatureValue>> encode_visa_features(const visa::Visa& visa, Profile profile);

/// Strict: exactly one of 01 and 02, right lengths, the profile's required features present.
/// Whether the seal is trusted is not looked at: see seal_validation.h for the proof type.
/// Errors: malformed, out_of_range.
[[nodiscard]] Result<visa::Visa> decode_visa_features(const UnverifiedSeal& seal, Profile profile);

}  // namespace evisa::crypto
