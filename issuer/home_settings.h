// The settings file of the ministry's folder, issuer.json.
#pragma once

#include "issuer/authority_home.h"

namespace evisa::issuer {

/// Errors: malformed (country or signer, found and expected).
[[nodiscard]] Result<void> check_settings(const HomeSettings& settings);
[[nodiscard]] std::string settings_text(const HomeSettings& settings);
/// Strict. Errors: not_found, io, malformed, unsupported (another format).
[[nodiscard]] Result<HomeSettings> read_settings(const std::filesystem::path& file);

}  // namespace evisa::issuer
