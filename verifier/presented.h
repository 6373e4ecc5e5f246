// What a traveller presents, as an inspection asks about it: one place for files, scans and the
// API.
#pragma once

#include <string_view>

#include "verifier/input.h"
#include "verifier/inspection.h"

namespace evisa::verifier {

/// A print-out or the content of its code: fills in the seal's validation, at `request.now`, and
/// the printed MRZ. `today` decides the centuries of an MRZ.
void present(const Document& document, const crypto::SignerSet& signers, const visa::Date& today,
             InspectionRequest& request);

/// A passport's MRZ as read or typed. Errors: as visa::parse_mrz.
[[nodiscard]] Result<visa::Mrz> read_passport(std::string_view lines, const visa::Date& today);

/// The number under which register and log know the visa; none as long as nothing is proved.
[[nodiscard]] std::optional<visa::VisaNumber> proved_number(const InspectionRequest& request);

}  // namespace evisa::verifier
