// A frame to an MRZ: ink, bands, lines, grid, characters.
#include "reader/mrz/read_mrz.h"

#include <algorithm>
#include <array>
#include <functional>

#include "reader/mrz/grid.h"
#include "reader/mrz/line_pair.h"

namespace evisa::reader::mrz {
namespace {

// What reads worse may be no MRZ, or one seen at the wrong scale.
constexpr double kReadAtAll = -0.8;
// Mean logarithm of the best character over all cells: what is no MRZ stays below.
constexpr double kNoMrz = -1.6;
// A quick look at a few cells that says no.
constexpr double kNoText = -3.0;
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

std::optional<Look> look(const GrayView& frame, const Candidate& candidate) {
  const LinePair found = refined(frame, candidate.lines);
  const LinePair lines = candidate.upside_down ? turned(found) : found;
  const Strips strips = cut_lines(frame, lines);
  const Weights& weights = shipped_weights();
  auto grid =
      find_grid(read_places(weights, strips[0]), read_places(weights, strips[1]), lines.cells);
  if (!grid) return std::nullopt;
  return Look{grid->score, lines, decide(std::move(grid->cells))};
}

/// Capitals are nearly as high as a character is wide; a line of 44 taken for 36 has low ones.
bool may_be_short(const LinePair& lines) { return lines.height > 0.84 * lines.pitch(); }

/// Every pair of lines of `cells` characters that the bands lead to, each once, the most promising
/// first.
std::vector<Candidate> candidates(const GrayView& frame, const InkMap& map,
                                  const std::vector<Band>& bands, int cells, int& glances) {
  std::vector<Candidate> found;
  for (const Band& piece : bands) {
    const auto known = [&](const Band& b) {
      return std::ranges::any_of(found, [&](const Candidate& c) {
        return c.promise > kNoText && covers(c.lines, map, b);
      });
    };
    if (known(piece)) continue;
    const Band band = grow(map, piece);
    if (known(band)) continue;
    // A piece may be the whole line already, and noise or a pattern beside it have made it longer.
    for (const Band& one : {band, piece}) {
      const auto lines = fit_lines(map, one, cells);
      if (!lines || (cells == 36 && !may_be_short(*lines))) continue;
      if (glances-- <= 0) break;
      found.push_back(weigh(frame, *lines));
      if (found.back().promise > kNoText) break;
    }
    if (!found.empty() && found.back().promise > kWellRead) break;
  }
  std::erase_if(found, [](const Candidate& c) { return c.promise < kNoText; });
  std::ranges::stable_sort(found, std::greater{}, &Candidate::promise);
  return found;
}

/// Reads the most promising pairs in full, until one reads well.
void read_best(const GrayView& frame, const std::vector<Candidate>& found, int& looks,
               std::optional<Look>& best) {
  for (const Candidate& candidate : found) {
    if ((best && best->sure()) || looks-- <= 0) return;
    auto now = look(frame, candidate);
    if (now && (!best || now->sight.checks_hold || now->score > best->score)) best = std::move(now);
  }
}

/// Looks for lines in the frame brought to `side` pixels.
/// What may still be spent on lines of 44 and on lines of 36.
using Left = std::array<MrzOptions, 2>;

/// Looks for lines in the frame brought to `side` pixels.
void read_at(const GrayView& frame, int side, Left& left, std::optional<Look>& best) {
  const InkMap map = find_ink(frame, side);
  const auto bands = find_bands(map, static_cast<std::size_t>(std::max(0, left[0].bands)));
  read_best(frame, candidates(frame, map, bands, 44, left[0].glances), left[0].looks, best);
  if (left[1].short_lines && !(best && best->sure())) {
    read_best(frame, candidates(frame, map, bands, 36, left[1].glances), left[1].looks, best);
  }
}

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

std::optional<MrzSight> read_mrz(const GrayView& frame, const MrzOptions& options) {
  if (!has_pixels(frame) || frame.width < 64 || frame.height < 64) return std::nullopt;
  const int side = std::max(frame.width, frame.height);
  Left left{options, options};
  std::optional<Look> best;
  read_at(frame, side <= kTiny ? side : std::min(kCoarse, side / 2), left, best);
  if (side > kTiny && side <= kSmall && !(best && (best->sure() || best->score > kReadAtAll))) {
    read_at(frame, side, left, best);
  }
  if (!best || best->score < kNoMrz) return std::nullopt;
  return sight_of(*std::move(best));
}

}  // namespace evisa::reader::mrz
