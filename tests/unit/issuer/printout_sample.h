// Records of people who do not exist and seals of the right shape, for the tests of the print-out.
#pragma once

#include <string>

#include "crypto/bytes.h"
#include "issuer/printout.h"
#include "visa/visa.h"

namespace evisa::issuer::sample {

/// A visa of a traveller with a short name; tests change what they need.
[[nodiscard]] visa::VisaRecord record();
/// Names of 39 letters, a State with a long name, a long inviting party.
[[nodiscard]] visa::VisaRecord long_record();
/// A seal that decodes and holds the visa; its signature is a fixed pattern.
[[nodiscard]] crypto::Bytes seal_of(const visa::Visa& visa);
/// Created at a fixed instant.
[[nodiscard]] PrintoutOptions options();

}  // namespace evisa::issuer::sample
