// How the booth stands to its airport's service, as JSON and as a line for the officer.
#pragma once

#include <string>

#include "crypto/strict_json.h"
#include "kiosk/service_link.h"
#include "visa/language.h"

namespace evisa::kiosk {

/// Adds `link`, `link_fault` and `queue`.
void put_link(crypto::Json& json, const LinkReport& link);

/// One line; empty for a booth that works without a service.
[[nodiscard]] std::string link_text(const LinkReport& link, visa::Language language);

}  // namespace evisa::kiosk
