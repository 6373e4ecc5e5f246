// Perspective from the lines' ends; finer than the strip where the frame has more to give.
#include "reader/mrz/cut_lines.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>

#include "reader/mrz/mat_view.h"

namespace evisa::reader::mrz {
namespace {

/// A plane on which line 1 runs along row 0 and line 2 along row `gap`, in the network's scale.
struct Plane {
  cv::Matx33d to_frame;
  double gap = 0;
};

Plane plane_of(const LinePair& lines) {
  constexpr double kCapitalRows = 13.2;
  const double left = (kMarginCells + 0.5) * kPitch - 0.5;
  const double right = left + (lines.cells - 1) * kPitch;
  const double gap =
      distance(between(lines.upper[0], lines.upper[1]), between(lines.lower[0], lines.lower[1])) /
      std::max(1.0, lines.height) * kCapitalRows;
  const auto corner = [](double x, double y) {
    return cv::Point2f(static_cast<float>(x), static_cast<float>(y));
  };
  const std::array flat = {corner(left, 0), corner(right, 0), corner(right, gap),
                           corner(left, gap)};
  const std::array seen = {
      corner(lines.upper[0].x, lines.upper[0].y), corner(lines.upper[1].x, lines.upper[1].y),
      corner(lines.lower[1].x, lines.lower[1].y), corner(lines.lower[0].x, lines.lower[0].y)};
  return {cv::getPerspectiveTransform(flat.data(), seen.data()), gap};
}

/// `row`: the line's middle on the plane; `from`, `columns`: which part of it.
Strip cut(const GrayView& frame, const cv::Matx33d& to_frame, double row, int from, int columns,
          int finer) {
  const double step = 1.0 / finer, half = (finer - 1) / 2.0 * step;
  const cv::Matx33d place(step, 0, from - half, 0, step, row - (kRows - 1) / 2.0 - half, 0, 0, 1);
  cv::Mat fine, pixels;
  cv::warpPerspective(mat_of(frame), fine, to_frame * place, {columns * finer, kRows * finer},
                      cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
  cv::resize(fine, pixels, {columns, kRows}, 0, 0, cv::INTER_AREA);
  return even_strip(pixels.data, columns);
}

std::array<Strip, 2> cut_part(const GrayView& frame, const LinePair& lines, int from, int columns) {
  const Plane plane = plane_of(lines);
  const int finer = lines.pitch() > 1.2 * kPitch ? 2 : 1;
  return {cut(frame, plane.to_frame, 0, from, columns, finer),
          cut(frame, plane.to_frame, plane.gap, from, columns, finer)};
}

}  // namespace

std::array<Strip, 2> cut_lines(const GrayView& frame, const LinePair& lines) {
  return cut_part(frame, lines, 0, (lines.cells + 2 * kMarginCells) * kPitch);
}

std::array<Strip, 2> cut_middle(const GrayView& frame, const LinePair& lines, int cells) {
  const int from = (2 * kMarginCells + lines.cells - cells) * kPitch / 2;
  return cut_part(frame, lines, from, cells * kPitch);
}

std::array<Strip, 2> turned(const std::array<Strip, 2>& strips) {
  std::array<Strip, 2> out = {strips[1], strips[0]};
  for (Strip& strip : out) std::ranges::reverse(strip.values);
  return out;
}

}  // namespace evisa::reader::mrz
