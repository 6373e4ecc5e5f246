// The plan of a frame's time.
#include "reader/frame_reader.h"

#include <algorithm>

#include "reader/barcode_scan.h"
#include "reader/gray_image.h"
#include "reader/region_finder.h"
#include "reader/seal_choice.h"

namespace evisa::reader {
namespace {

constexpr double kDecay = 0.93;       // of an expectation, each time a step took less
constexpr double kFirstGuess = 12e6;  // nanoseconds
constexpr std::size_t kRegionSort = SymbolSearch::kSorts;
constexpr double kWorthJoining = 0.5;  // agreement of a lattice's function patterns

std::chrono::nanoseconds steady_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

}  // namespace

FrameReader::FrameReader(std::chrono::milliseconds budget) : FrameReader(budget, steady_now) {}

FrameReader::FrameReader(std::chrono::milliseconds budget, Clock clock)
    : budget_(budget), clock_(std::move(clock)) {
  expected_.fill(kFirstGuess);
}

Reading FrameReader::read(const GrayView& frame) {
  const auto start = clock_();
  Reading reading;
  if (!has_pixels(frame)) return reading;
  reading.width = frame.width;
  reading.height = frame.height;
  plainly_ = !plainly_ || (searches_.empty() && !waiting_);
  if (plainly_) reading.barcodes = scan_barcodes(frame, Symbologies::qr, Ink::local);
  choose_seal(reading);
  if (reading.seal || reading.several_seals) {
    searches_.clear();
    evidence_.clear();
    return reading;
  }
  search(reading, frame, start + budget_);
  choose_seal(reading);
  return reading;
}

void FrameReader::search(Reading& reading, const GrayView& frame, std::chrono::nanoseconds until) {
  const auto timed = [&](std::size_t sort, const auto& work) {
    const auto start = clock_();
    double& expected = expected_[sort];
    if (start + std::chrono::nanoseconds(static_cast<long>(expected)) >= until) {
      expected *= kDecay;  // one slow step must not keep this sort out for ever
      return false;
    }
    work();
    expected = std::max(kDecay * expected, static_cast<double>((clock_() - start).count()));
    return true;
  };
  if (look_anew_) searches_.clear();
  look_anew_ = false;
  // Where plain reading leaves no time for anything else, the next frame is for the search.
  waiting_ = searches_.empty() && !timed(kRegionSort, [&] { find_new_regions(frame); });
  if (waiting_) return;
  bool found = false;
  while (!found && !look_anew_ && !searches_.empty()) {
    const std::size_t turn = whose_turn();
    if (!timed(searches_[turn].symbol.next_sort(), [&] { found = step(reading, turn); })) return;
  }
  if (found) {
    searches_.clear();
    evidence_.clear();
  }
}

void FrameReader::find_new_regions(const GrayView& frame) {
  for (const auto& area : find_regions(frame)) {
    SymbolSearch symbol(frame, area);
    if (!symbol.done()) searches_.push_back({std::move(symbol)});
  }
}

/// The likelier a region, the more of the steps it gets.
std::size_t FrameReader::whose_turn() const {
  std::size_t best = 0;
  for (std::size_t i = 1; i < searches_.size(); ++i) {
    const auto cost = [&](std::size_t k) {
      return static_cast<double>(searches_[k].steps + 1) * (1.0 + static_cast<double>(k));
    };
    if (cost(i) < cost(best)) best = i;
  }
  return best;
}

bool FrameReader::step(Reading& reading, std::size_t turn) {
  Search& one = searches_[turn];
  ++one.steps;
  one.symbol.step();
  if (one.symbol.found()) {
    reading.barcodes.push_back(*one.symbol.found());
    return true;
  }
  bool found = false;
  if (const auto& seen = one.symbol.seen();
      seen && one.joined == 0 && seen->agreement > kWorthJoining && one.symbol.restored()) {
    ++one.joined;
    found = join(reading, *seen);
  }
  if (one.symbol.done()) searches_.erase(searches_.begin() + static_cast<std::ptrdiff_t>(turn));
  return found;
}

bool FrameReader::join(Reading& reading, const SeenModules& seen) {
  const bool news = evidence_.add(seen);
  auto code = news ? evidence_.read() : std::nullopt;
  if (!code) {
    // On to the next frame while frames differ; a page at rest is searched to the end.
    look_anew_ = news && !thoroughly_;
    thoroughly_ = !news;
    return false;
  }
  reading.barcodes.push_back(std::move(*code));
  return true;
}

}  // namespace evisa::reader
