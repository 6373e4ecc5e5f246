// A visa before it is registered: composed from an application, sealed, and the seal read back.
#pragma once

#include "issuer/issuing.h"

namespace evisa::issuer {

/// Gives the application a number that the register does not have, and a seal that verifies.
/// Errors: malformed (a field that the seal cannot hold), unavailable (no free number found; the
/// signer may not sign at this time), untrusted (the seal does not read back as the visa), io.
[[nodiscard]] Result<db::RegisterEntry> draft_visa(const Application& application,
                                                   const IssuingOffice& office);

}  // namespace evisa::issuer
