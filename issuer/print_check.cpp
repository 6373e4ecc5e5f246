// The issuer reads its own page before it lets it out: a page that does not read is not a file.
#include "issuer/print_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "issuer/page_code.h"

namespace evisa::issuer {
namespace {

constexpr double kPlaceTolerance = 1;      // millimetres
constexpr double kModuleTolerance = 0.99;  // of the module, for corners in whole pixels
constexpr int kDarkAtMost = 64, kLightAtLeast = 230;

using Histogram = std::array<std::size_t, 256>;

std::unexpected<Error> unreadable(const PrintReading& reading, const CodePlace& place,
                                  std::string_view what) {
  return fail(Errc::unreadable,
              fmt::format("print-out at {}, seal {}: {}", reading.name, place.name, what));
}

int pixels(double millimetres, const PrintReading& reading) {
  return static_cast<int>(std::lround(millimetres / 25.4 * reading.dpi));
}

/// The upper or lower half of the page, whichever holds the place.
reader::GrayView half_with(const reader::GrayView& page, const CodePlace& place) {
  reader::GrayView half = page;
  const bool upper = place.box.bottom() < kPageHeight / 2;
  half.height = page.height / 2;
  if (!upper) half.data += static_cast<std::size_t>(page.height - half.height) * page.stride;
  return half;
}

double distance(const reader::Point& a, const reader::Point& b) {
  return std::hypot(a.x - b.x, a.y - b.y);
}

/// The mean side of a symbol in millimetres.
double side_of(const reader::Barcode& code, const PrintReading& reading) {
  double sum = 0;
  for (std::size_t i = 0; i < 4; ++i) sum += distance(code.corners[i], code.corners[(i + 1) % 4]);
  return sum / 4 / reading.dpi * 25.4;
}

/// Pixels of a box, those of `hole` left out, by their grey value.
Histogram histogram(const reader::GrayView& page, const PrintReading& reading, const Box& box,
                    const std::optional<Box>& hole) {
  Histogram counts{};
  const auto inside = [&](int x, int y) {
    return hole && x >= pixels(hole->x, reading) - 1 && x <= pixels(hole->right(), reading) &&
           y >= pixels(hole->y, reading) - 1 && y <= pixels(hole->bottom(), reading);
  };
  const int bottom = std::min(pixels(box.bottom(), reading), page.height);
  const int right = std::min(pixels(box.right(), reading), page.width);
  for (int y = std::max(0, pixels(box.y, reading)); y < bottom; ++y)
    for (int x = std::max(0, pixels(box.x, reading)); x < right; ++x)
      if (!inside(x, y))
        ++counts[page.data[static_cast<std::size_t>(y) * page.stride +
                           static_cast<std::size_t>(x)]];
  return counts;
}

/// The grey value below which a tenth of the pixels lies, counted from the dark or the light end.
int tenth(const Histogram& counts, bool from_dark) {
  std::size_t all = 0;
  for (const auto count : counts) all += count;
  std::size_t seen = 0;
  for (int i = 0; i < 256; ++i) {
    const int grey = from_dark ? i : 255 - i;
    seen += counts[static_cast<std::size_t>(grey)];
    if (seen * 10 >= all) return grey;
  }
  return from_dark ? 255 : 0;
}

Result<void> check_modules(const reader::Barcode& code, const PrintReading& reading,
                           const CodePlace& place, int modules) {
  const double module = side_of(code, reading) / modules;
  if (module < kMinModule * kModuleTolerance)
    return unreadable(
        reading, place,
        fmt::format("modules of {:.2f} mm, expected at least {:.1f} mm", module, kMinModule));
  return {};
}

/// `top`: the row of the page at which the half that was read begins.
Result<void> check_place(const reader::Barcode& code, int top, const PrintReading& reading,
                         const CodePlace& place) {
  const reader::Point corner{code.corners[0].x, code.corners[0].y + top};
  const reader::Point expected{pixels(place.box.x, reading), pixels(place.box.y, reading)};
  const double off = distance(corner, expected) / reading.dpi * 25.4;
  if (off > kPlaceTolerance)
    return unreadable(reading, place, fmt::format("lies {:.1f} mm off its place", off));
  return {};
}

Result<void> check_contrast(const reader::GrayView& page, const PrintReading& reading,
                            const CodePlace& place) {
  const Histogram counts = histogram(page, reading, place.box, {});
  const int dark = tenth(counts, true), light = tenth(counts, false);
  if (dark > kDarkAtMost || light < kLightAtLeast)
    return unreadable(reading, place,
                      fmt::format("low contrast: grey {} on {}, expected at most {} on at least {}",
                                  dark, light, kDarkAtMost, kLightAtLeast));
  return {};
}

Result<void> check_quiet_zone(const reader::GrayView& page, const PrintReading& reading,
                              const CodePlace& place, int modules) {
  const double zone = kQuietModules * place.box.width / modules;
  const Box around{place.box.x - zone, place.box.y - zone, place.box.width + 2 * zone,
                   place.box.height + 2 * zone};
  const Histogram counts = histogram(page, reading, around, place.box);
  std::size_t dark = 0;
  for (std::size_t grey = 0; grey < kLightAtLeast; ++grey) dark += counts[grey];
  if (dark > 0)
    return unreadable(
        reading, place,
        fmt::format("{} pixels printed in the quiet zone of {} modules", dark, kQuietModules));
  return {};
}

/// The symbol that holds the seal: with several in the half, a copy may stand beside it.
const reader::Barcode* code_of(const reader::Reading& seen) {
  return seen.barcodes.size() == 1 ? &seen.barcodes.front() : nullptr;
}

}  // namespace

Result<void> check_code(const reader::GrayView& page, const PrintReading& reading,
                        const CodePlace& place, crypto::ByteView seal) {
  const reader::GrayView half = half_with(page, place);
  const auto seen = reader::read_frame(half);
  if (!seen.seal)
    return unreadable(reading, place,
                      fmt::format("no e-visa read, {} other barcodes", seen.barcodes.size()));
  if (!std::ranges::equal(*seen.seal, seal))
    return unreadable(reading, place, "another seal than the one issued");
  const reader::Barcode* code = code_of(seen);
  if (!code)
    return unreadable(
        reading, place,
        fmt::format("{} barcodes in its half of the page, expected 1", seen.barcodes.size()));
  const bool text = !code->bytes.empty() && code->bytes.front() == 'K';
  const auto modules = encode_code(seal, text ? QrForm::text : QrForm::binary);
  if (!modules) return std::unexpected(modules.error());
  const int top = static_cast<int>((half.data - page.data) / static_cast<long>(page.stride));
  if (auto ok = check_modules(*code, reading, place, modules->side); !ok) return ok;
  if (auto ok = check_place(*code, top, reading, place); !ok) return ok;
  if (auto ok = check_contrast(page, reading, place); !ok) return ok;
  return check_quiet_zone(page, reading, place, modules->side);
}

}  // namespace evisa::issuer
