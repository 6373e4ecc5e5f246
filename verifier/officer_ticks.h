// The officer's ticks as JSON has them: of the booth's page and of POST /v1/inspections.
#pragma once

#include "crypto/strict_json.h"
#include "verifier/inspection.h"

namespace evisa::verifier {

/// Puts what is given in its place and leaves what is not: `passport_in_doubt`,
/// `children_travelling`, `companion_without_visa`, `replaced_passport`, `blank_pages` (0 to 200,
/// null: not counted), `printout_differs` (names of fields). Errors: malformed (which; nothing is
/// changed).
[[nodiscard]] Result<void> change_ticks(crypto::JsonObject& object, OfficerTicks& ticks);

}  // namespace evisa::verifier
