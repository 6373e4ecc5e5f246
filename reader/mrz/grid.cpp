// The chain of cells. A state is a place and the step that led to it.
#include "reader/mrz/grid.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>

#include "reader/mrz/cut_lines.h"

namespace evisa::reader::mrz {
namespace {

constexpr int kUsual = kPitch / kStep;    // places from cell to cell
constexpr int kWander = 4 * kUsual;       // places a cell may lie beside the expected one
constexpr int kAround = 2 * kWander + 1;  // places looked at for a cell
constexpr std::array<int, 5> kSteps = {5, 6, 7, 8, 9};
constexpr std::array<float, 5> kStepCost = {5, 1.2F, 0, 1.2F, 5};
constexpr float kChangeCost = 0.4F;  // a step unlike the last one
constexpr double kGapWeight = 0.5, kEndWeight = 3;
constexpr int kLean = 6;                      // places that line 2 may be beside line 1
constexpr double kMostLean = 8;               // after a second thought
constexpr float kLost = -1e9F, kWorst = -12;  // one bad cell must not outweigh all others

using Row = std::vector<float>;  // a value for every place

struct Evidence {
  Row character, none;
};

Evidence evidence(const Places& places, bool letters) {
  Evidence out;
  for (const auto& p : places) {
    out.character.push_back(std::max(kWorst, best_character(p, letters)));
    out.none.push_back(std::max(kWorst, p[kNone]));
  }
  return out;
}

/// Both lines at the same place, line 2 moved by `lean` places.
Row together(const Row& upper, const Row& lower, int lean) {
  Row sum(upper.size(), 2 * kWorst);
  for (std::size_t k = 0; k < upper.size(); ++k) {
    const auto other = static_cast<std::ptrdiff_t>(k) + lean;
    if (other >= 0 && other < static_cast<std::ptrdiff_t>(lower.size())) {
      sum[k] = upper[k] + lower[static_cast<std::size_t>(other)];
    }
  }
  return sum;
}

/// The best even pitch and phase of one line.
double rhythm_of(const Evidence& line) {
  double best = kWorst;
  for (const double pitch : {6.7, 7.0, 7.3}) {
    const auto last = static_cast<double>(line.character.size()) - pitch / 2;
    for (double phase = 0; phase < pitch; phase += 0.5) {
      double sum = 0;
      int n = 0;
      for (double k = phase; k < last; k += pitch, ++n) {
        sum += line.character[static_cast<std::size_t>(k)];
        // Between two characters there is none; along an edge the same shape goes on and on.
        sum += kGapWeight * line.none[static_cast<std::size_t>(k + pitch / 2)];
      }
      if (n > 0) best = std::max(best, sum / n);
    }
  }
  return best;
}

/// Both lines have their characters at the same places but for the lean.
int likely_lean(const Row& upper, const Row& lower) {
  int best = 0;
  float most = kLost;
  const auto n = static_cast<int>(upper.size());
  for (int lean = -kLean; lean <= kLean; ++lean) {
    float sum = -2.0F * static_cast<float>(std::abs(lean));
    for (int k = kLean; k < n - kLean; ++k) {
      const float a = upper[static_cast<std::size_t>(k)],
                  b = lower[static_cast<std::size_t>(k + lean)];
      sum += std::max(0.0F, 3 + a) * std::max(0.0F, 3 + b);
    }
    if (sum > most) {
      most = sum;
      best = lean;
    }
  }
  return best;
}

/// First place looked at for a cell; cell -1 and cell `cells` are the blank ones.
int first_of(int cell) {
  const double middle = (kMarginCells + cell + 0.5) * kPitch - 0.5;
  return static_cast<int>(std::lround((middle - kCentre) / kStep)) - kWander;
}

struct Chain {
  std::vector<int> places;  ///< of the cells, without the blank ones
  float score = kLost;
};

using Layer = std::array<std::array<float, kSteps.size()>, kAround>;
using Back = std::array<std::array<std::uint8_t, kSteps.size()>, kAround>;

Chain best_chain(const Row& character, const Row& none, int cells) {
  const auto value = [&](int cell, int offset) {
    const int place = first_of(cell) + offset;
    if (place < 0 || place >= static_cast<int>(character.size())) return 2 * kWorst;
    const bool blank = cell < 0 || cell == cells;
    return (blank ? none : character)[static_cast<std::size_t>(place)];
  };
  std::vector<Back> back(static_cast<std::size_t>(cells) + 1);
  Layer now{}, next{};
  for (int o = 0; o < kAround; ++o) now[static_cast<std::size_t>(o)].fill(value(-1, o));
  for (int cell = 0; cell <= cells; ++cell) {
    for (auto& state : next) state.fill(kLost);
    const int shift = first_of(cell) - first_of(cell - 1);
    for (int o = 0; o < kAround; ++o) {
      const float here = value(cell, o);
      for (std::size_t s = 0; s < kSteps.size(); ++s) {
        const int before = o + shift - kSteps[s];
        if (before < 0 || before >= kAround) continue;
        const auto& from = now[static_cast<std::size_t>(before)];
        float most = kLost;
        for (std::size_t t = 0; t < kSteps.size(); ++t) {
          const float v =
              from[t] - kChangeCost * std::abs(static_cast<float>(s) - static_cast<float>(t));
          if (v > most) {
            most = v;
            back[static_cast<std::size_t>(cell)][static_cast<std::size_t>(o)][s] =
                static_cast<std::uint8_t>(t);
          }
        }
        next[static_cast<std::size_t>(o)][s] = most + here - kStepCost[s];
      }
    }
    std::swap(now, next);
  }
  Chain best;
  int offset = 0;
  std::size_t step = 0;
  for (int o = 0; o < kAround; ++o) {
    for (std::size_t s = 0; s < kSteps.size(); ++s) {
      if (now[static_cast<std::size_t>(o)][s] <= best.score) continue;
      best.score = now[static_cast<std::size_t>(o)][s];
      offset = o;
      step = s;
    }
  }
  if (best.score <= kLost) return best;
  best.places.resize(static_cast<std::size_t>(cells));
  for (int cell = cells; cell >= 0; --cell) {
    if (cell < cells) best.places[static_cast<std::size_t>(cell)] = first_of(cell) + offset;
    const std::size_t came =
        back[static_cast<std::size_t>(cell)][static_cast<std::size_t>(offset)][step];
    offset += first_of(cell) - first_of(cell - 1) - kSteps[step];
    step = came;
  }
  return best;
}

/// Places of the cells as a smooth function of their number: what perspective and paper do.
struct Curve {
  std::array<double, 4> terms{};  ///< of 1, t, t^2, t^3; t runs from -1 to 1
  double lean = 0;                ///< places that line 2 lies beside line 1
  [[nodiscard]] double at(std::size_t cell, std::size_t cells) const {
    const double t = 2.0 * static_cast<double>(cell) / static_cast<double>(cells - 1) - 1;
    return terms[0] + t * (terms[1] + t * (terms[2] + t * terms[3]));
  }
};

/// Least squares through a chain. Even and odd terms do not mix: the cells lie symmetrically.
Curve curve_through(const std::vector<int>& places) {
  std::array<double, 7> power{};
  std::array<double, 4> sum{};
  for (std::size_t i = 0; i < places.size(); ++i) {
    const double t = 2.0 * static_cast<double>(i) / static_cast<double>(places.size() - 1) - 1;
    double p = 1;
    for (std::size_t k = 0; k < power.size(); ++k, p *= t) {
      power[k] += p;
      if (k < sum.size()) sum[k] += p * places[i];
    }
  }
  Curve curve;
  for (const std::size_t k : {0UL, 1UL}) {
    const double a = power[2 * k], b = power[2 * k + 2], d = power[2 * k + 4];
    const double det = a * d - b * b;
    curve.terms[k] = (sum[k] * d - sum[k + 2] * b) / det;
    curve.terms[k + 2] = (sum[k + 2] * a - sum[k] * b) / det;
  }
  return curve;
}

float between_places(const Row& row, double place) {
  if (place < 0 || place + 1 >= static_cast<double>(row.size())) return kWorst;
  const auto low = static_cast<std::size_t>(place);
  const auto part = static_cast<float>(place - static_cast<double>(low));
  return row[low] * (1 - part) + row[low + 1] * part;
}

/// How well the cells of a curve read, the gaps between them as gaps, and the ends as ends.
double worth(const Curve& curve, const Evidence& upper, const Evidence& lower, std::size_t cells) {
  const auto both = [&](const Row& one, const Row& two, double place) {
    return between_places(one, place) + between_places(two, place + curve.lean);
  };
  double sum = 0, before = 0;
  for (std::size_t i = 0; i < cells; ++i) {
    const double place = curve.at(i, cells);
    sum += both(upper.character, lower.character, place);
    if (i > 0) sum += kGapWeight * both(upper.none, lower.none, (place + before) / 2);
    before = place;
  }
  const double first = curve.at(0, cells), last = before;
  const double left = first - (curve.at(1, cells) - first);
  const double right = last + (last - curve.at(cells - 2, cells));
  sum += kEndWeight * (both(upper.none, lower.none, left) + both(upper.none, lower.none, right));
  return sum / (2 * static_cast<double>(cells));
}

/// Moves one term at a time for as long as the cells read better.
double improve(Curve& curve, const Evidence& upper, const Evidence& lower, std::size_t cells) {
  double best = worth(curve, upper, lower, cells);
  for (const double step : {0.8, 0.4, 0.2}) {
    for (double* term :
         {&curve.terms[0], &curve.terms[1], &curve.terms[2], &curve.terms[3], &curve.lean}) {
      for (const double way : {step, -step}) {
        for (int moves = 0; moves < 3; ++moves) {
          *term += way;
          const double now = worth(curve, upper, lower, cells);
          if (now <= best) {
            *term -= way;
            break;
          }
          best = now;
        }
      }
    }
  }
  return best;
}

/// Where to begin: the chain's own curve and the best of others. In a run of fillers a chain can
/// slip by a cell, it does not tell one filler too many from a blank, and a line that stands half a
/// cell to the right of the other might as well stand half a cell to the left.
std::vector<Curve> starts(const Curve& chain, double lean, const Evidence& upper,
                          const Evidence& lower, std::size_t cells) {
  constexpr std::size_t kMost = 3;
  constexpr double kCell = kUsual;  // places
  std::vector<std::pair<double, Curve>> others;
  const auto add = [&](Curve curve) {
    for (const double other : {lean, lean - kCell, lean + kCell}) {
      curve.lean = other;
      if (std::abs(other) <= kMostLean) {
        others.emplace_back(worth(curve, upper, lower, cells), curve);
      }
    }
  };
  const double middle = first_of(0) + kWander + kCell * static_cast<double>(cells - 1) / 2;
  for (double shift = -2; shift <= 2; shift += 0.5) {
    add({{chain.terms[0] + shift * kCell, chain.terms[1], chain.terms[2], chain.terms[3]}, 0});
    for (double stretch = -1.5; stretch <= 1.5; stretch += 0.25) {
      const double half = kCell * (static_cast<double>(cells - 1) / 2 + stretch);
      add({{middle + shift * kCell, half, 0, 0}, 0});
    }
  }
  std::ranges::stable_sort(others, std::greater{}, &std::pair<double, Curve>::first);
  std::vector<Curve> out = {chain};
  out.front().lean = lean;
  for (std::size_t i = 0; i < std::min(kMost, others.size()); ++i) out.push_back(others[i].second);
  return out;
}

/// The network's word at a place between two: the mean of both, in logarithms.
LogProbabilities word_at(const Places& places, double place) {
  const double inside = std::clamp(place, 0.0, static_cast<double>(places.size() - 1));
  const auto low = std::min(static_cast<std::size_t>(inside), places.size() - 2);
  const auto part = static_cast<float>(inside - static_cast<double>(low));
  LogProbabilities out;
  for (std::size_t c = 0; c < kClasses; ++c) {
    out[c] = places[low][c] * (1 - part) + places[low + 1][c] * part;
  }
  return out;
}

}  // namespace

float best_character(const LogProbabilities& place, bool letters) {
  if (!letters) return *std::max_element(place.begin(), place.begin() + kNone);
  return std::max(*std::max_element(place.begin(), place.begin() + 26), place[class_of('<')]);
}

double rhythm(const Places& upper, const Places& lower) {
  // Each line for itself: seen from the side, line 2 does not begin below line 1.
  return (rhythm_of(evidence(upper, true)) + rhythm_of(evidence(lower, false))) / 2;
}

std::optional<Grid> find_grid(const Places& upper, const Places& lower, int cells) {
  if (upper.size() < static_cast<std::size_t>(cells) || lower.size() != upper.size()) return {};
  const Evidence one = evidence(upper, true), two = evidence(lower, false);
  const int best_lean = likely_lean(one.character, two.character);
  const Chain best = best_chain(together(one.character, two.character, best_lean),
                                together(one.none, two.none, best_lean), cells);
  if (best.places.empty()) return {};
  const auto n = static_cast<std::size_t>(cells);
  Grid grid;
  Curve curve;
  grid.score = kLost;
  for (Curve start : starts(curve_through(best.places), best_lean, one, two, n)) {
    const double score = improve(start, one, two, n);
    if (score <= grid.score) continue;
    grid.score = score;
    curve = start;
  }
  grid.lean = curve.lean * kStep;
  for (std::size_t i = 0; i < n; ++i) {
    const double place = curve.at(i, n);
    grid.columns.push_back(place * kStep + kCentre);
    grid.cells[0].push_back(word_at(upper, place));
    grid.cells[1].push_back(word_at(lower, place + curve.lean));
  }
  return grid;
}

}  // namespace evisa::reader::mrz
