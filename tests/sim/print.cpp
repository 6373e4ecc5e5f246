// Streaks, faded ink, cracks and fingers, drawn on the page's pixels.
#include "tests/sim/print.h"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

namespace evisa::sim {
namespace {

constexpr double kStreakMm = 0.8, kFingerMm = 18;
constexpr double kGamma = 2.2, kPaper = 0.85, kInk = 0.035;  // as camera.cpp takes a page's grey

double grey_of(double reflectance) {
  return 255 * std::pow((reflectance - kInk) / (kPaper - kInk), 1 / kGamma);
}

class Drawing {
 public:
  Drawing(const Page& page, const CodeArea& code)
      : page_{page.gray.clone(), page.dpi}, code_(code), px_(page.dpi / 25.4) {}

  void fade(double reflectance) {
    const double ink = grey_of(reflectance);
    page_.gray.convertTo(page_.gray, CV_8UC1, (255 - ink) / 255, ink);
  }
  void streaks(int count, int grey, cv::RNG& random) {
    for (int i = 0; i < count; ++i) {
      const bool upright = random.uniform(0, 2) == 0;
      const double at = random.uniform(0.05, 0.95) * code_.mm.width;
      const cv::Rect2d line =
          upright ? cv::Rect2d(code_.mm.x + at, code_.mm.y - 5, kStreakMm, code_.mm.height + 10)
                  : cv::Rect2d(code_.mm.x - 5, code_.mm.y + at, code_.mm.width + 10, kStreakMm);
      const cv::Rect pixels(pixel(line.tl()), pixel(line.br()));
      page_.gray(pixels & cv::Rect({}, page_.gray.size())) = grey;
    }
  }
  void crack(cv::Point2d at, double degrees, double width) {
    const double a = degrees * CV_PI / 180;
    const cv::Point2d along(std::cos(a) * 400, std::sin(a) * 400);
    cv::line(page_.gray, pixel(at - along), pixel(at + along), 255,
             std::max(1, static_cast<int>(std::lround(width * px_))));
  }
  void finger(double depth, int corner, cv::RNG& random) {
    const auto& box = code_.mm;
    const std::array<cv::Point2d, 4> corners{
        box.tl(), {box.x + box.width, box.y}, box.br(), {box.x, box.y + box.height}};
    const cv::Point2d from = corners[static_cast<std::size_t>(corner)],
                      middle = (box.tl() + box.br()) * 0.5;
    const cv::Point2d in = (middle - from) * (1 / cv::norm(middle - from));
    const double diagonal = std::hypot(box.width, box.height);
    const cv::Point2d tip = from + in * (depth * diagonal - kFingerMm / 2);
    const double skin = grey_of(random.uniform(0.28, 0.5));
    for (int ring = 4; ring >= 0; --ring) {  // lighter towards the middle
      cv::line(page_.gray, pixel(tip), pixel(tip - in * 150), skin * (1 - 0.04 * ring),
               static_cast<int>(std::lround((kFingerMm - 3.5 * (4 - ring)) * px_)));
    }
  }
  Page take() { return std::move(page_); }

 private:
  cv::Point pixel(cv::Point2d mm) const {
    return {static_cast<int>(std::lround(mm.x * px_)), static_cast<int>(std::lround(mm.y * px_))};
  }
  Page page_;
  CodeArea code_;
  double px_;
};

}  // namespace

Page worn(const Page& page, const CodeArea& code, const Defects& defects, std::uint64_t seed) {
  cv::RNG random(seed * 0x9E3779B97F4A7C15ULL + 7);
  Drawing drawing(page, code);
  if (defects.fade_ink > 0) drawing.fade(defects.fade_ink);
  drawing.streaks(defects.white_streaks, 255, random);
  drawing.streaks(defects.dark_streaks, 20, random);
  if (defects.crack_mm > 0) drawing.crack(defects.fold_at, defects.fold_degrees, defects.crack_mm);
  if (defects.finger > 0) drawing.finger(defects.finger, defects.corner, random);
  return drawing.take();
}

}  // namespace evisa::sim
