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

SymbolSearch::SymbolSearch(const GrayView& frame, const qr::Area& area)
    : area_(within(area, frame)) {
  if (area_.width < 21 || area_.height < 21) return;
  region_ = copy_of(frame, area_);
  using qr::Search;
  for (const Task& task :
       {Task{.work = Work::finders, .how = Search::runs}, Task{.work = Work::enhance, .number = 0},
        Task{.work = Work::finders, .how = Search::usual_shapes}, Task{.work = Work::hidden_finder},
        Task{.work = Work::blurred}, Task{.work = Work::enhance, .number = 1},
        Task{.work = Work::finders, .how = Search::large_shapes},
        Task{.work = Work::enhance, .number = 2}, Task{.work = Work::invert},
        Task{.work = Work::finders, .how = Search::small_shapes}}) {
    tasks_.push_back(task);
  }
}

bool SymbolSearch::step() {
  if (tasks_.empty() || found_) return false;
  const Task task = std::move(tasks_.front());
  tasks_.pop_front();
  switch (task.work) {
    case Work::finders:
      look_for_finders(task.how);
      break;
    case Work::hidden_finder:
      if (dark_) put_layouts(qr::layouts_of_two(*dark_, finders_, 4), qr::Sheet::bent);
      break;
    case Work::blurred:
      look_through_blur();
      break;
    case Work::enhance:
      enhance_region(task.number);
      break;
    case Work::invert:
      for (auto& pixel : region_.pixels) pixel = static_cast<std::uint8_t>(255 - pixel);
      tasks_.push_front({.work = Work::finders, .how = qr::Search::runs});
      tasks_.push_front({.work = Work::enhance, .number = 3});
      break;
    case Work::follow:
      follow(*task.layout, task.sheet);
      break;
    case Work::restore:
      restore(task.number);
      break;
  }
  if (found_) tasks_.clear();
  return !tasks_.empty();
}

/// ZXing on the region alone, made more readable.
void SymbolSearch::enhance_region(int step) {
  constexpr std::array<Enhancement, 4> kSteps{
      {{2, true, true}, {2, false, true}, {2, true, false}, {1, false, false}}};
  Enhancement how = kSteps[static_cast<std::size_t>(step)];
  if (std::max(region_.width, region_.height) > 420) how.scale = 1;
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
  cut_plane(std::min(kLargestScale, kFirstSide / std::max(region_.width, region_.height)));
  if (!plane_) return;
  const double side = std::max(plane_->width, plane_->height);
  dark_ = qr::darkness(qr::blurred(*plane_, 0.8), static_cast<int>(side / 14));
  finders_ = qr::find_finders(*dark_, how);
  if (finders_.empty()) return;
  suit_scale();
  if (!plane_) return;
  put_layouts(qr::layouts_of_three(*dark_, finders_, 2), qr::Sheet::bent);
}

/// Brings the plane to a scale that suits the finders' modules, and fits them anew.
void SymbolSearch::suit_scale() {
  std::vector<double> modules;
  for (const auto& finder : finders_) modules.push_back(finder.module());
  const auto middle = modules.begin() + static_cast<std::ptrdiff_t>(modules.size() / 2);
  std::ranges::nth_element(modules, middle);
  double module = *middle;
  if (module < 2.8 || module > 7) {
    const double wanted = std::min(kLargestScale, scale_ * kModule / module),
                 ratio = wanted / scale_;
    cut_plane(wanted);
    if (!plane_) return;
    for (auto& finder : finders_) {
      finder.centre = (finder.centre + qr::Vec{0.5, 0.5}) * ratio - qr::Vec{0.5, 0.5};
      finder.right = finder.right * ratio;
      finder.down = finder.down * ratio;
    }
    module *= ratio;
  }
  dark_ = qr::darkness(qr::blurred(*plane_, 0.3 * module), static_cast<int>(4.5 * module) + 1);
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
  for (auto& v : plane_->values) v = 255 * std::pow(std::clamp(v, 0.0F, 255.0F) / 255, 2.2F);
  put_layouts(qr::layouts_of_three(*dark_, finders_, 1), qr::Sheet::flat);
}

void SymbolSearch::put_layouts(std::vector<qr::Layout> layouts, qr::Sheet sheet) {
  for (auto layout = layouts.rbegin(); layout != layouts.rend(); ++layout)
    tasks_.push_front({.work = Work::follow, .layout = std::move(*layout), .sheet = sheet});
}

void SymbolSearch::follow(const qr::Layout& layout, qr::Sheet sheet) {
  const qr::Lattice lattice(*dark_, layout, sheet);
  const double agreement = lattice.agreement(*dark_);
  if (agreement < kLeastAgreement) return;
  const auto frame_point = [&](double x, double y) {
    const qr::Vec p = lattice.at(x, y);
    return Point{area_.x + static_cast<int>(std::lround((p.x + 0.5) / scale_ - 0.5)),
                 area_.y + static_cast<int>(std::lround((p.y + 0.5) / scale_ - 0.5))};
  };
  const double last = lattice.size() - 0.5;
  last_ = SeenModules{layout.version,
                      qr::black_and_white(lattice.sampled(*plane_)),
                      agreement,
                      {frame_point(-0.5, -0.5), frame_point(last, -0.5), frame_point(last, last),
                       frame_point(-0.5, last)}};
  if (!seen_ || agreement > seen_->agreement) seen_ = last_;
  if (accept(last_->modules)) return;
  // A lattice that fits this well is the right one: other layouts would be other mistakes.
  if (agreement > kSureAgreement && layout.finders.size() == 3)
    std::erase_if(tasks_, [](const Task& task) { return task.work == Work::follow; });
  tasks_.push_front({.work = Work::restore, .number = 2});
  tasks_.push_front({.work = Work::restore, .number = 1});
}

void SymbolSearch::restore(int reach) {
  accept(qr::restored(last_->modules, qr::FunctionPattern::of(last_->version), reach));
  restored_ = restored_ || reach > 1;
}

bool SymbolSearch::accept(const qr::Modules& modules) {
  auto symbol = decode_either_way(modules);
  if (!symbol) {
    qr::Modules doubted = modules;
    qr::doubt_streaks(doubted, qr::FunctionPattern::of(last_->version));
    symbol = decode_either_way(doubted);
  }
  if (!symbol) return false;
  found_ = Barcode{"QRCode", {symbol->bytes.begin(), symbol->bytes.end()}, last_->corners};
  return true;
}

}  // namespace evisa::reader
