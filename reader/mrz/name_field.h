// What the order of a name's parts says of its characters (Doc 9303-3 4.6).
#pragma once

#include <vector>

#include "reader/mrz/check_digits.h"

namespace evisa::reader::mrz {

/// The cells of a name field on condition that it is one: parts of the primary identifier with a
/// filler between them, two fillers, parts of the secondary one likewise, fillers to the end.
/// Each cell's chances keep their sum. A field that is surely written otherwise stays so.
[[nodiscard]] std::vector<Chances> given_name_order(const std::vector<Chances>& cells);

}  // namespace evisa::reader::mrz
