// Lines by the ink's profile across a band; ends by the profile along it.
#include "reader/mrz/fit_lines.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "reader/mrz/level_band.h"
#include "reader/mrz/mat_view.h"

namespace evisa::reader::mrz {
namespace {

constexpr int kMargin = 4;         // characters beyond the band's ends
constexpr double kLastInk = 0.65;  // of a character's width is inked

/// Blur and thin print make capitals look lower than they are; the gap between the lines does not
/// change. Source: OCR-B size 1 (2.4 mm high, 10 characters an inch), Doc 9303-4 (lines 6.35 mm
/// apart).
double likely_height(double gap, double measured, double pitch) {
  constexpr double kOfGap = 2.4 / 6.35, kLeast = 1.8, kMost = 2.8;  // gap in characters
  if (gap < kLeast * pitch || gap > kMost * pitch) return measured;
  return std::clamp(measured, 0.94 * kOfGap * gap, 1.06 * kOfGap * gap);
}

Place to_frame(const Level& level, double x, double y, double scale) {
  const auto& m = level.to_map;
  // Pixel middles: the map's pixel 0 is the mean of the frame's pixels 0 and 1 when halved.
  const double u = m(0, 0) * x + m(0, 1) * y + m(0, 2), v = m(1, 0) * x + m(1, 1) * y + m(1, 2);
  return {(u + 0.5) / scale - 0.5, (v + 0.5) / scale - 0.5};
}

}  // namespace

/// By the ink that goes on in its direction.
Band grow(const InkMap& map, const Band& piece) {
  Band band = piece;
  constexpr int kCells = 44, kBeyond = 20;  // as if the piece were a whole line
  for (int round = 0; round < 3; ++round) {
    const Level flat = level(map, band, kCells, kBeyond);
    const auto parts = profiles(flat.picture, kBeyond);
    const double drift = best_drift(parts);
    const Straight line = fit(parts, {kReach, drift});
    const auto [first, last] = ends(flat.picture, kBeyond, {&line, 1}, Beside::counts);
    const double scale = band.length / (kCells * kCell), text = kCells * kCell;
    const double x = (first + last) / 2, width = flat.picture.cols / 2.0;
    const double y = line.row((x - width) / text);
    const auto& m = flat.to_map;
    const double length = std::max<double>(last - first, 1) * scale;
    const bool settled = std::abs(length / band.length - 1) < 0.03;
    band = {m(0, 0) * x + m(0, 1) * y + m(0, 2), m(1, 0) * x + m(1, 1) * y + m(1, 2), length,
            band.thickness, band.angle + std::atan2(line.drift, text)};
    if (settled) break;
  }
  return band;
}

std::optional<LinePair> fit_lines(const InkMap& map, const Band& band, int cells) {
  if (band.length < cells * 2) return std::nullopt;
  const Level flat = level(map, band, cells, kMargin);
  const auto parts = profiles(flat.picture, kMargin);
  const double drift = best_drift(parts);
  const Profile sum = sheared(parts, drift);
  const auto rows = best_rows(sum);
  if (!rows) return std::nullopt;
  const Straight upper = fit(parts, {static_cast<double>(rows->upper), drift});
  const Straight lower = fit(parts, {static_cast<double>(rows->lower), drift});
  const std::array both = {upper, lower};
  const auto [first, last] = ends(flat.picture, kMargin, both, Beside::taken_off);
  const double pitch = (last - first) / (cells - 1 + kLastInk);
  if (pitch < 0.5 * kCell || lower.middle - upper.middle < kClosest - 3) return std::nullopt;
  const double left = first + kLastInk / 2 * pitch, right = last - kLastInk / 2 * pitch;
  const double text = flat.picture.cols - 2 * kMargin * kCell, middle = flat.picture.cols / 2.0;
  const auto point = [&](const Straight& line, double x) {
    return to_frame(flat, x, line.row((x - middle) / text), map.scale);
  };
  LinePair lines{.upper = {point(upper, left), point(upper, right)},
                 .lower = {point(lower, left), point(lower, right)},
                 .height = 0,
                 .cells = cells};
  const double height = (height_at(sum, rows->upper) + height_at(sum, rows->lower)) / 2;
  const double gap =
      distance(between(lines.upper[0], lines.upper[1]), between(lines.lower[0], lines.lower[1]));
  lines.height = likely_height(gap, gap * height / (lower.middle - upper.middle), lines.pitch());
  return lines;
}

std::optional<LinePair> longer(const LinePair& lines, bool from_right) {
  constexpr double kGap = 2.5, kShort = 0.95;  // characters (Doc 9303-4); of the pitch expected
  const double gap =
      distance(between(lines.upper[0], lines.upper[1]), between(lines.lower[0], lines.lower[1]));
  const double stretch = gap / kGap / std::max(1e-3, lines.pitch());
  if (stretch * kShort < 1 || stretch > 2) return std::nullopt;
  LinePair out = lines;
  const std::size_t keep = from_right ? 1 : 0, move = 1 - keep;
  for (auto* line : {&out.upper, &out.lower}) {
    auto& ends = *line;
    ends[move] = {ends[keep].x + stretch * (ends[move].x - ends[keep].x),
                  ends[keep].y + stretch * (ends[move].y - ends[keep].y)};
  }
  return out;
}

LinePair refined(const GrayView& frame, const LinePair& lines) {
  constexpr double kWidth = 12;           // pixels a character
  constexpr int kAround = 6, kTall = 12;  // characters beside the lines; the picture's height
  const int width = static_cast<int>((lines.cells + 2 * kAround) * kWidth);
  const int height = static_cast<int>(kTall * kWidth), finer = lines.pitch() > kWidth ? 2 : 1;
  const Place left = between(lines.upper[0], lines.lower[0]),
              right = between(lines.upper[1], lines.lower[1]), middle = between(left, right);
  const double scale = lines.pitch() / kWidth,
               turn = std::atan2(right.y - left.y, right.x - left.x);
  const double c = std::cos(turn) * scale, s = std::sin(turn) * scale;
  const double x = (width - 1) / 2.0, y = (height - 1) / 2.0;
  const cv::Matx23d to_frame(c, -s, middle.x - c * x + s * y, s, c, middle.y - s * x - c * y);
  const double step = 1.0 / finer, half = (finer - 1) / 2.0 * step;
  const cv::Matx23d fine(step * c, -step * s, to_frame(0, 2) - half * (c - s), step * s, step * c,
                         to_frame(1, 2) - half * (s + c));
  cv::Mat large, picture;
  cv::warpAffine(mat_of(frame), large, fine, {width * finer, height * finer},
                 cv::INTER_LINEAR | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  cv::resize(large, picture, {width, height}, 0, 0, cv::INTER_AREA);
  const InkMap map = find_ink({picture.data, width, height, picture.step}, width);
  auto again = fit_lines(map, {x, y, (lines.cells - 0.35) * kWidth, 2 * kWidth, 0}, lines.cells);
  if (!again) return lines;
  const auto place = [&](Place& p) {
    p = {to_frame(0, 0) * p.x + to_frame(0, 1) * p.y + to_frame(0, 2),
         to_frame(1, 0) * p.x + to_frame(1, 1) * p.y + to_frame(1, 2)};
  };
  for (auto* line : {&again->upper, &again->lower}) std::ranges::for_each(*line, place);
  again->height *= scale;
  return *again;
}

}  // namespace evisa::reader::mrz
