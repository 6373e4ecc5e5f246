// Codes in many looks, printed on a page and filmed by the simulator.
#include "tests/bench/reader/other_codes.h"

#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "tests/sim/camera.h"

namespace evisa::bench {
namespace {

constexpr std::array<std::string_view, 12> kLooks{"plain",    "dots",     "rounded",  "logo",
                                                  "pale",     "inverted", "mirrored", "tilted",
                                                  "textured", "several",  "small",    "large"};
constexpr double kDpi = 254;  // ten pixels a millimetre
constexpr int kPageWidth = 2400, kPageHeight = 2000, kMargin = 4;

struct Code {
  crypto::Bytes content;
  ZXing::BitMatrix modules;
};

/// Text of the kinds that people print, as long as a version of about `version` holds.
crypto::Bytes text_of(cv::RNG& random, int version, bool large) {
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789-._~%ABCDEF";
  const int most = large ? 24 * version : 9 * version;
  const int length = std::max(4, random.uniform(most / 2, most));
  std::string text = random.uniform(0, 4) == 0 ? "WIFI:T:WPA;S:net;P:" : "https://example.org/";
  if (random.uniform(0, 5) == 0) text = "";
  const bool digits = random.uniform(0, 6) == 0;
  for (int i = 0; i < length; ++i)
    text += kLetters[static_cast<std::size_t>(
        digits ? random.uniform(26, 36) : random.uniform(0, static_cast<int>(kLetters.size())))];
  if (random.uniform(0, 6) == 0) text += "\xD0\xB2\xD0\xB8\xD0\xB7\xD0\xB0";  // Cyrillic, UTF-8
  return {text.begin(), text.end()};
}

Code code_of(cv::RNG& random, std::string_view look) {
  const bool large = look == "large";
  const int version = large ? random.uniform(12, 21) : random.uniform(1, 13);
  auto content = text_of(random, version, large);
  constexpr std::array<int, 4> kLevels{1, 4, 6, 8};  // L, M, Q, H
  const int level = look == "logo" ? 8 : kLevels[static_cast<std::size_t>(random.uniform(0, 4))];
  auto modules = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                     .setEncoding(ZXing::CharacterSet::Unknown)
                     .setEccLevel(level)
                     .setMargin(0)
                     .encode(std::wstring(content.begin(), content.end()), 0, 0);
  return {std::move(content), std::move(modules)};
}

struct Inks {
  int ground = 255, ink = 0;
};

/// One code with its quiet zone, `px` pixels a module.
cv::Mat drawn(const Code& code, std::string_view look, int px, const Inks& inks) {
  const int size = code.modules.width(), side = (size + 2 * kMargin) * px;
  cv::Mat out(side, side, CV_8UC1, cv::Scalar(inks.ground));
  const bool dots = look == "dots", round = look == "rounded";
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      if (!code.modules.get(x, y)) continue;
      const cv::Rect cell((x + kMargin) * px, (y + kMargin) * px, px, px);
      const bool finder = (x < 7 && (y < 7 || y >= size - 7)) || (x >= size - 7 && y < 7);
      if (dots && !finder) {
        cv::circle(out, (cell.tl() + cell.br()) / 2, static_cast<int>(0.44 * px), inks.ink, -1);
      } else if (round && !finder) {
        const bool right = x + 1 < size && code.modules.get(x + 1, y);
        cv::circle(out, (cell.tl() + cell.br()) / 2, px / 2, inks.ink, -1);
        if (right) out(cell + cv::Point(px / 2, 0)) = inks.ink;
      } else {
        out(cell) = inks.ink;
      }
    }
  }
  if (look == "logo") {
    const int logo = side / 5;
    const cv::Rect box((side - logo) / 2, (side - logo) / 2, logo, logo);
    out(box) = inks.ground;
    cv::circle(out, {side / 2, side / 2}, logo * 2 / 5, cv::Scalar((inks.ink + inks.ground) / 2),
               -1);
    cv::circle(out, {side / 2, side / 2}, logo / 5, cv::Scalar(inks.ink), -1);
  }
  if (look == "mirrored") cv::flip(out, out, 1);
  return out;
}

