// Lines that a printer left out or drew through the symbol: all light, or all dark.
#pragma once

#include "reader/qr/function_pattern.h"
#include "reader/qr/modules.h"

namespace evisa::reader::qr {

/// Makes the modules of every row and column that masking cannot have produced unsure, so that
/// Reed-Solomon takes them for erasures. Masked data is half dark: a line of n modules is off by
/// more than four standard deviations (0.5 / sqrt(n) each) once in some ten thousand.
void doubt_streaks(Modules& modules, const FunctionPattern& pattern);

}  // namespace evisa::reader::qr
