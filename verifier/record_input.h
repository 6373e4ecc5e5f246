// A register record as `evisa-issuer show --json` prints it: one record, or a list of one.
#pragma once

#include <string_view>

#include "visa/result.h"
#include "visa/visa.h"

namespace evisa::verifier {

/// Errors: as db::parse_record; out_of_range (a list of none or of several: which visas).
[[nodiscard]] Result<visa::VisaRecord> parse_one_record(std::string_view text);

}  // namespace evisa::verifier
