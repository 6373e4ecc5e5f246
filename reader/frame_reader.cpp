// The plan of a frame's time.
#include "reader/frame_reader.h"

#include <algorithm>
#include <cmath>

#include "reader/barcode_scan.h"
#include "reader/enhancement.h"
#include "reader/gray_image.h"
#include "reader/region_finder.h"
#include "reader/seal_choice.h"
#include "reader/symbol_track.h"

namespace evisa::reader {
namespace {

constexpr double kForget = 0.98;  // of a pace, each time a step was faster
constexpr double kDoubt = 0.8;    // of a pace that leaves no step of its sort room in any frame
constexpr int kSearchFrames = 4;  // a likely region is searched to its end within so many
constexpr double kWorthTracking = 0.35;  // agreement of a lattice's function patterns

constexpr std::string_view kPlain = "plain";

/// Nanoseconds a unit at first: half more than simulated frames took at most.
constexpr std::array<double, SymbolSearch::kSorts> kFirstPace{60, 180, 120,  250,  400, 40,
                                                              25, 2,   2800, 3500, 90,  600};
constexpr double kFirstRegions = 12, kFirstTracking = 700, kFirstJoining = 3000;
constexpr double kMostPlainPixels = 3e6, kShrunkPixels = 2.1e6;
constexpr double kMargin = 1.3;  // a step may show a worse pace than any before it

std::chrono::nanoseconds steady_now() {
  return std::chrono::steady_clock::now().time_since_epoch();
}

double pixels_of(const GrayView& frame) { return static_cast<double>(frame.width) * frame.height; }

/// A frame of more pixels than that of a usual camera is shrunk: what is too small then is for the
/// search.
std::vector<Barcode> scan_plainly(const GrayView& frame) {
  if (pixels_of(frame) <= kMostPlainPixels)
    return scan_barcodes(frame, Symbologies::qr, Ink::local);
  const double scale = std::sqrt(kShrunkPixels / pixels_of(frame));
  const auto small = enhance(frame, {.scale = scale});
  if (!small) return {};
  auto found = scan_barcodes(small->view(), Symbologies::qr, Ink::local);
  for (auto& code : found) {
    for (auto& corner : code.corners)
      corner = {static_cast<int>(std::lround(corner.x / scale)),
                static_cast<int>(std::lround(corner.y / scale))};
  }
  return found;
}

double modules_of(const SeenModules& seen) {
  return static_cast<double>(seen.modules.size()) * seen.modules.size();
}

}  // namespace

FrameReader::FrameReader(std::chrono::milliseconds budget) : FrameReader(budget, steady_now) {}

FrameReader::FrameReader(std::chrono::milliseconds budget, Clock clock)
    : budget_(budget), clock_(std::move(clock)) {
  std::ranges::copy(kFirstPace, pace_.begin());
  pace_[regions] = kFirstRegions;
  pace_[tracking] = kFirstTracking;
  pace_[joining] = kFirstJoining;
}

Reading FrameReader::read(const GrayView& frame) {
  steps_.clear();
  ++age_;
  until_ = clock_() + budget_;
  Reading reading;
  if (!has_pixels(frame)) return reading;
  reading.width = frame.width;
  reading.height = frame.height;
  // Where plain reading leaves no time for anything else, the next frame is for the search.
  if (!waiting_) read_plainly(reading, frame);
  waiting_ = false;
  choose_seal(reading);
  if (!reading.seal && !reading.several_seals) {
    if (tracked_) join(reading, frame);
    choose_seal(reading);
    if (!reading.seal) search(reading, frame);
    choose_seal(reading);
  }
  if (reading.seal || reading.several_seals) forget();
  return reading;
}

void FrameReader::forget() {
  searches_.clear();
  tracked_.reset();
  evidence_.clear();
}

FrameReader::Nanoseconds FrameReader::allowed_for(std::size_t sort, double work) const {
  return Nanoseconds(static_cast<std::int64_t>(kMargin * pace_[sort] * work));
}

bool FrameReader::try_step(std::size_t sort, double work, const std::function<void()>& step) {
  const auto start = clock_(), allowed = allowed_for(sort, work);
  if (start + allowed > until_) return false;
  step();
  const auto took = clock_() - start;
  if (work > 0) {
    pace_[sort] = std::max(kForget * pace_[sort], static_cast<double>(took.count()) / work);
  }
  constexpr std::array<std::string_view, 4> kNames{kPlain, "regions", "tracking", "joining"};
  steps_.push_back(
      {sort < plain ? SymbolSearch::name_of(sort) : kNames[sort - plain], work, allowed, took});
  return true;
}

void FrameReader::read_plainly(Reading& reading, const GrayView& frame) {
  const auto start = clock_();
  reading.barcodes = scan_plainly(frame);
  steps_.push_back({kPlain, pixels_of(frame), {}, clock_() - start});
}

void FrameReader::join(Reading& reading, const GrayView& frame) {
  const auto& corners = tracked_->corners;
  const auto [left, right] = std::ranges::minmax(corners, {}, &Point::x);
  const auto [top, low] = std::ranges::minmax(corners, {}, &Point::y);
  const double work =
      modules_of(*tracked_) + static_cast<double>(right.x - left.x) * (low.y - top.y);
  std::optional<SeenModules> now;
  if (!try_step(tracking, work, [&] { now = track(frame, *tracked_); })) {
    if (steps_.empty()) pace_[tracking] *= kDoubt;
    waiting_ = !steps_.empty();
    return;
  }
  if (!now) {
    tracked_.reset();
    evidence_.clear();
    return;
  }
  tracked_ = std::move(now);
  if (!evidence_.add(*tracked_)) return;
  std::optional<Barcode> code;
  try_step(joining, modules_of(*tracked_), [&] { code = evidence_.read(); });
  if (code) reading.barcodes.push_back(*std::move(code));
}

void FrameReader::search(Reading& reading, const GrayView& frame) {
  const auto has_waited = [this] { return steps_.empty(); };
  if (searches_.empty() && !try_step(regions, pixels_of(frame), [&] { find_new_regions(frame); })) {
    if (has_waited()) pace_[regions] *= kDoubt;
    waiting_ = !has_waited();
    return;
  }
  while (!searches_.empty()) {
    const std::size_t turn = whose_turn();
    const auto [sort, work] = searches_[turn].symbol.ahead();
    if (allowed_for(sort, work) > budget_) {
      // Not even a whole frame has time for it.
      searches_[turn].symbol.skip();
      pace_[sort] *= kDoubt;
      end_if_done(turn);
    } else if (!step(reading, turn)) {
      waiting_ = steps_.size() == 1 && steps_[0].name == kPlain;
      return;
    }
  }
}

void FrameReader::scene_changed() {
  if (age_ >= kSearchFrames) searches_.clear();
}

void FrameReader::find_new_regions(const GrayView& frame) {
  age_ = 0;
  for (const auto& area : find_regions(frame)) {
    SymbolSearch symbol(frame, area);
    if (!symbol.done()) searches_.push_back({std::move(symbol)});
  }
  if (searches_.empty()) ++rounds_;
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
  const auto [sort, work] = one.symbol.ahead();
  if (!try_step(sort, work, [&] { one.symbol.step(); })) return false;
  ++one.steps;
  if (one.symbol.found()) {
    reading.barcodes.push_back(*one.symbol.found());
    searches_.clear();
    return true;
  }
  if (one.symbol.restored() && one.symbol.seen()) watch(*one.symbol.seen());
  end_if_done(turn);
  return true;
}

void FrameReader::end_if_done(std::size_t turn) {
  if (!searches_[turn].symbol.done()) return;
  searches_.erase(searches_.begin() + static_cast<std::ptrdiff_t>(turn));
  if (searches_.empty()) ++rounds_;
}

/// A lattice that fits and does not decode: the next frames may tell the rest.
void FrameReader::watch(const SeenModules& seen) {
  if (seen.agreement < kWorthTracking) return;
  if (tracked_ && tracked_->agreement >= seen.agreement) return;
  tracked_ = seen;
  evidence_.add(seen);
}

}  // namespace evisa::reader
