// Where in a frame a code may be, without looking for its finder patterns: they may be blurred or
// covered.
#pragma once

#include <vector>

#include "reader/qr/plane.h"

namespace evisa::reader {

/// Parts of the frame that are as full of edges in both directions as a QR code is, likeliest
/// first, each with a margin; at most `most`. In a small picture the last one is all of it. Empty
/// when memory does not suffice.
[[nodiscard]] std::vector<qr::Area> find_regions(const GrayView& frame, std::size_t most = 4);

}  // namespace evisa::reader
