// Which PINs an officer may have.
#pragma once

#include "crypto/secret.h"

namespace evisa::db {

/// 6 to 12 digits, not all equal, and not a run up or down (123456, 987654, 890123).
/// Errors: malformed (which rule; never the PIN).
[[nodiscard]] Result<void> check_pin_policy(const crypto::SecretBytes& pin);

}  // namespace evisa::db
