// Features of a visa's seal (Doc 9303-7 9.1 and the national tags 80-83) to a Visa and back.
#pragma once

#include <array>
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
[[nodiscard]] Result<std::vector<FeatureValue>> encode_visa_features(const visa::Visa& visa,
                                                                     Profile profile);

/// The features of a visa's seal, each decoded by itself; the MRZ is text still.
struct VisaFeatures {
  std::array<char, 72> mrz{};  ///< line 1 and 28 characters of line 2
  std::size_t mrz_size = 0;    ///< 72 (MRV-A) or 64 (MRV-B)
  visa::Visa visa;             ///< everything that features 03-06 and 80-83 say
};

/// Strict: exactly one of 01 and 02, right lengths, the profile's required features present.
/// ICAO profile: 03 and 06 may be missing (one entry; no category), 06 may be another State's code
/// (no category), and 80-83 count only where the issuing country is KAZ.
/// Errors: malformed, out_of_range.
[[nodiscard]] Result<VisaFeatures> read_visa_features(const UnverifiedSeal& seal, Profile profile);

/// Reads the MRZ into the visa; two-digit years are seen from the signature date.
/// Errors: malformed (not an MRZ of a visa, a wrong check digit, a date that does not exist, KAZ as
/// issuing State in only one of MRZ and header).
[[nodiscard]] Result<visa::Visa> read_visa_mrz(VisaFeatures features, const SealHeader& header);

/// Both steps in one. Whether the seal is trusted is not looked at: see seal_validation.h for the
/// proof type. Errors: malformed, out_of_range.
[[nodiscard]] Result<visa::Visa> decode_visa_features(const UnverifiedSeal& seal, Profile profile);

/// True when the seal, one of `profile`, has a feature that `read_visa_features` passes over.
[[nodiscard]] bool has_unknown_feature(const UnverifiedSeal& seal, Profile profile);

}  // namespace evisa::crypto
