// Modules that blur has run into each other, told apart again: the blur is learnt from the symbol
// itself and undone on the grid of modules.
#pragma once

#include "reader/qr/function_pattern.h"
#include "reader/qr/modules.h"

namespace evisa::reader::qr {

/// `seen`: from `black_and_white`; `reach`: modules each way over which the blur mixes, 1 or 2.
/// Returns modules of about -1 to 1, the surer the further from 0. Work: about 10 passes over the
/// modules with a kernel of (2 reach + 1) squared, three times.
[[nodiscard]] Modules restored(const Modules& seen, const FunctionPattern& pattern, int reach);

}  // namespace evisa::reader::qr
