// How many finder patterns a picture shows, at a glance: a reader that tries every three of them
// takes minutes over a sheet of a thousand codes.
#pragma once

#include "reader/reading.h"

namespace evisa::reader {

/// Finder patterns by the runs of every fourth row and of the columns through them; stops counting
/// at `most`. Noise and print are hardly ever taken for one.
[[nodiscard]] int count_finders(const GrayView& picture, int most);

}  // namespace evisa::reader
