// Adapter of OpenCV's filters: edges across and edges down, the lesser of both, its blobs.
#include "reader/region_finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <new>
#include <opencv2/imgproc.hpp>

#include "reader/gray_image.h"
#include "reader/quiet_opencv.h"

namespace evisa::reader {
namespace {

constexpr int kShrink = 4;      // pixels of the frame to one of the map of edges, each way
constexpr int kWindow = 9;      // of the map: some modules of a code that is worth looking for
constexpr int kLeastSide = 13;  // of the map
constexpr double kSmallPicture = 700;  // pixels: long side below which the whole is a candidate

struct Blob {
  cv::Rect box;
  double score = 0;
};

/// Two ways to weigh edges. `relative` ones, to the brightness of their surroundings, show a code
/// in shadow and one of pale ink; `plain` ones, of a softened picture, show one in noise, which is
/// strongest, relatively, where it is dark.
enum class Edges { relative, plain };

/// How full of edges, in both directions, the surroundings of each pixel are; CV_8UC1, `shrink`
/// times smaller than the frame. Edges are taken at full resolution: a code of one and a half
/// pixels a module has none in a smaller picture.
cv::Mat texture_of(const cv::Mat& gray, int shrink, Edges edges) {
  // Every second row will do.
  const cv::Mat all(gray.rows / 2, gray.cols, CV_8UC1, gray.data, 2 * gray.step);
  cv::Mat softened;  // never the frame's own pixels
  if (edges == Edges::plain) cv::blur(all, softened, {4, 2});
  const cv::Mat& rows = edges == Edges::plain ? softened : all;
  const int reach = edges == Edges::plain ? 2 : 1;
  const int w = (gray.cols - 2 * reach) / shrink * shrink,
            h = (gray.rows / 2 - reach) / shrink * shrink;
  const cv::Mat from = rows(cv::Rect(0, 0, w, h));
  cv::Mat across, down;
  cv::absdiff(from, rows(cv::Rect(2 * reach, 0, w, h)), across);
  cv::absdiff(from, rows(cv::Rect(0, reach, w, h)), down);
  const auto surroundings = [shrink](const cv::Mat& fine) {
    cv::Mat coarse, out;
    cv::resize(fine, coarse, {fine.cols / shrink, fine.rows * 2 / shrink}, 0, 0, cv::INTER_AREA);
    cv::boxFilter(coarse, out, CV_32F, {kWindow, kWindow});
    return out;
  };
  cv::Mat least, bytes;
  cv::min(surroundings(across), surroundings(down), least);
  if (edges == Edges::relative) least = least * 255 / (surroundings(from) + 12);
  double most = 0;
  cv::minMaxLoc(least, nullptr, &most);
  least.convertTo(bytes, CV_8UC1, edges == Edges::relative ? 1 : 250 / std::max(1.0, most));
  return bytes;
}

void add_blobs(const cv::Mat& texture, double threshold, std::vector<Blob>& blobs) {
  cv::Mat mask, labels, stats, centres;
  cv::threshold(texture, mask, threshold, 255, cv::THRESH_BINARY);
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centres, 8, CV_32S);
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const double longest = std::max(box.width, box.height),
                 shortest = std::min(box.width, box.height);
    if (shortest < kLeastSide || longest > 3.2 * shortest) continue;
    const double area = stats.at<int>(i, cv::CC_STAT_AREA), fill = area / box.area();
    if (fill < 0.35) continue;
    const double strength = cv::mean(texture(box), labels(box) == i)[0];
    blobs.push_back(
        {box, strength * fill * std::sqrt(shortest / longest) * std::sqrt(std::sqrt(area))});
  }
}

double overlap(const cv::Rect& a, const cv::Rect& b) {
  const double both = (a & b).area();
  return both / (a.area() + b.area() - both);
}

std::vector<Blob> distinct(std::vector<Blob> blobs, std::size_t most) {
  std::ranges::stable_sort(blobs, [](const Blob& a, const Blob& b) { return a.score > b.score; });
  std::vector<Blob> out;
  for (const auto& blob : blobs) {
    const bool known =
        std::ranges::any_of(out, [&](const Blob& old) { return overlap(old.box, blob.box) > 0.6; });
    if (!known && out.size() < most) out.push_back(blob);
  }
  return out;
}

std::vector<Blob> blobs_of(const cv::Mat& texture) {
  cv::Mat scratch;
  const double middle = cv::threshold(texture, scratch, 0, 255, cv::THRESH_OTSU);
  std::vector<Blob> blobs;
  for (const double part : {0.7, 1.0, 1.4, 1.9}) add_blobs(texture, part * middle, blobs);
  return distinct(std::move(blobs), 3);
}

std::vector<Blob> by_turns(const std::vector<Blob>& a, const std::vector<Blob>& b,
                           std::size_t most) {
  std::vector<Blob> out;
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    for (const auto* from : {&a, &b}) {
      if (i >= from->size() || out.size() >= most) continue;
      const auto& blob = (*from)[i];
      if (std::ranges::none_of(out, [&](const Blob& o) { return overlap(o.box, blob.box) > 0.6; }))
        out.push_back(blob);
    }
  }
  return out;
}

qr::Area widened(const cv::Rect& box, int shrink, const GrayView& frame) {
  // A blob of the densest part leaves out corners and quiet zone.
  const double margin = 0.13 * std::max(box.width, box.height) + 4;
  const int left = std::max(0, static_cast<int>((box.x - margin) * shrink)),
            top = std::max(0, static_cast<int>((box.y - margin) * shrink));
  const int right = std::min(frame.width, static_cast<int>((box.x + box.width + margin) * shrink));
  const int low = std::min(frame.height, static_cast<int>((box.y + box.height + margin) * shrink));
  return {left, top, right - left, low - top};
}

}  // namespace

std::vector<qr::Area> find_regions(const GrayView& frame, std::size_t most) try {
  if (!has_pixels(frame)) return {};
  quiet_opencv();
  const double longest = std::max(frame.width, frame.height);
  // Large pictures are shrunk more, small ones not at all.
  const int shrink = std::clamp(static_cast<int>(longest / (1920.0 / kShrink)), 1, 16);
  std::vector<qr::Area> out;
  const cv::Mat all(frame.height, frame.width, CV_8UC1, const_cast<std::uint8_t*>(frame.data),
                    frame.stride);
  if (std::min(all.cols, all.rows) > shrink * (kWindow + 4)) {
    const auto relative = blobs_of(texture_of(all, shrink, Edges::relative)),
               plain = blobs_of(texture_of(all, shrink, Edges::plain));
    for (const auto& blob : by_turns(relative, plain, most))
      out.push_back(widened(blob.box, shrink, frame));
  }
  // All of a large frame is no region: whatever fills it is read without this.
  if (longest > 2 * kSmallPicture) {
    std::erase_if(out, [&](const qr::Area& a) {
      return static_cast<double>(a.width) * a.height > 0.5 * frame.width * frame.height;
    });
  }
  if (longest <= kSmallPicture || out.empty()) out.push_back({0, 0, frame.width, frame.height});
  return out;
} catch (const cv::Exception&) {
  return {};
} catch (const std::bad_alloc&) {
  return {};
}

}  // namespace evisa::reader