/// Pictures and print around the code.
cv::Mat textured_page(cv::RNG& random) {
  cv::Mat page(kPageHeight, kPageWidth, CV_8UC1, cv::Scalar(230));
  for (int i = 0; i < 160; ++i) {
    const cv::Point at(random.uniform(0, kPageWidth), random.uniform(0, kPageHeight));
    const cv::Scalar gray(random.uniform(0, 256));
    if (random.uniform(0, 2) == 0)
      cv::circle(page, at, random.uniform(10, 160), gray, random.uniform(0, 3) - 1 ? 6 : -1);
    else
      cv::putText(page, "departures 0451 Almaty", at, cv::FONT_HERSHEY_SIMPLEX,
                  random.uniform(1.0, 4.0), gray, random.uniform(2, 8));
  }
  return page;
}

Inks inks_of(cv::RNG& random, std::string_view look) {
  if (look == "inverted") return {random.uniform(10, 60), random.uniform(190, 250)};
  if (look == "pale") {
    const int ink = random.uniform(60, 150);
    return {ink + random.uniform(50, 90), ink};
  }
  return {random.uniform(215, 256), random.uniform(0, 70)};
}

void put(cv::Mat& page, const cv::Mat& code, int x, int y) {
  const cv::Rect place(x, y, code.cols, code.rows);
  if ((place & cv::Rect({}, page.size())) == place) code.copyTo(page(place));
}

/// Pixels of the page a module, so that the frame shows three to seven.
int print_size(cv::RNG& random, int modules, std::string_view look, int room) {
  const int most = room / (modules + 2 * kMargin);
  const int wanted = look == "small" ? random.uniform(6, 9) : random.uniform(10, 20);
  return std::clamp(wanted, 3, std::max(3, most));
}

}  // namespace

std::span<const std::string_view> looks() { return kLooks; }

OtherFrame other_frame(std::string_view look, int index, std::uint64_t seed) {
  cv::RNG random(std::hash<std::string_view>{}(look) ^ (seed * 0x9E3779B97F4A7C15ULL) ^
                 (static_cast<std::uint64_t>(index + 1) << 20U));
  for (int i = 0; i < 4; ++i) (void)random.next();
  OtherFrame out;
  sim::Page page{look == "textured" ? textured_page(random)
                                    : cv::Mat(kPageHeight, kPageWidth, CV_8UC1, cv::Scalar(255)),
                 kDpi};
  const int across = look == "several" ? 2 : 1, count = across * across;
  const int room = kPageHeight / across * 4 / 5;
  for (int i = 0; i < count; ++i) {
    const Code code = code_of(random, look);
    const cv::Mat picture = drawn(code, look, print_size(random, code.modules.width(), look, room),
                                  inks_of(random, look));
    const int x = (2 * (i % across) + 1) * kPageWidth / (2 * across) - picture.cols / 2,
              y = (2 * (i / across) + 1) * kPageHeight / (2 * across) - picture.rows / 2;
    put(page.gray, picture, x, y);
    out.codes.push_back(code.content);
  }
  sim::Shot shot;
  shot.width = 1280;
  shot.height = 960;
  shot.focal = 1100;
  shot.camera_height_mm = look == "several" ? 330 : 300;
  shot.rotation = random.uniform(0.0, 360.0);
  shot.tilt = look == "tilted" ? random.uniform(30.0, 50.0) : random.uniform(0.0, 15.0);
  shot.tilt_direction = random.uniform(0.0, 360.0);
  shot.gblur = random.uniform(0.5, 1.1);
  shot.noise_ne = random.uniform(300.0, 6000.0);
  shot.uneven = random.uniform(1.0, 3.0);
  shot.jpegq = random.uniform(50, 95);
  shot.seed = static_cast<std::uint64_t>(random.next()) + 1;
  out.gray = sim::photograph(page, shot);
  return out;
}

}  // namespace evisa::bench
