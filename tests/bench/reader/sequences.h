// Frames of one page held in a hand: what several together give that each alone does not.
#pragma once

#include <opencv2/core.hpp>
#include <string>

#include "crypto/bytes.h"
#include "tests/sim/levels.h"

namespace evisa::bench {

/// Reads `count` sequences of eight frames in noise, low light and wandering glare, and tells how
/// many were read after one, two, four and eight frames: by our reader, which joins them, and by
/// ours and plain ZXing trying each frame anew.
[[nodiscard]] std::string sequences(const sim::Page& page, const sim::CodeArea& code,
                                    const crypto::Bytes& truth, int count, int budget_ms,
                                    std::uint64_t seed);

}  // namespace evisa::bench
