// The plan of a frame's time.
#include "reader/frame_reader.h"

#include <algorithm>

#include "reader/barcode_scan.h"
#include "reader/gray_image.h"
#include "reader/region_finder.h"
#include "reader/seal_choice.h"

namespace evisa::reader {
namespace {

std::chrono::nanoseconds steady_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

}  // namespace

FrameReader::FrameReader(std::chrono::milliseconds budget) : FrameReader(budget, steady_now) {}

FrameReader::FrameReader(std::chrono::milliseconds budget, Clock clock)
    : budget_(budget), clock_(std::move(clock)) {}

Reading FrameReader::read(const GrayView& frame) {
  const auto start = clock_();
  Reading reading;
  if (!has_pixels(frame)) return reading;
  reading.width = frame.width;
  reading.height = frame.height;
  // While a search goes on, every second frame is left to it alone.
  const bool plainly = searches_.empty() || !plainly_;
  plainly_ = plainly;
  if (plainly) reading.barcodes = scan_barcodes(frame, Symbologies::qr, Ink::local);
  choose_seal(reading);
  if (reading.seal || reading.several_seals) {
    searches_.clear();
    return reading;
  }
  search(reading, frame, start + budget_);
  choose_seal(reading);
  return reading;
}

void FrameReader::search(Reading& reading, const GrayView& frame, std::chrono::nanoseconds until) {
  const auto has_time = [&] {
    return clock_() + std::chrono::nanoseconds(static_cast<long>(longest_step_)) < until;
  };
  const auto timed = [&](const auto& work) {
    const auto start = clock_();
    work();
    longest_step_ = std::max(0.8 * longest_step_, static_cast<double>((clock_() - start).count()));
  };
  if (searches_.empty() && has_time()) {
    timed([&] {
      for (const auto& area : find_regions(frame)) searches_.emplace_back(frame, area);
    });
    next_ = 0;
  }
  std::erase_if(searches_, [](const SymbolSearch& s) { return s.done(); });
  while (!searches_.empty() && has_time()) {
    next_ %= searches_.size();
    SymbolSearch& one = searches_[next_];
    timed([&] { one.step(); });
    if (one.found()) {
      reading.barcodes.push_back(*one.found());
      searches_.clear();
      return;
    }
    if (one.done()) {
      searches_.erase(searches_.begin() + static_cast<std::ptrdiff_t>(next_));
    } else {
      ++next_;
    }
  }
}

}  // namespace evisa::reader
