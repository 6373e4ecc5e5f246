// A frame to an MRZ: ink, bands, lines, grid, characters.
#include "reader/mrz/read_mrz.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "reader/mrz/cut_lines.h"
#include "reader/mrz/fit_lines.h"
#include "reader/mrz/grid.h"

namespace evisa::reader::mrz {
namespace {

// What reads worse may be no MRZ, or one seen at the wrong scale.
constexpr double kReadAtAll = -0.8;
// Mean logarithm of the best character over all cells: what is no MRZ stays below.
constexpr double kNoMrz = -1.6;
// A quick look at a few cells that says no.
constexpr double kNoText = -1.8;
// One that leaves no doubt about the lines: at the wrong scale some text can be made out, too.
constexpr double kText = -0.5;
// Read so well that nothing else in the frame can be read better.
constexpr double kWellRead = -0.3;
constexpr int kGlance = 6;  // characters
// Lines are found in a frame of this size: a character is 4 pixels wide there and more.
constexpr int kCoarse = 1000;
// A frame this small is looked at as it is; one a little larger, too, when halving it did not do.
constexpr int kTiny = 700, kSmall = 1200;

struct Look {
  double score = 0;
  LinePair lines;
  MrzSight sight;
  /// Check digits are not right by chance.
  [[nodiscard]] bool sure() const { return score > kWellRead || sight.checks_hold; }
};

using Strips = std::array<Strip, 2>;

/// Two lines that may be an MRZ, the way up that reads better, and how well.
struct Candidate {
  LinePair lines;
  bool upside_down = false;
  double promise = 0;
  bool longer = false;  ///< than their ink is
};

double glance(const Strips& strips) {
  const Weights& weights = shipped_weights();
  return rhythm(read_places(weights, strips[0]), read_places(weights, strips[1]));
}

Candidate weigh(const GrayView& frame, const LinePair& lines) {
  const Strips middle = cut_middle(frame, lines, kGlance);
  const double upright = glance(middle), turned_over = glance(turned(middle));
  return {lines, turned_over > upright, std::max(upright, turned_over)};
}

/// The lines as if their ends had faded; as they were when that is no better. An MRZ begins with
/// letters and ends with fillers.
Candidate weigh_longer(const GrayView& frame, const Candidate& before, int& glances) {
  const auto lines = longer(before.lines, false);
  if (!lines || glances-- <= 0) return before;
  Candidate now = weigh(frame, *lines);
  if (now.promise <= before.promise) return before;
  if (now.upside_down) now.lines = *longer(before.lines, true);
  now.longer = true;
  return now;
}

/// The candidate's lines the right way up, refined if they then read as well: where the map calmed
/// the noise, the frame's own pixels can mislead.
LinePair finer(const GrayView& frame, const Candidate& candidate) {
  constexpr double kStretch = 0.08, kWorse = 0.5;
  const auto upright = [&](const LinePair& lines) {
    return candidate.upside_down ? turned(lines) : lines;
  };
  LinePair found = refined(frame, candidate.lines);
  if (candidate.longer) found = longer(found, candidate.upside_down).value_or(found);
  const bool stretched = std::abs(found.pitch() / candidate.lines.pitch() - 1) > kStretch;
  const LinePair lines = upright(found);
  if (!stretched || glance(cut_middle(frame, lines, kGlance)) > candidate.promise - kWorse)
    return lines;
  return upright(candidate.lines);
}

std::optional<Look> look(const GrayView& frame, const Candidate& candidate) {
  const LinePair lines = finer(frame, candidate);
  const Strips strips = cut_lines(frame, lines);
  const Weights& weights = shipped_weights();
  auto grid =
      find_grid(read_places(weights, strips[0]), read_places(weights, strips[1]), lines.cells);
  if (!grid) return std::nullopt;
  return Look{grid->score, lines, decide(std::move(grid->cells))};
}

/// Bands that the same lines would be fitted to.
bool alike(const Band& a, const Band& b) {
  constexpr double kPlace = 2, kLength = 0.04, kTurn = 0.02;  // pixels of the map, part, radians
  return std::hypot(a.x - b.x, a.y - b.y) < kPlace + kLength * a.length / 2 &&
         std::abs(b.length / a.length - 1) < kLength &&
         std::abs(std::sin(a.angle - b.angle)) < kTurn;
}

/// Capitals are nearly as high as a character is wide; a line of 44 taken for 36 has low ones.
bool may_be_short(const LinePair& lines) { return lines.height > 0.84 * lines.pitch(); }

/// One frame's search for up to `most` MRZs.
class Search {
 public:
  Search(const GrayView& frame, const MrzOptions& options, std::size_t most)
      : frame_(frame), left_{options, options}, most_(most) {}

  /// Looks for lines in the frame brought to `side` pixels.
  void read_at(int side) {
    const InkMap map = find_ink(frame_, side);
    const auto bands = find_bands(map, static_cast<std::size_t>(std::max(0, left_[0].bands)));
    read_best(candidates(map, bands, 44, left_[0].glances), left_[0].looks);
    if (left_[1].short_lines && !done())
      read_best(candidates(map, bands, 36, left_[1].glances), left_[1].looks);
  }

