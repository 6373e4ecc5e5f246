// The truth about place and text against what was found.
#include "tests/bench/mrz/stages.h"

#include <algorithm>
#include <cmath>

#include "reader/mrz/cut_lines.h"
#include "reader/mrz/grid.h"

namespace evisa::bench {
namespace {

using reader::mrz::LinePair, reader::mrz::MrzSight;

/// True when both ends of the line found are within a third of a character of the true line, and
/// no more than three characters beyond its ends.
bool along(const MrzSight& sight, const LinePair& truth) {
  const auto near = [&](const std::array<float, 2>& point, const reader::mrz::Place& end,
                        const std::array<reader::mrz::Place, 2>& line) {
    const double dx = line[1].x - line[0].x, dy = line[1].y - line[0].y;
    const double length = std::hypot(dx, dy), pitch = truth.pitch();
    const double x = static_cast<double>(point[0]) - end.x,
                 y = static_cast<double>(point[1]) - end.y;
    return std::abs(y * dx - x * dy) / length < 0.33 * pitch &&
           std::abs(x * dx + y * dy) / length < 3 * pitch;
  };
  return near(sight.corners[0], truth.upper[0], truth.upper) &&
         near(sight.corners[1], truth.upper[1], truth.upper) &&
         near(sight.corners[2], truth.lower[1], truth.lower) &&
         near(sight.corners[3], truth.lower[0], truth.lower);
}

int matches(const std::string& read, const std::string& truth, int shift) {
  int same = 0;
  for (int i = 0; i < static_cast<int>(read.size()); ++i) {
    const int at = i + shift;
    if (at < 0 || at >= static_cast<int>(truth.size())) continue;
    same += read[static_cast<std::size_t>(i)] == truth[static_cast<std::size_t>(at)] ? 1 : 0;
  }
  return same;
}

bool beside(const MrzSight& sight, const visa::MrzLines& truth) {
  const auto same = [&](int shift) {
    return matches(sight.lines[0], truth.line1, shift) +
           matches(sight.lines[1], truth.line2, shift);
  };
  const int straight = same(0);
  return std::ranges::any_of(std::array{-3, -2, -1, 1, 2, 3},
                             [&](int shift) { return same(shift) > straight; });
}

}  // namespace

bool blinded(const MrzScene& scene) {
  constexpr double kContrast = 8;  // grey values
  const auto& lines = scene.where;
  const double pitch = lines.pitch(), half = 0.4 * pitch;
  for (const auto& line : {lines.upper, lines.lower}) {
    for (int i = 0; i < lines.cells; ++i) {
      const double t = static_cast<double>(i) / (lines.cells - 1);
      const double x = line[0].x + t * (line[1].x - line[0].x),
                   y = line[0].y + t * (line[1].y - line[0].y);
      const cv::Rect box(static_cast<int>(x - half), static_cast<int>(y - half),
                         static_cast<int>(2 * half) + 1, static_cast<int>(2 * half) + 1);
      const cv::Rect inside = box & cv::Rect({}, scene.frame.size());
      if (inside.area() < box.area()) return true;
      double low = 0, high = 0;
      cv::minMaxLoc(scene.frame(inside), &low, &high);
      if (high - low < kContrast) return true;
    }
  }
  return false;
}

reader::GrayView view(const cv::Mat& frame) {
  return {frame.data, frame.cols, frame.rows, frame.step};
}

bool same_text(const MrzScene& scene, const MrzSight& sight) {
  return sight.lines[0] == scene.truth.line1 && sight.lines[1] == scene.truth.line2;
}

Stage lost_at(const MrzScene& scene, const std::optional<MrzSight>& seen) {
  if (!seen) return Stage::found;
  if (same_text(scene, *seen)) return Stage::whole;
  if (!along(*seen, scene.where)) return Stage::lines;
  return beside(*seen, scene.truth) ? Stage::cells : Stage::characters;
}

bool readable(const MrzScene& scene) {
  using namespace reader::mrz;
  const auto strips = cut_lines(view(scene.frame), scene.where);
  auto grid = find_grid(read_places(shipped_weights(), strips[0]),
                        read_places(shipped_weights(), strips[1]), scene.where.cells);
  return grid && same_text(scene, decide(std::move(grid->cells)));
}

}  // namespace evisa::bench
