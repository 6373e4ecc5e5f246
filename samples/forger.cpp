// What a forger can do for the demo: prints a page with any text as a code, here a genuine seal in
// which characters were changed. It has no key, and that is the point.
#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>
#include <fmt/core.h>

#include <exception>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

namespace {

constexpr double kDotsPerMm = 300.0 / 25.4;
constexpr double kModuleMm = 0.75;

/// Draws a text as a QR code with its upper left module at (x, y), in millimetres.
void draw_code(cv::Mat& page, const std::string& text, double x, double y) {
  const auto code = ZXing::MultiFormatWriter(ZXing::BarcodeFormat::QRCode)
                        .setEccLevel(4)
                        .setMargin(0)
                        .encode(std::wstring(text.begin(), text.end()), 0, 0);
  for (int row = 0; row < code.height(); ++row) {
    for (int column = 0; column < code.width(); ++column) {
      if (!code.get(column, row)) continue;
      const auto dots = [](double mm) { return static_cast<int>(mm * kDotsPerMm); };
      cv::rectangle(page, {dots(x + column * kModuleMm), dots(y + row * kModuleMm)},
                    {dots(x + (column + 1) * kModuleMm), dots(y + (row + 1) * kModuleMm)}, 0, cv::FILLED);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    fmt::print(stderr, "usage: evisa-sample-forger TEXT PAGE.png\n");
    return 2;
  }
  try {
    cv::Mat page(static_cast<int>(297 * kDotsPerMm), static_cast<int>(210 * kDotsPerMm), CV_8UC1, 255);
    cv::putText(page, "e-VISA (forged sample)", {200, 300}, cv::FONT_HERSHEY_SIMPLEX, 3, 60, 6);
    draw_code(page, argv[1], 140, 60);
    if (!cv::imwrite(argv[2], page)) {
      fmt::print(stderr, "evisa-sample-forger: error: cannot write {}\n", argv[2]);
      return 3;
    }
  } catch (const std::exception& error) {
    fmt::print(stderr, "evisa-sample-forger: error: {}\n", error.what());
    return 3;
  }
  return 0;
}
