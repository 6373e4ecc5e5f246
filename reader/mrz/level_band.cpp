// OpenCV's warp, and sums of ink along the rows and the columns.
#include "reader/mrz/level_band.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "reader/mrz/mat_view.h"

namespace evisa::reader::mrz {

Level level(const InkMap& map, const Band& band, int cells, int margin) {
  const int width = (cells + 2 * margin) * kCell;
  const double scale = band.length / (cells * kCell);  // map pixels a pixel of the picture
  const double c = std::cos(band.angle) * scale, s = std::sin(band.angle) * scale;
  const double x = (width - 1) / 2.0, y = kReach;
  const cv::Matx23d to_map(c, -s, band.x - c * x + s * y, s, c, band.y - s * x - c * y);
  Level out{{}, to_map};
  cv::warpAffine(mat_of(map.ink.view()), out.picture, to_map, {width, kHigh},
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_CONSTANT, 0);
  return out;
}

Profiles profiles(const cv::Mat& picture, int margin) {
  Profiles parts(kParts);
  const int from = margin * kCell, width = (picture.cols - 2 * from) / kParts;
  for (int p = 0; p < kParts; ++p) {
    for (int y = 0; y < kHigh; ++y) {
      const std::uint8_t* row = picture.ptr(y) + from + p * width;
      parts[static_cast<std::size_t>(p)][static_cast<std::size_t>(y)] =
          std::accumulate(row, row + width, 0.0) / width;
    }
  }
  return parts;
}

std::pair<double, double> ends(const cv::Mat& picture, int margin, std::span<const Straight> lines,
                               Beside beside) {
  const int width = picture.cols, text = width - 2 * margin * kCell;
  std::vector<double> ink(static_cast<std::size_t>(width));
  const auto pixel = [&](int y, int x) {
    return y >= 0 && y < kHigh ? picture.at<std::uint8_t>(y, x) : 0;
  };
  for (int x = 0; x < width; ++x) {
    const double place = (x - width / 2.0) / text;
    double& sum = ink[static_cast<std::size_t>(x)];
    for (const auto& line : lines) {
      const int middle = static_cast<int>(std::lround(line.row(place)));
      for (int d = -4; d <= 4; ++d) sum += pixel(middle + d, x) / 9.0;
      if (beside == Beside::counts) continue;
      for (const int d : {-13, -12, 12, 13}) sum -= pixel(middle + d, x) / 4.0;
    }
  }
  std::vector<double> smooth(ink.size());
  constexpr int kWide = 6;
  for (int x = 0; x < width; ++x) {
    const int from = std::max(0, x - kWide), to = std::min(width, x + kWide + 1);
    smooth[static_cast<std::size_t>(x)] =
        std::accumulate(ink.begin() + from, ink.begin() + to, 0.0) / (2 * kWide + 1);
  }
  std::vector<double> sorted(smooth.begin() + (margin + 4) * kCell,
                             smooth.end() - (margin + 4) * kCell);
  std::ranges::nth_element(sorted, sorted.begin() + static_cast<long>(sorted.size() / 2));
  const double level = std::max(0.5, 0.5 * sorted[sorted.size() / 2]);
  double sum = 0, most = 0;
  int start = 0, first = 0, last = width - 1;
  for (int x = 0; x < width; ++x) {
    // Dense ink counts as usual ink: a dark edge of the page must not outweigh the text.
    sum += std::min(smooth[static_cast<std::size_t>(x)], 2 * level) - level;
    if (sum <= 0) {
      sum = 0;
      start = x + 1;
    } else if (sum > most) {
      most = sum;
      first = start;
      last = x;
    }
  }
  return {first, last};
}

}  // namespace evisa::reader::mrz
