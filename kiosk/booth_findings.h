// What a look at the booth itself finds besides its camera: clock, bundle, disk, line to the
// service.
#pragma once

#include <vector>

#include "kiosk/booth.h"
#include "kiosk/connection.h"
#include "kiosk/finding.h"

namespace evisa::kiosk {

/// `line`: nullptr where the booth works without a service; it is given some seconds to answer.
[[nodiscard]] std::vector<Finding> judge_booth(const Booth& booth, const Connection* line,
                                               const Clock& clock);

}  // namespace evisa::kiosk
