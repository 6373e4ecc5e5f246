// The office's own files as commands open them: their damage is the machine's fault, not the
// traveller's.
#pragma once

#include <memory>
#include <string>

#include "db/visa_register.h"
#include "issuer/authority_home.h"

namespace evisa::issuer {

/// Errors: as AuthorityHome::open, but nothing that counts as a refusal.
[[nodiscard]] Result<AuthorityHome> open_home(const std::string& folder);

/// The register of a home, which must be there. Errors: as VisaRegister::open, but nothing that
/// counts as a refusal.
[[nodiscard]] Result<std::unique_ptr<db::VisaRegister>> open_register(const AuthorityHome& home);

}  // namespace evisa::issuer
