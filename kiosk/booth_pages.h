// The pages of kiosk/pages, compiled in.
#pragma once

#include <span>

#include "verifier/service/embedded_pages.h"

namespace evisa::kiosk {

[[nodiscard]] std::span<const verifier::EmbeddedPage> booth_pages();

}  // namespace evisa::kiosk
