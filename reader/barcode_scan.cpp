// Adapter of ZXing-cpp 1.4; nothing of it is seen outside this file.
#include "reader/barcode_scan.h"

#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

#include <algorithm>
#include <exception>
#include <limits>

#include "reader/finder_count.h"
#include "reader/gray_image.h"

namespace evisa::reader {
namespace {

// ZXing tries every three finder patterns: a hundred take it some hundredths of a second, two
// thousand most of a minute.
constexpr int kCrowd = 150;

ZXing::BarcodeFormats formats_of(Symbologies what) {
  using ZXing::BarcodeFormat;
  switch (what) {
    case Symbologies::qr:
      return BarcodeFormat::QRCode;
    case Symbologies::matrix:
      return BarcodeFormat::DataMatrix | BarcodeFormat::Aztec | BarcodeFormat::PDF417;
    case Symbologies::linear:
      return BarcodeFormat::Code128 | BarcodeFormat::Code39 | BarcodeFormat::Code93 |
             BarcodeFormat::EAN13 | BarcodeFormat::EAN8 | BarcodeFormat::UPCA | BarcodeFormat::ITF;
  }
  return BarcodeFormat::None;
}

ZXing::DecodeHints hints_for(Symbologies what, Ink ink) {
  // Turning and shrinking bring a QR code nothing (it is found by its finders at any angle and
  // size) and cost a third of the time; the other symbologies need them.
  const bool all_ways = what != Symbologies::qr;
  ZXing::DecodeHints hints;
  hints.setFormats(formats_of(what))
      .setTryHarder(true)
      .setTryRotate(all_ways)
      .setTryDownscale(all_ways);
  hints.setBinarizer(ink == Ink::local ? ZXing::Binarizer::LocalAverage
                                       : ZXing::Binarizer::FixedThreshold);
  // A linear symbology has little redundancy: rows that agree stand in for it.
  hints.setMinLineCount(4);
  return hints;
}

Barcode to_barcode(const ZXing::Result& result) {
  Barcode barcode;
  barcode.symbology = ZXing::ToString(result.format());
  barcode.bytes.assign(result.bytes().begin(), result.bytes().end());
  std::ranges::transform(result.position(), barcode.corners.begin(),
                         [](const auto& corner) { return Point{corner.x, corner.y}; });
  return barcode;
}

std::vector<Barcode> scan_all(const GrayView& image, Symbologies what, Ink ink) {
  const ZXing::ImageView view(image.data, image.width, image.height, ZXing::ImageFormat::Lum,
                              static_cast<int>(image.stride));
  std::vector<Barcode> found;
  for (const auto& result : ZXing::ReadBarcodes(view, hints_for(what, ink))) {
    if (result.isValid()) found.push_back(to_barcode(result));
  }
  return found;
}

}  // namespace

std::vector<Barcode> scan_barcodes(const GrayView& image, Symbologies what, Ink ink) try {
  if (!has_pixels(image) || image.stride > std::numeric_limits<int>::max()) return {};
  if (what == Symbologies::qr && count_finders(image, kCrowd) >= kCrowd) return {};
  return scan_all(image, what, ink);
} catch (const std::exception&) {
  return {};  // an image on which the decoder gives up has no barcode in it
}

}  // namespace evisa::reader
