// The test page in a frame.
#include "kiosk/page_sight.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <numbers>
#include <opencv2/core.hpp>
#include <vector>

#include "crypto/bytes.h"

namespace evisa::kiosk {
namespace {

using Place = cv::Point2d;  // millimetres on the page, or pixels of the frame

/// Corners of the page's codes, on the page and in the frame.
struct Pairs {
  std::vector<Place> page, frame;
};

Pairs find_codes(const reader::Reading& reading) {
  Pairs pairs;
  for (const auto& place : kTestCodes) {
    const auto text = text_of(place);
    const auto code = std::ranges::find_if(reading.barcodes, [&](const reader::Barcode& one) {
      return crypto::as_text(one.bytes) == text;
    });
    if (code == reading.barcodes.end()) continue;
    const double right = place.x + kTestCodeSide, bottom = place.y + kTestCodeSide;
    pairs.page.insert(pairs.page.end(),
                      {{place.x, place.y}, {right, place.y}, {right, bottom}, {place.x, bottom}});
    for (const auto& corner : code->corners) pairs.frame.emplace_back(corner.x, corner.y);
  }
  return pairs;
}

/// The projective map of page to frame that fits the pairs best: eight numbers, the ninth is 1.
cv::Matx33d fit_map(const Pairs& pairs) {
  const int count = static_cast<int>(pairs.page.size());
  cv::Mat1d left(2 * count, 8, 0.0), right(2 * count, 1), map;
  for (int i = 0; i < count; ++i) {
    const auto& from = pairs.page[static_cast<std::size_t>(i)];
    const auto& to = pairs.frame[static_cast<std::size_t>(i)];
    const std::array x{from.x, from.y, 1.0};
    for (int c = 0; c < 3; ++c)
      left(2 * i, c) = left(2 * i + 1, c + 3) = x[static_cast<std::size_t>(c)];
    for (int c = 0; c < 2; ++c) {
      left(2 * i, c + 6) = -x[static_cast<std::size_t>(c)] * to.x;
      left(2 * i + 1, c + 6) = -x[static_cast<std::size_t>(c)] * to.y;
    }
    right(2 * i) = to.x;
    right(2 * i + 1) = to.y;
  }
  cv::solve(left, right, map, cv::DECOMP_SVD);
  return {map(0), map(1), map(2), map(3), map(4), map(5), map(6), map(7), 1};
}

class View {
 public:
  View(const reader::GrayView& frame, const cv::Matx33d& to_frame)
      : frame_(frame), to_frame_(to_frame) {}

  [[nodiscard]] Place at(Place mm) const {
    const cv::Vec3d p = to_frame_ * cv::Vec3d(mm.x, mm.y, 1);
    return {p[0] / p[2], p[1] / p[2]};
  }
  /// Pixels by which one millimetre to the right and one down move.
  [[nodiscard]] std::array<Place, 2> steps(Place mm) const {
    return {at({mm.x + 0.5, mm.y}) - at({mm.x - 0.5, mm.y}),
            at({mm.x, mm.y + 0.5}) - at({mm.x, mm.y - 0.5})};
  }
  [[nodiscard]] bool holds(Place mm) const {
    const Place p = at(mm);
    return p.x >= 0 && p.y >= 0 && p.x < frame_.width - 1 && p.y < frame_.height - 1;
  }
  /// Between pixels, bilinear; `mm` is in view.
  [[nodiscard]] double gray(Place mm) const {
    const Place p = at(mm);
    const auto x = static_cast<std::size_t>(p.x), y = static_cast<std::size_t>(p.y);
    const double fx = p.x - static_cast<double>(x), fy = p.y - static_cast<double>(y);
    const std::uint8_t* row = frame_.data + y * frame_.stride + x;
    const std::uint8_t* below = row + frame_.stride;
    return (row[0] * (1 - fx) + row[1] * fx) * (1 - fy) +
           (below[0] * (1 - fx) + below[1] * fx) * fy;
  }
  /// Mean of a part of the page.
  [[nodiscard]] double mean(double x, double y, double width, double height) const {
    constexpr int kSteps = 12;
    double sum = 0;
    for (int i = 0; i < kSteps; ++i)
      for (int j = 0; j < kSteps; ++j)
        sum += gray({x + width * (i + 0.5) / kSteps, y + height * (j + 0.5) / kSteps});
    return sum / (kSteps * kSteps);
  }

