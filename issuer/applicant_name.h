// The applicant's name in MRZ letters: as the passport shows it, or transliterated from what was
// typed.
#pragma once

#include "issuer/field_reader.h"
#include "visa/name.h"

namespace evisa::issuer {

/// Reads `mrz_name`, or `surname` with `given_names`: one of the two forms, not both.
std::optional<visa::MrzName> read_name(FieldReader& fields, const crypto::Json& application,
                                       std::vector<Problem>& problems,
                                       std::vector<Notice>& notices);

}  // namespace evisa::issuer
