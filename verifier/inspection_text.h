// An inspection as lines for an officer at a terminal.
#pragma once

#include <string>

#include "verifier/inspection.h"

namespace evisa::verifier {

/// Outcome and headline first, then every reason with its text, what the traveller is told, the
/// visa, and what the decision rests on. No personal data beyond what the visa itself shows.
[[nodiscard]] std::string to_text(const Inspection& inspection, const visa::ReasonTable& table,
                                  visa::Language language);

}  // namespace evisa::verifier
