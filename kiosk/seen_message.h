// What the last frame showed, for the page: where codes and MRZ are, never what a code says.
#pragma once

#include <string>

#include "kiosk/camera.h"

namespace evisa::kiosk {

/// The message `seen` of docs/booth-page.md.
[[nodiscard]] std::string seen_message(const Sight& sight);

}  // namespace evisa::kiosk
