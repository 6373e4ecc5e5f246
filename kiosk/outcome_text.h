// What became of an officer's act, as JSON and as lines.
#pragma once

#include "crypto/strict_json.h"
#include "kiosk/booth.h"

namespace evisa::kiosk {

[[nodiscard]] crypto::Json to_json(const Outcome& outcome, const visa::ReasonTable& table,
                                   visa::Language language);
[[nodiscard]] std::string to_text(const Outcome& outcome, const visa::ReasonTable& table,
                                  visa::Language language);

}  // namespace evisa::kiosk
