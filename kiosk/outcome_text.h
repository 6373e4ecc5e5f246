// What became of an officer's act, as JSON and as lines.
#pragma once

#include "crypto/strict_json.h"
#include "kiosk/booth.h"

namespace evisa::kiosk {

/// `recorded`, `already_recorded`, `conflict`: as the API answers an event.
[[nodiscard]] std::string_view to_string(Outcome::Kind kind);
[[nodiscard]] crypto::Json to_json(const Outcome& outcome, const visa::ReasonTable& table,
                                   visa::Language language);
[[nodiscard]] std::string to_text(const Outcome& outcome, const visa::ReasonTable& table,
                                  visa::Language language);

}  // namespace evisa::kiosk
