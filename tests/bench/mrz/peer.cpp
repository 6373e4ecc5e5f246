// Tesseract's C++ API, seen here only. Built without it, there is no peer to speak of.
#include "tests/bench/mrz/peer.h"

#include <fmt/core.h>

#ifdef EVISA_WITH_TESSERACT
#include <tesseract/baseapi.h>
#endif

#include <opencv2/imgproc.hpp>

#include "tests/bench/mrz/tally.h"

namespace evisa::bench {

#ifdef EVISA_WITH_TESSERACT

struct PeerTally::Engine {
  tesseract::TessBaseAPI api;
  bool ready = false;
  Engine() {
    const std::vector<std::string> names = {"load_system_dawg", "load_freq_dawg"},
                                   values = {"0", "0"};
    ready =
        api.Init(nullptr, "eng", tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values, false) == 0;
    api.SetPageSegMode(tesseract::PSM_SINGLE_LINE);
    api.SetVariable("tessedit_char_whitelist", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<");
  }

  std::string line(const cv::Mat& frame, const reader::mrz::Place& from,
                   const reader::mrz::Place& to, int cells) {
    constexpr double kPitch = 24, kHigh = 64, kMargin = 2;  // the size it reads best
    const double scale = std::hypot(to.x - from.x, to.y - from.y) / (kPitch * (cells - 1));
    const double turn = std::atan2(to.y - from.y, to.x - from.x);
    const double c = std::cos(turn) * scale, s = std::sin(turn) * scale;
    const double x = (kMargin + 0.5) * kPitch, y = kHigh / 2;
    const cv::Matx23d way(c, -s, from.x - c * x + s * y, s, c, from.y - s * x - c * y);
    cv::Mat out;
    cv::warpAffine(frame, out, way,
                   {static_cast<int>((cells + 2 * kMargin) * kPitch), static_cast<int>(kHigh)},
                   cv::INTER_CUBIC | cv::WARP_INVERSE_MAP, cv::BORDER_REPLICATE);
    api.SetImage(out.data, out.cols, out.rows, 1, static_cast<int>(out.step));
    const std::unique_ptr<char[]> text(api.GetUTF8Text());
    std::string read(text ? text.get() : "");
    std::erase_if(read, [](char letter) { return letter == '\n' || letter == ' '; });
    return read;
  }
};

void PeerTally::add(const MrzScene& scene) {
  if (!engine_->ready) return;
  const double start = processor_ms();
  const auto& lines = scene.where;
  const bool one =
      engine_->line(scene.frame, lines.upper[0], lines.upper[1], lines.cells) == scene.truth.line1;
  const bool two =
      engine_->line(scene.frame, lines.lower[0], lines.lower[1], lines.cells) == scene.truth.line2;
  ms_ += processor_ms() - start;
  ++frames_;
  line2_ += two ? 1 : 0;
  whole_ += one && two ? 1 : 0;
}

#else

struct PeerTally::Engine {};
void PeerTally::add(const MrzScene&) {}

#endif

PeerTally::PeerTally() : engine_(std::make_unique<Engine>()) {}
PeerTally::~PeerTally() = default;

std::string PeerTally::text() const {
  if (frames_ == 0) return "tesseract (eng): not there\n";
  return fmt::format(
      "tesseract (eng) on the true lines: {} frames, {:.1f} % whole, line 2 {:.1f} %"
      ", mean {:.0f} ms\n",
      frames_, 100.0 * whole_ / frames_, 100.0 * line2_ / frames_, ms_ / frames_);
}

}  // namespace evisa::bench
