// One text line cut out of a frame, in the scale that the network knows: 14 pixels a character.
#pragma once

#include <cstdint>
#include <vector>

namespace evisa::reader::mrz {

inline constexpr int kPitch = 14;  ///< pixels from character to character (2.54 mm in OCR-B)
inline constexpr int kRows = 20;   ///< pixels; capitals are 13 high and in the middle

struct Strip {
  int columns = 0;
  std::vector<float> values;  ///< column after column, `kRows` values each; dark is below 0
};

/// Evens out light and contrast: each pixel less the mean of the three characters around it, over
/// their deviation.
///
/// `pixels`: `kRows` rows of `columns` grey values. A strip of one grey is all zeros.
[[nodiscard]] Strip even_strip(const std::uint8_t* pixels, int columns);

}  // namespace evisa::reader::mrz
