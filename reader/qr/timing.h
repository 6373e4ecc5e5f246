// The timing pattern (ISO/IEC 18004 6.3.5): dark and light by turns between two finders, which
// counts the modules and shows where each lies, also on paper that is not flat.
#pragma once

#include <vector>

#include "reader/qr/plane.h"

namespace evisa::reader::qr {

struct Timing {
  double score = 0;  ///< mean agreement of the modules with dark and light by turns, up to 1
  std::vector<Vec> modules;  ///< pixels: the line's modules from 6 to size - 7, both included
};

/// Follows the pattern from module 6 at `from` to module `size` - 7 at `to`. `side`: one module
/// across the line, along which a curved line may swerve.
[[nodiscard]] Timing follow_timing(const Plane& dark, Vec from, Vec to, Vec side, int size);

}  // namespace evisa::reader::qr
