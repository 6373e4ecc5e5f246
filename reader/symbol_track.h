// A symbol whose lattice was found in one frame, found again in the next one: what moves with the
// hand moves little.
#pragma once

#include <optional>

#include "reader/symbol_search.h"

namespace evisa::reader {

/// The lattice of `before`, in this frame: its finders are looked for within a few modules of where
/// they were, one that is hidden goes along with the others. Nothing when it is not there any more.
/// Work: that of a lattice, on the part of the frame that holds the symbol, at most about 1.5
/// million pixels.
[[nodiscard]] std::optional<SeenModules> track(const GrayView& frame, const SeenModules& before);

}  // namespace evisa::reader
