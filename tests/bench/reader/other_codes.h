// Other people's QR codes as a camera meets them: stands in for photographs that are not here.
#pragma once

#include <cstdint>
#include <opencv2/core.hpp>
#include <span>
#include <string_view>
#include <vector>

#include "crypto/bytes.h"

namespace evisa::bench {

/// Names of the looks: plain, dots, rounded, logo, pale, inverted, mirrored, tilted, textured,
/// several, small, large.
[[nodiscard]] std::span<const std::string_view> looks();

struct OtherFrame {
  cv::Mat gray;
  std::vector<crypto::Bytes> codes;  ///< what is in it, exactly
};

/// Frame `index` of a look, 1280 x 960: versions 1 to 20, all levels of error correction, any turn.
/// Equal arguments, equal frame.
[[nodiscard]] OtherFrame other_frame(std::string_view look, int index, std::uint64_t seed);

}  // namespace evisa::bench
