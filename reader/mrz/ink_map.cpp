// OpenCV: closing for the paper under the strokes, box means for their density, contours for bands.
#include "reader/mrz/ink_map.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "reader/mrz/mat_view.h"
#include "reader/quiet_opencv.h"

namespace evisa::reader::mrz {
namespace {

constexpr double kFaint = 0.05;    // darker than paper by less: noise
constexpr double kStrokes = 0.02;  // of a frame's pixels are surely inked
constexpr double kPage = 0.9;      // a page's paper is among the brightest tenth of a frame
constexpr double kShade = 0.5;     // of that brightness in a shadow
constexpr double kWeakest = 0.12;  // darkness of a stroke at least
constexpr int kStroke = 28;        // wider than a line of blurred capitals is high
constexpr double kThin = 4;        // length over thickness of a piece of a line
constexpr double kEdge = 70;       // a line of text is not as thin as the edge of a page
constexpr int kShortest = 40;      // pixels of the map: a quarter of the smallest line
constexpr int kBandSide = 640;     // pixels of the picture that bands are looked for in

GrayImage owned(const cv::Mat& mat) {
  GrayImage image{{}, mat.cols, mat.rows};
  image.pixels.assign(mat.data, mat.data + mat.total());
  return image;
}

/// The paper under the strokes: a quarter as large, so that noise is averaged before the closing.
cv::Mat paper_under(const cv::Mat& gray) {
  cv::Mat small, paper;
  cv::resize(gray, small, {}, 0.25, 0.25, cv::INTER_AREA);
  cv::morphologyEx(small, small, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_RECT, {kStroke / 4, kStroke / 4}));
  cv::resize(small, paper, gray.size(), 0, 0, cv::INTER_LINEAR);
  return paper;
}

/// Of a picture's values, the one that `part` of all pixels are at or below.
int quantile(const std::array<int, 256>& counts, double total, double part) {
  double sum = 0;
  for (int i = 0; i < 256; ++i) {
    sum += counts[static_cast<std::size_t>(i)];
    if (sum >= part * total) return i;
  }
  return 255;
}

std::array<int, 256> counted(const cv::Mat& picture) {
  std::array<int, 256> counts{};
  for (int y = 0; y < picture.rows; ++y) {
    const std::uint8_t* row = picture.ptr(y);
    for (int x = 0; x < picture.cols; ++x) ++counts[row[x]];
  }
  return counts;
}

/// How dark against the paper. Half of the frame is never ink: as dark as it is are noise and the
/// patterns of security paper.
cv::Mat darkness(const cv::Mat& gray) {
  cv::Mat calm, part, out;
  cv::GaussianBlur(gray, calm, {3, 3}, 0);
  const cv::Mat paper = paper_under(calm);
  // Of a dark desk only the noise would be seen.
  const double bright = quantile(counted(paper), static_cast<double>(paper.total()), kPage);
  cv::divide(calm + bright * kShade - cv::min(paper, bright * kShade),
             cv::max(paper, bright * kShade), part, 255);
  const auto counts = counted(part);
  const auto total = static_cast<double>(part.total());
  const double faint = std::max(kFaint, 1 - quantile(counts, total, 0.5) / 255.0);
  const double strokes = std::max(kWeakest, 1 - quantile(counts, total, kStrokes) / 255.0 - faint);
  cv::Mat table(1, 256, CV_8UC1);
  for (int i = 0; i < 256; ++i) {
    const double dark = std::max(0.0, (255 - i) / 255.0 - faint) / strokes;
    table.at<std::uint8_t>(i) = cv::saturate_cast<std::uint8_t>(255 * dark);
  }
  cv::LUT(part, table, out);
  return out;
}

Band band_of(const cv::RotatedRect& box) {
  const bool wide = box.size.width >= box.size.height;
  const double angle = (box.angle + (wide ? 0 : 90)) * CV_PI / 180;
  return {box.center.x, box.center.y, std::max(box.size.width, box.size.height),
          std::min(box.size.width, box.size.height), angle};
}

bool same(const Band& a, const Band& b) {
  const double dx = b.x - a.x, dy = b.y - a.y;
  const double along = std::abs(dx * std::cos(a.angle) + dy * std::sin(a.angle));
  const double across = std::abs(dy * std::cos(a.angle) - dx * std::sin(a.angle));
  return across < 0.02 * a.length && along < 0.2 * a.length && b.length > 0.7 * a.length;
}

/// `finer`: pixels of the map a pixel of `density`.
void add_bands(const cv::Mat& density, int finer, double threshold, std::vector<Band>& bands) {
  cv::Mat dense;
  cv::threshold(density, dense, threshold, 255, cv::THRESH_BINARY);
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(dense, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& outline : outlines) {
    const cv::Rect box = cv::boundingRect(outline);
    if (finer * std::hypot(box.width, box.height) < kShortest) continue;
    Band band = band_of(cv::minAreaRect(outline));
    const double half = (finer - 1) / 2.0;
    band = {finer * band.x + half, finer * band.y + half, finer * band.length,
            finer * band.thickness, band.angle};
    if (band.length < kShortest || band.length < kThin * band.thickness) continue;
    if (band.length > kEdge * (band.thickness + finer)) continue;
    const bool known = std::ranges::any_of(bands, [&](const Band& old) { return same(old, band); });
    if (!known) bands.push_back(band);
  }
}

}  // namespace

InkMap find_ink(const GrayView& frame, int side) {
  quiet_opencv();
  cv::Mat gray = mat_of(frame);
  double scale = 1;
  while (std::max(gray.cols, gray.rows) > side) {
    cv::Mat half;
    cv::resize(gray, half, {}, 0.5, 0.5, cv::INTER_AREA);
    gray = half;
    scale /= 2;
  }
  return {owned(darkness(gray)), scale};
}

std::vector<Band> find_bands(const InkMap& map, std::size_t limit) {
  cv::Mat ink = mat_of(map.ink.view());
  const int finer = std::max(ink.cols, ink.rows) > kBandSide ? 2 : 1;
  if (finer == 2) cv::resize(ink, ink, {}, 0.5, 0.5, cv::INTER_AREA);
  std::vector<Band> bands;
  for (const int reach : {3, 5, 7}) {
    cv::Mat near, wide, density, unused;
    cv::boxFilter(ink, near, CV_8U, {reach, reach});
    cv::boxFilter(ink, wide, CV_8U, {8 * reach + 1, 8 * reach + 1});
    cv::subtract(near, wide, density);
    const double otsu = cv::threshold(density, unused, 0, 255, cv::THRESH_OTSU);
    for (const double part : {1.2, 0.7, 0.4, 0.2})
      add_bands(density, finer, std::max(2.0, otsu * part), bands);
  }
  std::ranges::stable_sort(bands, std::greater{}, &Band::length);
  if (bands.size() > limit) bands.resize(limit);
  return bands;
}

}  // namespace evisa::reader::mrz
