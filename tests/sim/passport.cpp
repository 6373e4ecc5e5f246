// Drawing the data page.
#include "tests/sim/passport.h"

#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "reader/mrz/training/glyphs.h"

namespace evisa::sim {
namespace {

constexpr double kDpi = 300, kMm = kDpi / 25.4;
constexpr double kWidth = 125, kHeight = 88, kPitch = 2.54;
constexpr double kLowerLine = 9.4;  // middle of the lower line above the page's edge

int px(double mm) { return static_cast<int>(std::lround(mm * kMm)); }

/// Bundles of fine wavy lines in several directions, as rosettes and borders have them.
void draw_guilloche(cv::Mat& page, double depth, cv::RNG& random) {
  if (depth <= 0) return;
  const int bundles = random.uniform(3, 6);
  for (int b = 0; b < bundles; ++b) {
    const double gap = random.uniform(0.7, 2.0) * kMm, wave = random.uniform(8.0, 30.0) * kMm;
    const double swing = random.uniform(0.5, 3.0) * kMm, way = random.uniform(0.0, CV_PI);
    const double thin = random.uniform(0.10, 0.18) * kMm, phase = random.uniform(0.0, 6.0);
    const double c = std::cos(way), s = std::sin(way);
    const int reach = page.cols + page.rows;  // `along` in whole pixels, either sign
    std::vector<double> bend;
    for (int along = -reach; along <= reach; ++along) {
      bend.push_back(swing * std::sin(along / wave * 2 * CV_PI + phase));
    }
    for (int y = 0; y < page.rows; ++y) {
      auto* row = page.ptr<float>(y);
      for (int x = 0; x < page.cols; ++x) {
        const auto along = static_cast<std::size_t>(c * x + s * y + reach);
        const double line = (c * y - s * x + bend[along]) / gap;
        const double off = std::abs(line - std::floor(line + 0.5)) * gap;
        if (off < thin) row[x] *= static_cast<float>(1 - depth);
      }
    }
  }
}

void draw_visual_zone(cv::Mat& page, cv::RNG& random) {
  cv::Mat portrait(px(40), px(32), CV_32FC1), coarse(9, 7, CV_32FC1);
  random.fill(coarse, cv::RNG::UNIFORM, 60, 200);
  cv::resize(coarse, portrait, portrait.size(), 0, 0, cv::INTER_CUBIC);
  portrait.copyTo(page(cv::Rect(px(6), px(14), portrait.cols, portrait.rows)));
  constexpr std::array<const char*, 7> kTexts = {
      "PASSPORT / PASSEPORT",  "Surname / Nom",          "ERIKSSON",
      "Given names / Prenoms", "ANNA MARIA 12 AUG 1974", "Authority / Autorite",
      "ZENITH 15 APR 2030"};
  double y = 12;
  for (const char* text : kTexts) {
    cv::putText(page, text, {px(44), px(y)}, cv::FONT_HERSHEY_SIMPLEX, random.uniform(0.7, 1.2),
                cv::Scalar(40), random.uniform(2, 4), cv::LINE_AA);
    y += 6.5;
  }
}

cv::Mat as_dots(const cv::Mat& ink, cv::RNG& random) {
  const double gap = random.uniform(0.20, 0.26) * kMm;
  cv::Mat out = cv::Mat::zeros(ink.size(), CV_8UC1);
  for (double y = gap / 2; y < ink.rows; y += gap) {
    for (double x = gap / 2; x < ink.cols; x += gap) {
      if (ink.at<std::uint8_t>(static_cast<int>(y), static_cast<int>(x)) < 128) continue;
      cv::circle(out, {static_cast<int>(x), static_cast<int>(y)}, static_cast<int>(gap * 0.55),
                 cv::Scalar(255), cv::FILLED, cv::LINE_AA);
    }
  }
  return out;
}

void dead_rows(cv::Mat& ink, cv::RNG& random) {
  for (int y = random.uniform(0, px(1)); y < ink.rows; y += px(random.uniform(0.6, 1.1))) {
    ink(cv::Rect(0, y, ink.cols, 1 + random.uniform(0, 3)) & cv::Rect({}, ink.size())) = 0;
  }
}

void scratches(cv::Mat& ink, cv::RNG& random) {
  for (int i = 0; i < 14; ++i) {
    const int x = random.uniform(0, ink.cols), lean = random.uniform(-90, 90);
    cv::line(ink, {x, 0}, {x + lean, ink.rows}, cv::Scalar(i % 3 == 0 ? 150 : 0),
             random.uniform(1, 4), cv::LINE_AA);
  }
}

void fading(cv::Mat& ink, cv::RNG& random) {
  const double least = random.uniform(0.3, 0.5), wave = random.uniform(15.0, 60.0) * kMm;
  for (int x = 0; x < ink.cols; ++x) {
    const double part = least + (1 - least) * 0.5 * (1 + std::sin(x / wave * 2 * CV_PI));
    ink.col(x) *= part;
  }
}

void shifted_copy(cv::Mat& ink, cv::RNG& random) {
  cv::Mat copy;
  const cv::Matx23d by(1, 0, random.uniform(0.2, 0.5) * kMm, 0, 1, random.uniform(-0.3, 0.3) * kMm);
  cv::warpAffine(ink, copy, by, ink.size());
  ink = cv::max(ink, copy * 0.45);
}

cv::Mat spoilt(cv::Mat ink, PrintDefect defect, cv::RNG& random) {
  switch (defect) {
    case PrintDefect::none:
      break;
    case PrintDefect::dots:
      return as_dots(ink, random);
    case PrintDefect::dead_rows:
      dead_rows(ink, random);
      break;
    case PrintDefect::scratches:
      scratches(ink, random);
      break;
    case PrintDefect::fading:
      fading(ink, random);
      break;
    case PrintDefect::shifted_copy:
      shifted_copy(ink, random);
      break;
  }
  return ink;
}

}  // namespace

std::array<cv::Point2d, 4> mrz_corners(const visa::MrzLines& mrz, const PassportLook& look) {
  const double text = static_cast<double>(mrz.line1.size()) * kPitch;
  const double left = std::min(7.0, (kWidth - text) / 2) + kPitch / 2 - kWidth / 2;
  const double right = left + text - kPitch, lower = kHeight / 2 - kLowerLine;
  const double upper = lower - look.line_gap_mm;
  return {{{left, upper}, {right, upper}, {right, lower}, {left, lower}}};
}

Result<Page> passport_page(const visa::MrzLines& mrz, const PassportLook& look) {
  const auto face = reader::mrz::Glyphs::open(look.face, kPitch * kMm);
  if (!face) return std::unexpected(face.error());
  cv::RNG random(look.seed * 0x9E3779B97F4A7C15ULL + 7);
  cv::Mat page(px(kHeight), px(kWidth), CV_32FC1, cv::Scalar(random.uniform(215, 250)));
  draw_guilloche(page, look.guilloche, random);
  draw_visual_zone(page, random);
  cv::Mat ink = cv::Mat::zeros(page.size(), CV_8UC1);
  const auto corners = mrz_corners(mrz, look);
  const cv::Point2d middle(kWidth / 2, kHeight / 2);
  face->print(ink, mrz.line1, (corners[0] + middle) * kMm);
  face->print(ink, mrz.line2, (corners[3] + middle) * kMm);
  cv::Mat cover;
  spoilt(ink, look.defect, random).convertTo(cover, CV_32FC1, 1.0 / 255);
  const double black = random.uniform(15, 60);
  page = page.mul(1 - cover) + cover * black;
  Page out{{}, kDpi};
  page.convertTo(out.gray, CV_8UC1);
  return out;
}

}  // namespace evisa::sim
