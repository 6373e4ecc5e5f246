// The order of the work in a region: plain finders first, then what is blurred, hidden or inverted.
#include "reader/symbol_search.h"

#include <algorithm>
#include <cmath>

#include "reader/barcode_scan.h"
#include "reader/enhancement.h"
#include "reader/qr/restore.h"
#include "reader/qr/streaks.h"

namespace evisa::reader {
namespace {

constexpr double kFirstSide = 400;   // pixels: long side at which finders are looked for
constexpr double kModule = 4;        // pixels a module at which the lattice is followed
constexpr double kLargestScale = 3;  // beyond that, enlarging adds nothing
constexpr double kLeastAgreement = 0.3, kSureAgreement = 0.6;
constexpr float kSharpen = 2;
constexpr double kLeastModule = 2.8, kMostModule = 7;  // pixels: between them it stays as it is
constexpr double kMostPixels = 1.5e6;                  // of a plane
constexpr double kFitting = 8000;                      // of a finder, in pixels of a plane
constexpr std::size_t kAllGroups = 1000;               // groups are to be made first

/// Finders are looked for at a scale at which the region's long side is always the same.
double first_scale(const GrayImage& region) {
  return std::min(kLargestScale, kFirstSide / std::max(region.width, region.height));
}

Enhancement enhancement_of(const GrayImage& region, std::size_t step) {
  constexpr std::array<Enhancement, 4> kSteps{
      {{2, true, true}, {2, false, true}, {2, true, false}, {1, false, false}}};
  Enhancement how = kSteps[step];
  if (std::max(region.width, region.height) > 420) how.scale = 1;
  return how;
}

float light_of(float gray) {
  static const auto kLight = [] {
    std::array<float, 256> table{};
    for (std::size_t i = 0; i < table.size(); ++i)
      table[i] = 255 * std::pow(static_cast<float>(i) / 255, 2.2F);
    return table;
  }();
  const float bounded = std::clamp(gray, 0.0F, 254.99F);
  const auto below = static_cast<std::size_t>(bounded);
  const float part = bounded - static_cast<float>(below);
  return kLight[below] + part * (kLight[below + 1] - kLight[below]);
}

qr::Modules transposed(const qr::Modules& modules) {
  qr::Modules out(modules.size());
  for (int y = 0; y < modules.size(); ++y)
    for (int x = 0; x < modules.size(); ++x) out.at(y, x) = modules.at(x, y);
  return out;
}

GrayImage copy_of(const GrayView& frame, const qr::Area& area) {
  GrayImage out;
  out.width = area.width;
  out.height = area.height;
  out.pixels.reserve(static_cast<std::size_t>(area.width) * static_cast<std::size_t>(area.height));
  for (int y = 0; y < area.height; ++y) {
    const auto* row = frame.data + static_cast<std::size_t>(area.y + y) * frame.stride + area.x;
    out.pixels.insert(out.pixels.end(), row, row + area.width);
  }
  return out;
}

qr::Area within(const qr::Area& area, const GrayView& frame) {
  const int x = std::clamp(area.x, 0, frame.width), y = std::clamp(area.y, 0, frame.height);
  return {x, y, std::clamp(area.width, 0, frame.width - x),
          std::clamp(area.height, 0, frame.height - y)};
}

}  // namespace

std::optional<qr::Symbol> decode_either_way(const qr::Modules& modules) {
  if (auto symbol = qr::decode_symbol(modules)) return symbol;
  return qr::decode_symbol(transposed(modules));
}

SeenModules seen_modules(const qr::Lattice& lattice, const qr::Plane& plane, int version,
                         double agreement, const std::function<qr::Vec(qr::Vec)>& on_frame) {
  const auto corner = [&](double x, double y) {
    const qr::Vec p = on_frame(lattice.at(x, y));
    return Point{static_cast<int>(std::lround(p.x)), static_cast<int>(std::lround(p.y))};
  };
  const auto finder = [&](double x, double y) {
    const qr::Vec at = on_frame(lattice.at(x, y));
    return qr::Seed{{x, y},
                    at,
                    (on_frame(lattice.at(x + 3, y)) - on_frame(lattice.at(x - 3, y))) * (1.0 / 6),
                    (on_frame(lattice.at(x, y + 3)) - on_frame(lattice.at(x, y - 3))) * (1.0 / 6)};
  };
  const double last = lattice.size() - 0.5, far = lattice.size() - 4;
  return {version,
          qr::black_and_white(lattice.sampled(plane)),
          agreement,
          {corner(-0.5, -0.5), corner(last, -0.5), corner(last, last), corner(-0.5, last)},
          {finder(3, 3), finder(far, 3), finder(3, far)}};
}

std::optional<qr::Symbol> decode_doubting(const qr::Modules& modules, int version) {
  if (auto symbol = decode_either_way(modules)) return symbol;
  qr::Modules doubted = modules;
  qr::doubt_streaks(doubted, qr::FunctionPattern::of(version));
  return decode_either_way(doubted);
}

SymbolSearch::SymbolSearch(const GrayView& frame, const qr::Area& area)
    : area_(within(area, frame)) {
  if (area_.width < 21 || area_.height < 21) return;
  region_ = copy_of(frame, area_);
  using qr::Search;
  for (const Task& task : {Task{.work = Work::runs}, Task{.work = Work::enhance, .number = 0},
                           Task{.work = Work::shapes, .how = Search::usual_shapes},
                           Task{.work = Work::pairs, .number = kAllGroups},
                           Task{.work = Work::unblur}, Task{.work = Work::enhance, .number = 1},
                           Task{.work = Work::shapes, .how = Search::large_shapes},
                           Task{.work = Work::enhance, .number = 2}, Task{.work = Work::invert},
                           Task{.work = Work::shapes, .how = Search::small_shapes}}) {
    tasks_.push_back(task);
  }
}

std::string_view SymbolSearch::name_of(std::size_t sort) {
  constexpr std::array<std::string_view, kSorts> kNames{"runs",   "shapes", "suit",    "triples",
                                                        "pairs",  "unblur", "enhance", "invert",
                                                        "follow", "decode", "restore", "redecode"};
  return kNames[sort];
}

SymbolSearch::Ahead SymbolSearch::ahead() const {
  if (tasks_.empty()) return {};
  const Task& task = tasks_.front();
  const double pixels = static_cast<double>(region_.width) * region_.height,
               first = first_scale(region_), all = first * first * pixels;
  const auto modules = [](int version) {
    return static_cast<double>(qr::size_of(version)) * qr::size_of(version);
  };
  const auto work = [&]() -> double {
    switch (task.work) {
      case Work::runs:
      case Work::shapes:
        return all;
      case Work::suit:
        return pixels * suiting_scale() * suiting_scale() +
               kFitting * static_cast<double>(finders_.size());
      case Work::triples:
        return qr::work_of(triples_[task.number]);
      case Work::pairs:
        return task.number == kAllGroups ? 0 : qr::work_of(pairs_[task.number]);
      case Work::unblur:
        return plane_ ? static_cast<double>(plane_->values.size()) : 0;
      case Work::enhance: {
        const double scale = enhancement_of(region_, task.number).scale;
        return pixels * scale * scale;
      }
      case Work::invert:
        return pixels;
      case Work::follow:
        return modules(task.layout->version);
      case Work::decode:
        return lattice_ ? static_cast<double>(lattice_->size()) * lattice_->size() : 0;
      case Work::restore: {
        const double side = 2.0 * static_cast<double>(task.number) + 1;
        return modules(last_->version) * side * side;
      }
      case Work::redecode:
        return modules(last_->version);
    }
    return 0;
  };
  return {static_cast<std::size_t>(task.work), work()};
}

bool SymbolSearch::step() {
  if (tasks_.empty() || found_) return false;
  const Task task = std::move(tasks_.front());
  tasks_.pop_front();
  work_on(task);
  if (found_) tasks_.clear();
  return !tasks_.empty();
}

void SymbolSearch::skip() {
  if (tasks_.empty()) return;
  const Task task = std::move(tasks_.front());
  tasks_.pop_front();
  restoring_.reset();
  if (task.work == Work::triples) try_group({}, task, triples_.size());
  if (task.work == Work::pairs && task.number != kAllGroups) try_group({}, task, pairs_.size());
}

void SymbolSearch::work_on(const Task& task) {
  switch (task.work) {
    case Work::runs:
      return look_for_finders(qr::Search::runs);
    case Work::shapes:
      return look_for_finders(task.how);
    case Work::suit:
      suit_scale();
      return group_finders(qr::Sheet::bent, 2);
    case Work::triples:
      return try_group(qr::layouts_of(*dark_, triples_[task.number]), task, triples_.size());
    case Work::pairs:
      if (task.number == kAllGroups) return pair_finders();
      return try_group(qr::layouts_of(*dark_, pairs_[task.number]), task, pairs_.size());
    case Work::unblur:
      return look_through_blur();
    case Work::enhance:
      return enhance_region(task.number);
    case Work::invert:
      for (auto& pixel : region_.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
      put({.work = Work::runs});
      return put({.work = Work::enhance, .number = 3});
    case Work::follow:
      lattice_.emplace(*dark_, *task.layout, task.sheet);
      return put({.work = Work::decode, .layout = task.layout, .sheet = task.sheet});
    case Work::decode:
      return decode_lattice(task);
    case Work::restore:
      return restore_round(task);
    case Work::redecode:
      accept(restoring_->modules());
      restored_ = restored_ || task.number > 1;
      return;
  }
}

/// ZXing on the region alone, made more readable.
void SymbolSearch::enhance_region(std::size_t step) {
  const Enhancement how = enhancement_of(region_, step);
  const auto image = enhance(region_.view(), how);
  if (!image) return;
  for (auto& code : scan_barcodes(image->view(), Symbologies::qr,
                                  how.black_white ? Ink::is_below : Ink::local)) {
    for (auto& corner : code.corners) {
      corner = {area_.x + static_cast<int>(std::lround(corner.x / how.scale)),
                area_.y + static_cast<int>(std::lround(corner.y / how.scale))};
    }
    found_ = std::move(code);
  }
}

void SymbolSearch::cut_plane(double scale) {
  scale_ = scale;
  plane_ = qr::cut(region_.view(), {0, 0, region_.width, region_.height}, scale);
}

void SymbolSearch::look_for_finders(qr::Search how) {
  dark_.reset();
  finders_.clear();
  cut_plane(first_scale(region_));
  if (!plane_) return;
  const double side = std::max(plane_->width, plane_->height);
  dark_ = qr::darkness(qr::blurred(*plane_, 0.8), static_cast<int>(side / 14));
  finders_ = qr::find_finders(*dark_, how);
  if (!finders_.empty()) put({.work = Work::suit});
}

/// The scale at which the finders' modules have a size that the lattice is followed well at.
double SymbolSearch::suiting_scale() const {
  std::vector<double> modules;
  for (const auto& finder : finders_) modules.push_back(finder.module());
  const auto middle = modules.begin() + static_cast<std::ptrdiff_t>(modules.size() / 2);
  std::ranges::nth_element(modules, middle);
  if (*middle >= kLeastModule && *middle <= kMostModule) return scale_;
  const double pixels = static_cast<double>(region_.width) * region_.height;
  return std::min({kLargestScale, scale_ * kModule / *middle, std::sqrt(kMostPixels / pixels)});
}

/// Brings the plane to that scale, and fits the finders anew.
void SymbolSearch::suit_scale() {
  const double wanted = suiting_scale(), ratio = wanted / scale_;
  if (ratio != 1) {
    cut_plane(wanted);
    if (!plane_) return dark_.reset();
    for (auto& finder : finders_) {
      finder.centre = (finder.centre + qr::Vec{0.5, 0.5}) * ratio - qr::Vec{0.5, 0.5};
      finder.right = finder.right * ratio;
      finder.down = finder.down * ratio;
    }
  }
  std::vector<double> modules;
  for (const auto& finder : finders_) modules.push_back(finder.module());
  const auto middle = modules.begin() + static_cast<std::ptrdiff_t>(modules.size() / 2);
  std::ranges::nth_element(modules, middle);
  dark_ = qr::darkness(qr::blurred(*plane_, 0.3 * *middle), static_cast<int>(4.5 * *middle) + 1);
  for (auto& finder : finders_) finder = qr::fit_finder(*dark_, finder);
}

/// Blur leaves finders, but neither timing patterns nor single modules: both are brought up again
/// before the lattice is followed.
void SymbolSearch::look_through_blur() {
  if (!plane_ || finders_.size() < 3) return;
  const double module = finders_.front().module();
  const qr::Plane soft = qr::blurred(*plane_, 0.8 * module);
  qr::Plane sharp = *plane_;
  for (std::size_t i = 0; i < sharp.values.size(); ++i)
    sharp.values[i] += kSharpen * (sharp.values[i] - soft.values[i]);
  dark_ = qr::darkness(qr::blurred(sharp, 0.2 * module), static_cast<int>(4.5 * module) + 1);
  for (auto& finder : finders_) finder = qr::fit_finder(*dark_, finder);
  // Light adds up in a blur, grey values do not.
  for (auto& v : plane_->values) v = light_of(v);
  group_finders(qr::Sheet::flat, 1);
}

void SymbolSearch::group_finders(qr::Sheet sheet, std::size_t most) {
  layouts_.clear();
  most_layouts_ = most;
  if (!dark_) return;
  triples_ = qr::triples_of(finders_);
  for (std::size_t i = triples_.size(); i-- > 0;)
    put({.work = Work::triples, .number = i, .sheet = sheet});
}

void SymbolSearch::pair_finders() {
  layouts_.clear();
  most_layouts_ = 4;
  if (!dark_) return;
  pairs_ = qr::pairs_of(finders_);
  for (std::size_t i = pairs_.size(); i-- > 0;) put({.work = Work::pairs, .number = i});
}

/// Collects the layouts of one group; after the last one the best of all are followed.
void SymbolSearch::try_group(std::vector<qr::Layout> layouts, const Task& task, std::size_t count) {
  std::ranges::move(layouts, std::back_inserter(layouts_));
  if (task.number + 1 < count) return;
  qr::keep_best(layouts_, most_layouts_);
  for (auto layout = layouts_.rbegin(); layout != layouts_.rend(); ++layout)
    put({.work = Work::follow, .layout = std::move(*layout), .sheet = task.sheet});
  layouts_.clear();
}

SeenModules SymbolSearch::seen_on(const qr::Lattice& lattice, int version, double agreement) const {
  const auto on_frame = [&](qr::Vec p) {
    return qr::Vec{area_.x + (p.x + 0.5) / scale_ - 0.5, area_.y + (p.y + 0.5) / scale_ - 0.5};
  };
  return seen_modules(lattice, *plane_, version, agreement, on_frame);
}

void SymbolSearch::decode_lattice(const Task& task) {
  lattice_->relax(*dark_);
  const double agreement = lattice_->agreement(*dark_);
  if (agreement < kLeastAgreement) return;
  last_ = seen_on(*lattice_, task.layout->version, agreement);
  if (!seen_ || agreement > seen_->agreement) seen_ = last_;
  if (accept(last_->modules)) return;
  // A lattice that fits this well is the right one: other layouts would be other mistakes.
  if (agreement > kSureAgreement && task.layout->finders.size() == 3)
    std::erase_if(tasks_, [](const Task& other) { return other.work == Work::follow; });
  put({.work = Work::restore, .number = 2});
  put({.work = Work::restore, .number = 1});
  restoring_.reset();
}

void SymbolSearch::restore_round(const Task& task) {
  if (!restoring_) {
    restoring_.emplace(last_->modules, qr::FunctionPattern::of(last_->version),
                       static_cast<int>(task.number));
  }
  if (restoring_->round()) return put(task);
  put({.work = Work::redecode, .number = task.number});
}

bool SymbolSearch::accept(const qr::Modules& modules) {
  const auto symbol = decode_doubting(modules, last_->version);
  restoring_.reset();
  if (!symbol) return false;
  found_ = Barcode{"QRCode", {symbol->bytes.begin(), symbol->bytes.end()}, last_->corners};
  return true;
}

}  // namespace evisa::reader
