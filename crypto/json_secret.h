// A secret that comes in JSON: into guarded memory, and out of the value it came in.
#pragma once

#include <string_view>

#include "crypto/secret.h"
#include "crypto/strict_json.h"

namespace evisa::crypto {

/// As JsonObject::text, for a text that may stay nowhere else; `wipe` then what `object` was opened
/// on. Errors: malformed (missing, or another type).
[[nodiscard]] Result<SecretBytes> secret_text(JsonObject& object, std::string_view key);

/// Zeroes every text of a value, and leaves null.
void wipe(Json& value);

}  // namespace evisa::crypto
