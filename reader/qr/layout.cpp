// Finders to layouts: distances in the finders' own modules give the version, the timing patterns
// confirm it.
#include "reader/qr/layout.h"

#include <array>
#include <optional>

#include "reader/qr/timing.h"
#include "reader/qr/version.h"

namespace evisa::reader::qr {
namespace {

constexpr double kFarSide = 3;  // modules from a finder's centre to its row of the timing pattern

/// `step` in modules of the finder's frame.
Vec in_frame(const Finder& f, Vec step) {
  const double area = cross(f.right, f.down);
  return {cross(step, f.down) / area, cross(f.right, step) / area};
}

Finder quarter_turn(Finder f) {
  const Vec right = f.right;
  f.right = f.down;
  f.down = right * -1;
  return f;
}

/// The frame turned so that `way` goes right, or nothing when it goes too far askew.
std::optional<Finder> facing(Finder f, Vec way, double askew = 0.35) {
  if (cross(f.right, f.down) < 0) std::swap(f.right, f.down);
  for (int i = 0; i < 4; ++i, f = quarter_turn(f)) {
    const Vec m = in_frame(f, way);
    if (m.x > 0 && std::abs(m.y) <= m.x * askew) return f;
  }
  return std::nullopt;
}

Finder as_down(const Finder& facing_down) {
  // Its right points down the symbol: the symbol's right is then its up.
  Finder f = facing_down;
  f.right = facing_down.down * -1;
  f.down = facing_down.right;
  return f;
}

std::optional<Side> side_of(const Finder& a, const Finder& b) {
  const Vec way = b.centre - a.centre;
  const auto from = facing(a, way), to = facing(b, way);
  if (!from || !to) return std::nullopt;
  const Vec ma = in_frame(*from, way), mb = in_frame(*to, way);
  if (ma.x < 11 || mb.x < 11 || ma.x > 2 * mb.x || mb.x > 2 * ma.x) return std::nullopt;
  return Side{*from, *to, 2 * ma.x * mb.x / (ma.x + mb.x),
              std::abs(ma.y / ma.x) + std::abs(mb.y / mb.x)};
}

Seed seed_of(const Finder& f, Vec module) { return {module, f.centre, f.right, f.down}; }

std::vector<int> versions_near(double modules, double slack) {
  std::vector<std::pair<double, int>> near;
  for (int version = kLeastVersion; version <= kMostVersion; ++version) {
    const double off = std::abs(size_of(version) - 7 - modules);
    if (off <= 2.5 + slack * modules) near.emplace_back(off, version);
  }
  std::ranges::sort(near);
  std::vector<int> out;
  for (const auto& [off, version] : near) out.push_back(version);
  return out;
}

/// The side's timing pattern lies on the symbol's inner side, three modules from the centres:
/// `inner` is +1 when that is the frames' own down, -1 when it is their up.
Timing timing_of(const Plane& dark, const Side& side, int version, double inner) {
  const Vec from =
      side.from.centre + side.from.right * kFarSide + side.from.down * (kFarSide * inner);
  const Vec to = side.to.centre - side.to.right * kFarSide + side.to.down * (kFarSide * inner);
  return follow_timing(dark, from, to, side.from.down, size_of(version));
}

void add_timing(Layout& layout, const Timing& timing, bool across, Vec right, Vec down) {
  if (timing.score < 0.45) return;
  for (std::size_t i = 1; i + 1 < timing.modules.size(); ++i) {
    const double module = 6 + static_cast<double>(i);
    layout.timing.push_back(
        {across ? Vec{module, 6} : Vec{6, module}, timing.modules[i], right, down});
  }
}

Vec mean(Vec a, Vec b) { return (a + b) * 0.5; }

Layout three(const Side& top, const Side& left, int version, const Timing& across,
             const Timing& down) {
  const double far = size_of(version) - 4;
  const Finder bottom = as_down(left.to);
  Layout layout{version,
                {seed_of(top.from, {3, 3}), seed_of(top.to, {far, 3}), seed_of(bottom, {3, far})},
                {},
                0};
  add_timing(layout, across, true, mean(top.from.right, top.to.right),
             mean(top.from.down, top.to.down));
  add_timing(layout, down, false, mean(top.from.right, bottom.right),
             mean(top.from.down, bottom.down));
  return layout;
}

double squared_steps(double modules, double slack, int lines) {
  double work = 0;
  for (const int version : versions_near(modules, slack)) {
    const double steps = size_of(version) - 13;
    work += lines * steps * steps;
  }
  return work;
}

constexpr double kThreeSlack = 0.1, kTwoSlack = 0.08;  // of a distance, for perspective and bends
constexpr std::size_t kMostTriples = 5, kPairedFinders = 4;

double modules_of(const Triple& triple) {
  return std::sqrt(triple.top.modules * triple.left.modules);
}

}  // namespace

void keep_best(std::vector<Layout>& layouts, std::size_t most) {
  std::ranges::stable_sort(layouts, [](const auto& a, const auto& b) { return a.score > b.score; });
  if (layouts.size() > most) layouts.resize(most);
}

double work_of(const Triple& triple) { return squared_steps(modules_of(triple), kThreeSlack, 2); }

std::vector<Triple> triples_of(const std::vector<Finder>& finders) {
  std::vector<Triple> out;
  for (std::size_t a = 0; a < finders.size(); ++a) {
    for (std::size_t b = 0; b < finders.size(); ++b) {
      for (std::size_t c = 0; c < finders.size(); ++c) {
        if (a == b || b == c || a == c) continue;
        const Vec d1 = finders[b].centre - finders[a].centre,
                  d2 = finders[c].centre - finders[a].centre;
        if (cross(d1, d2) <= 0.15 * length(d1) * length(d2)) continue;
        const auto top = side_of(finders[a], finders[b]), left = side_of(finders[a], finders[c]);
        if (!top || !left) continue;
        const double ratio = std::abs(std::log(top->modules / left->modules));
        if (ratio > 0.45) continue;
        out.push_back({*top, *left,
                       finders[a].score + finders[b].score + finders[c].score - ratio -
                           0.5 * (top->askew + left->askew)});
      }
    }
  }
  std::ranges::stable_sort(out, [](const auto& x, const auto& y) { return x.score > y.score; });
  if (out.size() > kMostTriples) out.resize(kMostTriples);
  return out;
}

std::vector<Layout> layouts_of(const Plane& dark, const Triple& triple) {
  const auto& [top, left, score] = triple;
  std::vector<Layout> layouts;
  double prior = 0;
  for (const int version : versions_near(modules_of(triple), kThreeSlack)) {
    // The left side's frames face down the symbol: its inside is then their up.
    const Timing across = timing_of(dark, top, version, 1),
                 down = timing_of(dark, left, version, -1);
    // A large symbol is much work to follow: only with its timing patterns in sight.
    if (version > 14 && across.score + down.score < 0.7) continue;
    Layout layout = three(top, left, version, across, down);
    layout.score = score + 1.5 * (across.score + down.score) - prior;
    prior += 0.12;
    layouts.push_back(std::move(layout));
  }
  return layouts;
}

namespace {

/// The pair as the top side (top left and top right) or as the left one (bottom left and top left),
/// seen from inside the symbol: both have the inside on the frames' down.
void beside_each_other(const Plane& dark, const Side& side, double score,
                       std::vector<Layout>& layouts) {
  double prior = 0;
  for (const int version : versions_near(side.modules, kTwoSlack)) {
    const Timing timing = timing_of(dark, side, version, 1);
    const double far = size_of(version) - 4;
    Layout top{version, {seed_of(side.from, {3, 3}), seed_of(side.to, {far, 3})}, {}, 0};
    add_timing(top, timing, true, side.from.right, side.from.down);
    top.score = score + 2.5 * timing.score - prior;
    // As the left side, bottom to top: the symbol's right is the frames' down, its down their left.
    const auto turned = [](Finder f) {
      const Vec right = f.right;
      f.right = f.down;
      f.down = right * -1;
      return f;
    };
    Layout left{version,
                {seed_of(turned(side.from), {3, far}), seed_of(turned(side.to), {3, 3})},
                {},
                top.score - 0.01};
    Timing upward = timing;
    std::ranges::reverse(upward.modules);
    add_timing(left, upward, false, side.from.down, side.from.right * -1);
    prior += 0.12;
    layouts.push_back(std::move(top));
    layouts.push_back(std::move(left));
  }
}

/// Top right and bottom left, the top left one hidden.
void across_each_other(const Finder& a, const Finder& b, std::vector<Layout>& layouts) {
  const Vec way = b.centre - a.centre;
  Finder from = a, to = b;
  if (cross(from.right, from.down) < 0) std::swap(from.right, from.down);
  if (cross(to.right, to.down) < 0) std::swap(to.right, to.down);
  const auto diagonal = [&](Finder& f) {  // `way` goes left and down
    for (int i = 0; i < 4; ++i, f = quarter_turn(f)) {
      const Vec m = in_frame(f, way);
      if (m.x < 0 && m.y > 0 && std::abs(m.x + m.y) < 0.4 * m.y) return (m.y - m.x) / 2;
    }
    return 0.0;
  };
  const double ma = diagonal(from), mb = diagonal(to);
  if (ma < 11 || mb < 11 || ma > 1.6 * mb || mb > 1.6 * ma) return;
  double prior = 0.3;
  const auto versions = versions_near(2 * ma * mb / (ma + mb), 0.03);
  for (std::size_t i = 0; i < versions.size() && i < 2; ++i, prior += 0.3) {
    const double far = size_of(versions[i]) - 4;
    layouts.push_back({versions[i],
                       {seed_of(from, {far, 3}), seed_of(to, {3, far})},
                       {},
                       a.score + b.score + 0.8 - prior});
  }
}

}  // namespace

std::vector<Pair> pairs_of(const std::vector<Finder>& finders) {
  std::vector<Pair> pairs;
  const std::size_t count = std::min(finders.size(), kPairedFinders);
  for (std::size_t a = 0; a < count; ++a) {
    for (std::size_t b = 0; b < count; ++b)
      if (a != b) pairs.push_back({finders[a], finders[b]});
  }
  return pairs;
}

std::vector<Layout> layouts_of(const Plane& dark, const Pair& pair) {
  std::vector<Layout> layouts;
  if (const auto side = side_of(pair.a, pair.b))
    beside_each_other(dark, *side, pair.a.score + pair.b.score - side->askew, layouts);
  across_each_other(pair.a, pair.b, layouts);
  return layouts;
}

double work_of(const Pair& pair) {
  const auto side = side_of(pair.a, pair.b);
  return side ? squared_steps(side->modules, kTwoSlack, 1) : 0;
}

}  // namespace evisa::reader::qr
