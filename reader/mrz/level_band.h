// A band of the ink map laid level, and the ends of the text along it.
#pragma once

#include <opencv2/core.hpp>
#include <span>
#include <utility>

#include "reader/mrz/ink_map.h"
#include "reader/mrz/profile.h"

namespace evisa::reader::mrz {

/// The band in the middle of a picture of `kHigh` rows, `kCell` pixels a character, and the way
/// back.
struct Level {
  cv::Mat picture;  ///< CV_8UC1
  cv::Matx23d to_map;
};

/// `cells`: characters that the band is taken to have; `margin`: more of them at either end.
[[nodiscard]] Level level(const InkMap& map, const Band& band, int cells, int margin);

/// The ink's profile across each piece. The margins hold no text: they only add what lies beside
/// the document.
[[nodiscard]] Profiles profiles(const cv::Mat& picture, int margin);

/// Noise and the patterns of a page go on above and below a line, and beyond its ends. What is
/// beside the line can be taken off where the picture has the right scale, so that it is blank.
enum class Beside { counts, taken_off };

/// First and last inked column along some lines: the stretch that stands out most against half the
/// usual ink of the picture's middle.
[[nodiscard]] std::pair<double, double> ends(const cv::Mat& picture, int margin,
                                             std::span<const Straight> lines, Beside beside);

}  // namespace evisa::reader::mrz
