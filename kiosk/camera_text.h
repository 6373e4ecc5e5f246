// What the camera saw, as JSON and as a line for the officer: why a code in view did not count.
#pragma once

#include <string>

#include "crypto/strict_json.h"
#include "kiosk/watch.h"
#include "visa/language.h"

namespace evisa::kiosk {

[[nodiscard]] crypto::Json camera_json(const Watched& watched);

/// One line, where codes were read and none counted: different e-visas in view, or a code that was
/// not read often enough. Empty otherwise: then the reasons say it all.
[[nodiscard]] std::string camera_text(const Watched& watched, visa::Language language);

}  // namespace evisa::kiosk
