// Lines by the ink's profile across a band; ends by the profile along it.
#include "reader/mrz/line_pair.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <span>
#include <vector>

namespace evisa::reader::mrz {
namespace {

constexpr int kCell = 10;                     // pixels a character in the profile's picture
constexpr int kMargin = 4;                    // characters beyond the band's ends
constexpr int kReach = 4 * kCell;             // rows above and below the band's middle
constexpr int kHigh = 2 * kReach + 1;         // rows
constexpr int kParts = 11;                    // pieces along the line
constexpr double kCapital = 0.94 * kCell;     // height of a capital
constexpr double kLastInk = 0.65;             // of a character's width is inked
constexpr int kClosest = 14, kFarthest = 34;  // rows from line to line
constexpr double kUnlike = 0.2;               // both lines have the same ink; an edge has more

cv::Mat mat_of(const GrayView& view) {
  return {view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data), view.stride};
}

/// The band laid level, and the way back.
struct Level {
  cv::Mat picture;  ///< CV_8UC1
  cv::Matx23d to_map;
};

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

using Profile = std::array<double, kHigh>;

std::vector<Profile> profiles(const cv::Mat& picture, int margin) {
  std::vector<Profile> parts(kParts);
  // The margins hold no text: they only add what lies beside the document.
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

double at(const Profile& profile, double y) {
  const int row = static_cast<int>(std::floor(y));
  if (row < 0 || row + 1 >= kHigh) return 0;
  const double part = y - row;
  const auto i = static_cast<std::size_t>(row);
  return profile[i] * (1 - part) + profile[i + 1] * part;
}

/// Where a piece lies along the line: -0.5 to 0.5.
double place_of(int part) { return (part + 0.5) / kParts - 0.5; }

Profile sheared(const std::vector<Profile>& parts, double drift) {
  Profile sum{};
  for (int p = 0; p < kParts; ++p) {
    for (int y = 0; y < kHigh; ++y) {
      sum[static_cast<std::size_t>(y)] +=
          at(parts[static_cast<std::size_t>(p)], y + drift * place_of(p)) / kParts;
    }
  }
  return sum;
}

/// Rows that the lines sink from the band's one end to the other: the profile is sharpest then.
double best_drift(const std::vector<Profile>& parts) {
  double best = 0, most = -1;
  const auto look = [&](double from, double to, double step) {
    for (double drift = from; drift <= to; drift += step) {
      const Profile sum = sheared(parts, drift);
      const double sharp = std::inner_product(sum.begin(), sum.end(), sum.begin(), 0.0);
      if (sharp <= most) continue;
      most = sharp;
      best = drift;
    }
  };
  look(-24, 24, 3);
  const double near = best;
  look(near - 2, near + 2, 1);
  return best;
}

/// Mean of the rows of a capital around `y`, less the mean of the rows just above and below.
double contrast(const Profile& profile, double y) {
  constexpr double kHalf = kCapital / 2;
  double in = 0, out = 0;
  for (double d = -kHalf + 0.5; d <= kHalf - 0.4; d += 1) in += at(profile, y + d);
  for (const double d : {1.5, 2.5, 3.5}) {
    out += at(profile, y - kHalf - d) + at(profile, y + kHalf + d);
  }
  return in / std::floor(kCapital) - out / 6;
}

struct Rows {
  int upper = 0, lower = 0;
};

std::optional<Rows> best_rows(const Profile& profile) {
  std::array<double, kHigh> sharp{};
  for (int y = 6; y < kHigh - 6; ++y) sharp[static_cast<std::size_t>(y)] = contrast(profile, y);
  Rows best;
  double most = 4;  // grey values: what no line of text falls below
  for (int a = 6; a < kHigh - 6; ++a) {
    for (int b = a + kClosest; b <= std::min(a + kFarthest, kHigh - 7); ++b) {
      const double one = sharp[static_cast<std::size_t>(a)],
                   two = sharp[static_cast<std::size_t>(b)];
      // The band itself is one of the two, or lies between them.
      const bool outside = a > kReach + 6 || b < kReach - 6;
      const double score = outside ? 0 : std::min(one, two) - kUnlike * std::abs(one - two);
      if (score > most) {
        most = score;
        best = {a, b};
      }
    }
  }
  if (best.lower == 0) return std::nullopt;
  return best;
}

/// Height of the capitals at half of the profile's peak: blur does not change it.
double height_at(const Profile& profile, int row) {
  double peak = 0, ground = 255;
  for (int d = -3; d <= 3; ++d) peak = std::max(peak, at(profile, row + d));
  for (const int d : {-9, -8, 8, 9}) ground = std::min(ground, at(profile, row + d));
  const double half = (peak + ground) / 2;
  double height = 0;
  for (const int way : {-1, 1}) {
    double d = 0;
    while (d < 9 && at(profile, row + way * d) > half) d += 0.25;
    height += d;
  }
  return std::clamp(height, 0.72 * kCell, 1.2 * kCell);
}

/// Row of a line as a straight function of the place along it.
struct Straight {
  double middle = 0, drift = 0;
  [[nodiscard]] double row(double place) const { return middle + drift * place; }
};

/// Least squares through each piece's best row near the expected one; far pieces drop out.
Straight fit(const std::vector<Profile>& parts, Straight line) {
  for (const double reach : {5.0, 2.5}) {
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int p = 0; p < kParts; ++p) {
      const auto& part = parts[static_cast<std::size_t>(p)];
      const double x = place_of(p), expected = line.row(x);
      double best = expected, most = 0;
      for (double d = -reach; d <= reach; d += 0.5) {
        const double value = contrast(part, expected + d) - 0.3 * std::abs(d);
        if (value > most) {
          most = value;
          best = expected + d;
        }
      }
      const double weight = std::max(0.0, most);
      n += weight;
      sx += weight * x;
      sy += weight * best;
      sxx += weight * x * x;
      sxy += weight * x * best;
    }
    const double spread = n * sxx - sx * sx;
    if (n <= 0 || spread <= 1e-9 * n * n) return line;
    line.drift = (n * sxy - sx * sy) / spread;
    line.middle = (sy - line.drift * sx) / n;
  }
  return line;
}

/// First and last inked column along some lines: the stretch that stands out most against half the
/// usual ink of the picture's middle.
std::pair<double, double> ends(const cv::Mat& picture, int margin,
                               std::span<const Straight> lines) {
  const int width = picture.cols, text = width - 2 * margin * kCell;
  std::vector<double> ink(static_cast<std::size_t>(width));
  for (int x = 0; x < width; ++x) {
    const double place = (x - width / 2.0) / text;
    for (const auto& line : lines) {
      for (int d = -4; d <= 4; ++d) {
        const int y = static_cast<int>(std::lround(line.row(place))) + d;
        if (y >= 0 && y < kHigh) ink[static_cast<std::size_t>(x)] += picture.at<std::uint8_t>(y, x);
      }
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
  const double level = 0.5 * sorted[sorted.size() / 2];
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

/// A piece of a line grown to all of the line, by the ink that goes on in its direction.
Band grown(const InkMap& map, Band band) {
  constexpr int kCells = 44, kBeyond = 20;  // as if the piece were a whole line
  for (int round = 0; round < 3; ++round) {
    const Level flat = level(map, band, kCells, kBeyond);
    const auto parts = profiles(flat.picture, kBeyond);
    const double drift = best_drift(parts);
    const Straight line = fit(parts, {kReach, drift});
    const auto [first, last] = ends(flat.picture, kBeyond, {&line, 1});
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

double distance(const Place& a, const Place& b) { return std::hypot(a.x - b.x, a.y - b.y); }

Place between(const Place& a, const Place& b) { return {(a.x + b.x) / 2, (a.y + b.y) / 2}; }

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

Band grow(const InkMap& map, const Band& band) { return grown(map, band); }

double LinePair::pitch() const {
  return (distance(upper[0], upper[1]) + distance(lower[0], lower[1])) / 2 / (cells - 1);
}

LinePair turned(const LinePair& lines) {
  LinePair out = lines;
  out.upper = {lines.lower[1], lines.lower[0]};
  out.lower = {lines.upper[1], lines.upper[0]};
  return out;
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
  const auto [first, last] = ends(flat.picture, kMargin, both);
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

bool covers(const LinePair& lines, const InkMap& map, const Band& band) {
  const Place middle{(band.x + 0.5) / map.scale - 0.5, (band.y + 0.5) / map.scale - 0.5};
  for (const auto& line : {lines.upper, lines.lower}) {
    const double dx = line[1].x - line[0].x, dy = line[1].y - line[0].y;
    const double length = std::max(1.0, std::hypot(dx, dy));
    const double x = middle.x - line[0].x, y = middle.y - line[0].y;
    const double along = (x * dx + y * dy) / length, across = (y * dx - x * dy) / length;
    if (std::abs(across) < 0.5 * lines.height && along > 0 && along < length) return true;
  }
  return false;
}

}  // namespace evisa::reader::mrz