 private:
  const reader::GrayView& frame_;
  const cv::Matx33d to_frame_;
};

/// How much the grey swings with the lines' period, whatever their place: the amplitude of that
/// frequency. `upright`: lines side by side from left to right.
double swing(const View& view, double left, double top, bool upright) {
  constexpr int kAcross = 128, kAlong = 24;  // samples; whole periods across
  double real = 0, imaginary = 0;
  for (int i = 0; i < kAcross; ++i) {
    const double across = kBarsSide * (i + 0.5) / kAcross;
    double sum = 0;
    for (int j = 0; j < kAlong; ++j) {
      const double along = kBarsSide * (0.1 + 0.8 * j / (kAlong - 1));
      sum += view.gray(upright ? Place{left + across, top + along}
                               : Place{left + along, top + across});
    }
    const double phase = std::numbers::pi * across / kLineWidth;
    real += sum / kAlong * std::cos(phase);
    imaginary += sum / kAlong * std::sin(phase);
  }
  return 2 * std::hypot(real, imaginary) / kAcross;
}

std::optional<TargetSight> look_at(const View& view, const FocusTarget& target) {
  const double width = 2 * (kBarsSide + kFocusGap) + kBlackSide;
  for (const double x : {target.x, target.x + width})
    for (const double y : {target.y, target.y + kBarsSide})
      if (!view.holds({x, y})) return std::nullopt;
  TargetSight sight;
  const double lying = target.x + kBarsSide + kFocusGap, square = lying + kBarsSide + kFocusGap;
  sight.white = (view.mean(lying - 0.6 * kFocusGap, target.y + 2, 0.2 * kFocusGap, 7) +
                 view.mean(square - 0.6 * kFocusGap, target.y + 2, 0.2 * kFocusGap, 7)) /
                2;
  sight.black = view.mean(square + 0.3 * kBlackSide, target.y + 0.3 * kBlackSide, 0.4 * kBlackSide,
                          0.4 * kBlackSide);
  const double contrast = sight.white - sight.black;
  if (contrast < 1) return sight;  // nothing can be told apart: sharpness 0
  // Of lines with all the contrast the frequency has 2 / pi.
  const double most = contrast * 2 / std::numbers::pi;
  sight.sharpness =
      std::min(swing(view, target.x, target.y, true), swing(view, lying, target.y, false)) / most;
  return sight;
}

double tilt_of(const std::array<Place, 2>& steps) {
  const cv::Matx22d map(steps[0].x, steps[1].x, steps[0].y, steps[1].y);
  const double sum = std::pow(cv::norm(map), 2), det = std::abs(cv::determinant(map));
  const double root = std::sqrt(std::max(0.0, sum * sum - 4 * det * det));
  const double ratio = sum + root > 0 ? std::sqrt((sum - root) / (sum + root)) : 1;
  return std::acos(std::clamp(ratio, 0.0, 1.0)) * 180 / std::numbers::pi;
}

double scale_at(const View& view, Place mm) {
  const auto [right, down] = view.steps(mm);
  return std::sqrt(std::abs(right.cross(down)));
}

/// The box about the MRZ with room about it, where all of it is in the picture.
std::optional<std::array<int, 4>> find_mrz(const View& view) {
  constexpr double kRoom = 5;  // millimetres
  const double left = kTestMrzX - kRoom, right = kTestMrzX + 44 * kMrzPitch + kRoom;
  const double top = kTestMrzLine1 - kRoom - 3, bottom = kTestMrzLine2 + kRoom;
  double x0 = 1e9, y0 = 1e9, x1 = -1e9, y1 = -1e9;
  for (const Place corner :
       {Place{left, top}, Place{right, top}, Place{right, bottom}, Place{left, bottom}}) {
    if (!view.holds(corner)) return std::nullopt;
    const Place p = view.at(corner);
    x0 = std::min(x0, p.x);
    y0 = std::min(y0, p.y);
    x1 = std::max(x1, p.x);
    y1 = std::max(y1, p.y);
  }
  return std::array{static_cast<int>(x0), static_cast<int>(y0), static_cast<int>(x1 - x0),
                    static_cast<int>(y1 - y0)};
}

}  // namespace

std::optional<PageSight> look_at_page(const reader::GrayView& frame,
                                      const reader::Reading& reading) try {
  const Pairs pairs = find_codes(reading);
  if (pairs.page.empty()) return std::nullopt;
  const View view(frame, fit_map(pairs));
  PageSight sight;
  sight.codes = pairs.page.size() / 4;
  const Place centre{kTestPageWidth / 2, kTestPageHeight / 2};
  sight.pixels_per_mm = scale_at(view, centre);
  sight.character_pixels = sight.pixels_per_mm * kMrzPitch;
  sight.tilt = tilt_of(view.steps(centre));
  sight.least_per_module = 1e9;
  for (std::size_t i = 0; i < pairs.page.size(); i += 4) {
    const Place middle = (pairs.page[i] + pairs.page[i + 2]) / 2;
    sight.least_per_module =
        std::min(sight.least_per_module, scale_at(view, middle) * kTestCodeSide / kTestCodeModules);
  }
  for (std::size_t i = 0; i < kFocusTargets.size(); ++i)
    sight.targets[i] = look_at(view, kFocusTargets[i]);
  sight.mrz = find_mrz(view);
  return sight;
} catch (const std::exception&) {  // memory, or corners that span no page
  return std::nullopt;
}

reader::GrayView part_of(const reader::GrayView& frame, const std::array<int, 4>& box) {
  const auto [x, y, width, height] = box;
  return {frame.data + static_cast<std::size_t>(y) * frame.stride + x, width, height, frame.stride};
}

}  // namespace evisa::kiosk
