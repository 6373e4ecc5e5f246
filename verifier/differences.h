// In which fields do two sources of the same visa differ? For PRINTOUT_MISMATCH.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "visa/mrz.h"
#include "visa/visa.h"

namespace evisa::verifier {

/// All names of fields that the functions below use, and an officer may tick.
[[nodiscard]] std::span<const std::string_view> field_names();

/// Names of the fields in which a seal's visa and the register's differ, joined by `, `; empty:
/// none. A field that the seal does not carry (ICAO profile) is no difference.
[[nodiscard]] std::string differing_fields(const visa::Visa& seal, const visa::Visa& record);

/// The same for the printed MRZ against the visa: consistency, not equality (TR-03135 5.7.7), so a
/// shorter name is no difference, and a field whose check digit does not hold is left out.
[[nodiscard]] std::string differing_fields(const visa::Mrz& printed, const visa::Visa& visa);

}  // namespace evisa::verifier