  /// As many as were looked for were read so well that nothing else can be read better.
  [[nodiscard]] bool done() const {
    return static_cast<std::size_t>(std::ranges::count_if(looks_, &Look::sure)) >= most_;
  }
  [[nodiscard]] bool any_read() const {
    return std::ranges::any_of(looks_,
                               [](const Look& l) { return l.sure() || l.score > kReadAtAll; });
  }
  /// The best ones, best first.
  [[nodiscard]] std::vector<Look> found() && {
    std::erase_if(looks_, [](const Look& l) { return l.score < kNoMrz; });
    std::ranges::stable_sort(looks_, better);
    if (looks_.size() > most_) looks_.resize(most_);
    return std::move(looks_);
  }

 private:
  static bool better(const Look& a, const Look& b) {
    if (a.sight.checks_hold != b.sight.checks_hold) return a.sight.checks_hold;
    return a.score > b.score;
  }

  [[nodiscard]] bool read_well(const LinePair& lines) const {
    return std::ranges::any_of(looks_,
                               [&](const Look& l) { return l.sure() && overlap(l.lines, lines); });
  }

  /// Every pair of lines of `cells` characters that the bands lead to, each once, the most
  /// promising first.
  std::vector<Candidate> candidates(const InkMap& map, const std::vector<Band>& bands, int cells,
                                    int& glances) {
    std::vector<Candidate> found;
    std::size_t well = 0;
    const auto known = [&](const Band& b) {
      return std::ranges::any_of(
          found, [&](const Candidate& c) { return c.promise > kText && covers(c.lines, map, b); });
    };
    std::vector<Band> tried;
    const auto again = [&](const Band& b) {
      return std::ranges::any_of(tried, [&](const Band& old) { return alike(old, b); });
    };
    for (const Band& piece : bands) {
      if (known(piece)) continue;
      // A piece may be the whole line already, and noise or a pattern beside it made it longer.
      for (const Band& one : {grow(map, piece), piece}) {
        if (known(one) || again(one)) continue;
        tried.push_back(one);
        const auto lines = fit_lines(map, one, cells);
        if (!lines || (cells == 36 && !may_be_short(*lines)) || read_well(*lines)) continue;
        if (glances-- <= 0) break;
        found.push_back(weigh(frame_, *lines));
        if (found.back().promise < kText && cells == 44)
          found.back() = weigh_longer(frame_, found.back(), glances);
        if (found.back().promise > kText) break;
      }
      if (!found.empty() && found.back().promise > kWellRead && ++well >= most_) break;
    }
    std::erase_if(found, [](const Candidate& c) { return c.promise < kNoText; });
    std::ranges::stable_sort(found, std::greater{}, &Candidate::promise);
    return found;
  }

  /// Reads the most promising pairs in full, until enough read well.
  void read_best(const std::vector<Candidate>& found, int& looks) {
    for (const Candidate& candidate : found) {
      if (done() || (looks <= 0)) return;
      if (read_well(candidate.lines)) continue;
      --looks;
      if (auto now = look(frame_, candidate)) keep(*std::move(now));
    }
  }

  /// Of looks at the same lines the better one stays.
  void keep(Look now) {
    const auto before =
        std::ranges::find_if(looks_, [&](const Look& l) { return overlap(l.lines, now.lines); });
    if (before == looks_.end()) {
      looks_.push_back(std::move(now));
    } else if (better(now, *before)) {
      *before = std::move(now);
    }
  }

  GrayView frame_;
  std::array<MrzOptions, 2> left_;  ///< what may be spent yet on lines of 44 and on lines of 36
  std::size_t most_;
  std::vector<Look> looks_;
};

std::array<float, 2> point(const Place& place) {
  return {static_cast<float>(place.x), static_cast<float>(place.y)};
}

MrzSight sight_of(Look look) {
  MrzSight sight = std::move(look.sight);
  const auto& l = look.lines;
  sight.corners = {point(l.upper[0]), point(l.upper[1]), point(l.lower[1]), point(l.lower[0])};
  return sight;
}

}  // namespace

std::vector<MrzSight> read_mrzs(const GrayView& frame, const MrzOptions& options,
                                std::size_t most) {
  if (!has_pixels(frame) || frame.width < 64 || frame.height < 64) return {};
  const int side = std::max(frame.width, frame.height);
  Search search(frame, options, most);
  search.read_at(side <= kTiny ? side : std::min(kCoarse, side / 2));
  if (side > kTiny && side <= kSmall && !search.done() && !search.any_read()) search.read_at(side);
  std::vector<MrzSight> sights;
  for (Look& look : std::move(search).found()) sights.push_back(sight_of(std::move(look)));
  return sights;
}

std::optional<MrzSight> read_mrz(const GrayView& frame, const MrzOptions& options) {
  auto sights = read_mrzs(frame, options, 1);
  if (sights.empty()) return std::nullopt;
  return std::move(sights.front());
}

}  // namespace evisa::reader::mrz
