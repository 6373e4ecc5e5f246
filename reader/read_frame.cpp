// One grey frame or page to its barcodes: plain reading first, stronger steps only where it finds
// no e-visa. The work is bounded by counting steps and pixels, not by a clock: equal input, equal
// output.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>

#include "reader/barcode_scan.h"
#include "reader/enhancement.h"
#include "reader/gray_image.h"
#include "reader/reading.h"
#include "reader/region_finder.h"
#include "reader/seal_choice.h"
#include "reader/symbol_search.h"

namespace evisa::reader {
namespace {

// Doubling pays up to about 1080p; a larger picture has pixels enough per module.
constexpr double kDoubledPixels = 2.6e6;
constexpr double kEnhancedPixels = 12e6;

bool same_place(const Barcode& a, const Barcode& b) {
  const auto centre = [](const Barcode& code) {
    Point sum;
    for (const auto& corner : code.corners) sum = {sum.x + corner.x / 4, sum.y + corner.y / 4};
    return sum;
  };
  const auto side = [](const Barcode& code) {
    const auto& c = code.corners;
    return std::max(std::hypot(c[0].x - c[2].x, c[0].y - c[2].y),
                    std::hypot(c[1].x - c[3].x, c[1].y - c[3].y));
  };
  const Point p = centre(a), q = centre(b);
  return std::hypot(p.x - q.x, p.y - q.y) < std::max(side(a), side(b)) / 2 + 4;
}

/// Adds what is new: the same code seen by two passes is one code, two equal codes of a page are
/// two.
void add(Reading& reading, std::vector<Barcode> found) {
  for (auto& code : found) {
    const bool known = std::ranges::any_of(reading.barcodes, [&](const Barcode& old) {
      return old.symbology == code.symbology && old.bytes == code.bytes && same_place(old, code);
    });
    if (!known) reading.barcodes.push_back(std::move(code));
  }
}

bool settled(Reading& reading) {
  choose_seal(reading);
  return reading.seal || reading.several_seals;
}

/// One pass over an enhanced copy; corners come back in pixels of the original.
void scan_enhanced(Reading& reading, const GrayView& frame, Symbologies what, Enhancement how) {
  const double pixels = static_cast<double>(frame.width) * frame.height;
  if (how.scale > 1 && pixels > kDoubledPixels) how.scale = 1;
  if (pixels > kEnhancedPixels) how.scale = std::sqrt(kEnhancedPixels / pixels);
  const auto image = enhance(frame, how);
  if (!image) return;
  auto found = scan_barcodes(image->view(), what, how.black_white ? Ink::is_below : Ink::local);
  for (auto& code : found) {
    for (auto& corner : code.corners) {
      corner = {static_cast<int>(std::lround(corner.x / how.scale)),
                static_cast<int>(std::lround(corner.y / how.scale))};
    }
  }
  add(reading, std::move(found));
}

void scan_turned(Reading& reading, const GrayView& frame, Symbologies what) {
  if (static_cast<double>(frame.width) * frame.height > kEnhancedPixels) return;
  const auto turned = turn(frame, 45);
  if (!turned) return;
  auto found = scan_barcodes(turned->image.view(), what, Ink::local);
  for (auto& code : found) {
    for (auto& corner : code.corners)
      corner = turn_back(corner, *turned, frame.width, frame.height);
  }
  add(reading, std::move(found));
}

// In the order of what each one adds on simulated frames (small modules, blur, shadow, faded ink).
constexpr std::array<Enhancement, 3> kSteps{{
    {.scale = 2, .sharpen = true, .black_white = true},
    {.scale = 2, .sharpen = false, .black_white = true},
    {.scale = 2, .sharpen = true, .black_white = false},
}};

// Steps of the strong reader in the likeliest region, for a frame of a video and for a page; each
// region after it gets half as many.
constexpr int kFrameSteps = 40, kPageSteps = 160;
constexpr std::size_t kFrameRegions = 2, kPageRegions = 4;

bool lies_in(const qr::Area& area, const Barcode& code) {
  double x = 0, y = 0;
  for (const auto& corner : code.corners) {
    x += corner.x / 4.0;
    y += corner.y / 4.0;
  }
  return x >= area.x && y >= area.y && x < area.x + area.width && y < area.y + area.height;
}

/// The strong reader on every region in which nothing was read yet.
void search_regions(Reading& reading, const GrayView& frame, std::size_t most, int steps) {
  for (const auto& area : find_regions(frame, most)) {
    if (std::ranges::any_of(reading.barcodes, [&](const auto& c) { return lies_in(area, c); }))
      continue;
    SymbolSearch search(frame, area);
    for (int i = 0; i < steps && search.step(); ++i) {
    }
    if (search.found()) add(reading, {*search.found()});
    steps /= 2;
  }
}

void read_video(Reading& reading, const GrayView& frame, std::uint64_t turn) {
  add(reading, scan_barcodes(frame, Symbologies::qr, Ink::local));
  if (settled(reading)) return;
  const auto step = static_cast<std::size_t>(turn % (kSteps.size() + 1));
  if (step < kSteps.size()) {
    scan_enhanced(reading, frame, Symbologies::qr, kSteps[step]);
  } else {
    add(reading, scan_barcodes(frame, Symbologies::matrix, Ink::local));
  }
  if (!settled(reading)) search_regions(reading, frame, kFrameRegions, kFrameSteps);
  choose_seal(reading);
}

void read_thoroughly(Reading& reading, const GrayView& frame) {
  for (const auto what : {Symbologies::qr, Symbologies::matrix, Symbologies::linear}) {
    add(reading, scan_barcodes(frame, what, Ink::local));
  }
  // Also with a seal in hand: a second, different one must not hide behind a shadow.
  scan_enhanced(reading, frame, Symbologies::qr, kSteps[0]);
  for (std::size_t i = 1; i < kSteps.size() && !settled(reading); ++i) {
    scan_enhanced(reading, frame, Symbologies::qr, kSteps[i]);
  }
  if (!settled(reading)) search_regions(reading, frame, kPageRegions, kPageSteps);
  for (const auto what : {Symbologies::qr, Symbologies::matrix, Symbologies::linear}) {
    if (settled(reading)) return;
    scan_turned(reading, frame, what);
  }
  choose_seal(reading);
}

}  // namespace

Reading read_frame(const GrayView& frame, const ReadOptions& options) {
  Reading reading;
  if (!has_pixels(frame)) return reading;
  reading.width = frame.width;
  reading.height = frame.height;
  if (options.thorough) {
    read_thoroughly(reading, frame);
  } else {
    read_video(reading, frame, options.turn);
  }
  return reading;
}

Reading read_frame(const GrayView& frame) { return read_frame(frame, ReadOptions{}); }

}  // namespace evisa::reader
