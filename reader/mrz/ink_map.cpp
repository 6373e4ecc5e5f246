// OpenCV: closing for the paper under the strokes, box means for their density, contours for bands.
#include "reader/mrz/ink_map.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "reader/quiet_opencv.h"

namespace evisa::reader::mrz {
namespace {

constexpr int kMapSide = 2000;   // pixels
constexpr double kFaint = 0.05;  // darker than paper by less: noise
constexpr int kStroke = 28;      // wider than a line of blurred capitals is high
constexpr double kThin = 4;      // length over thickness of a piece of a line
constexpr int kShortest = 60;    // pixels of the map: a quarter of the smallest line

cv::Mat mat_of(const GrayView& view) {
  return {view.height, view.width, CV_8UC1, const_cast<std::uint8_t*>(view.data), view.stride};
}

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

/// How dark against the paper, bent: faint patterns of security paper fall behind the ink.
cv::Mat darkness(const cv::Mat& gray) {
  cv::Mat calm, part, out;
  cv::GaussianBlur(gray, calm, {3, 3}, 0);
  cv::divide(calm, paper_under(calm), part, 255);
  cv::Mat table(1, 256, CV_8UC1);
  for (int i = 0; i < 256; ++i) {
    const double dark = std::max(0.0, (255 - i) / 255.0 - kFaint);
    table.at<std::uint8_t>(i) = cv::saturate_cast<std::uint8_t>(320 * std::pow(dark, 1.5));
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

/// `density` is half as large as the map.
void add_bands(const cv::Mat& density, double threshold, std::vector<Band>& bands) {
  cv::Mat dense;
  cv::threshold(density, dense, threshold, 255, cv::THRESH_BINARY);
  std::vector<std::vector<cv::Point>> outlines;
  cv::findContours(dense, outlines, cv::RETR_EXTERNAL, cv::CHAIN_APPROX_SIMPLE);
  for (const auto& outline : outlines) {
    const cv::Rect box = cv::boundingRect(outline);
    if (2 * std::hypot(box.width, box.height) < kShortest) continue;
    Band band = band_of(cv::minAreaRect(outline));
    band = {2 * band.x + 0.5, 2 * band.y + 0.5, 2 * band.length, 2 * band.thickness, band.angle};
    if (band.length < kShortest || band.length < kThin * band.thickness) continue;
    const bool known = std::ranges::any_of(bands, [&](const Band& old) { return same(old, band); });
    if (!known) bands.push_back(band);
  }
}

}  // namespace

InkMap find_ink(const GrayView& frame) {
  quiet_opencv();
  cv::Mat gray = mat_of(frame);
  double scale = 1;
  while (std::max(gray.cols, gray.rows) > kMapSide) {
    cv::Mat half;
    cv::resize(gray, half, {}, 0.5, 0.5, cv::INTER_AREA);
    gray = half;
    scale /= 2;
  }
  return {owned(darkness(gray)), scale};
}

std::vector<Band> find_bands(const InkMap& map, std::size_t limit) {
  cv::Mat ink;
  cv::resize(mat_of(map.ink.view()), ink, {}, 0.5, 0.5, cv::INTER_AREA);
  std::vector<Band> bands;
  for (const int reach : {3, 5, 7}) {
    cv::Mat near, wide, density, unused;
    cv::boxFilter(ink, near, CV_8U, {reach, reach});
    cv::boxFilter(ink, wide, CV_8U, {8 * reach + 1, 8 * reach + 1});
    cv::subtract(near, wide, density);
    const double otsu = cv::threshold(density, unused, 0, 255, cv::THRESH_OTSU);
    for (const double part : {1.2, 0.7, 0.4, 0.2})
      add_bands(density, std::max(2.0, otsu * part), bands);
  }
  std::ranges::stable_sort(bands, std::greater{}, &Band::length);
  if (bands.size() > limit) bands.resize(limit);
  return bands;
}

}  // namespace evisa::reader::mrz
