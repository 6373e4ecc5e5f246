// Our reader beside the bare ZXing-cpp call, on the same clean 1080p frame of a print-out.
#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>
#include <benchmark/benchmark.h>
#include <fmt/core.h>

#include <cstdlib>

#include "reader/reading.h"
#include "tests/bench/page.h"
#include "tests/bench/ratios.h"

namespace {

using namespace evisa;

const cv::Mat& frame() {
  static const cv::Mat one = bench::clean_frame();
  return one;
}

void BareZXing(benchmark::State& state) {
  const cv::Mat& gray = frame();
  ZXing::DecodeHints hints;
  hints.setFormats(ZXing::BarcodeFormat::QRCode);
  for (auto _ : state) {
    const auto results = ZXing::ReadBarcodes(
        {gray.data, gray.cols, gray.rows, ZXing::ImageFormat::Lum, static_cast<int>(gray.step)},
        hints);
    if (results.empty()) state.SkipWithError("not read");
  }
}
BENCHMARK(BareZXing)->Unit(benchmark::kMillisecond);

void ReadFrame(benchmark::State& state) {
  const cv::Mat& gray = frame();
  for (auto _ : state) {
    const auto reading = reader::read_frame({gray.data, gray.cols, gray.rows, gray.step});
    if (!reading.seal) state.SkipWithError("not read");
  }
}
BENCHMARK(ReadFrame)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  return bench::run(argc, argv,
                    {{"reader on a clean 1080p frame, times the bare ZXing-cpp call", "ReadFrame",
                      "BareZXing", bench::Ratio::Of::time, "at most 1.3"}});
}
