// Finding finders: candidates from runs and from correlation, each fitted as a small affine frame.
#include "reader/qr/finder.h"

#include <array>
#include <cstdlib>

namespace evisa::reader::qr {
namespace {

constexpr double kLeastScore = 0.55;
constexpr double kPi = 3.14159265358979;

struct Spot {
  Vec at;
  double module = 0, weight = 1;
};

double pattern_at(double ring) { return ring < 1.5 ? 1 : ring < 2.5 ? -1 : ring < 3.5 ? 1 : -1; }

/// Correlation of the 9 x 9 modules about the centre with the pattern and its light surround.
double match(const Plane& dark, const Finder& f) {
  double sum = 0, squares = 0, with = 0;
  // Of 81 modules 9 + 24 are dark: the pattern's own mean and spread.
  constexpr double kMean = (33.0 - 48.0) / 81, kSpread = 81 * (1 - kMean * kMean);
  for (int y = -4; y <= 4; ++y) {
    const Vec row = f.centre + f.down * y;
    for (int x = -4; x <= 4; ++x) {
      const double v = dark.sample(row + f.right * x);
      sum += v;
      squares += v * v;
      with += v * (pattern_at(std::max(std::abs(x), std::abs(y))) - kMean);
    }
  }
  const double spread = squares - sum * sum / 81;
  return spread < 1e-6 ? 0 : with / std::sqrt(spread * kSpread);
}

Finder framed(Vec centre, double module, double angle, double stretch) {
  const double c = std::cos(angle) * module, s = std::sin(angle) * module;
  return {centre, {c, s}, {-s * stretch, c * stretch}, 0};
}

/// Best of the turns, and of squashed frames when none of the square ones fits.
Finder turned_to_fit(const Plane& dark, const Spot& spot) {
  Finder best;
  const auto consider = [&](Finder f) {
    f.score = match(dark, f);
    if (f.score > best.score) best = f;
  };
  for (int i = 0; i < 6; ++i) {
    for (const double size : {0.85, 1.0, 1.15})
      consider(framed(spot.at, spot.module * size, i * kPi / 12, 1));
  }
  if (best.score > 0.6) return best;
  for (int i = 0; i < 12; ++i) {
    for (const double size : {0.8, 1.1, 1.5})
      consider(framed(spot.at, spot.module * size, i * kPi / 12, 0.55));
  }
  return best;
}

// Runs --------------------------------------------------------------------------------------------

bool like_finder(const std::array<int, 5>& runs, double tolerance) {
  const int sum = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
  if (sum < 7) return false;
  const double module = sum / 7.0, slack = module * tolerance + 0.5;
  return std::abs(runs[0] - module) < slack && std::abs(runs[1] - module) < slack &&
         std::abs(runs[2] - 3 * module) < 2.5 * slack && std::abs(runs[3] - module) < slack &&
         std::abs(runs[4] - module) < slack;
}

/// Length of the finder's cross-section through `at` up and down, 0 when it is none.
double upright_extent(const Plane& dark, int x, int& y) {
  const auto is_dark = [&](int row) { return dark.at(x, row) > 0; };
  std::array<int, 5> runs{};
  int up = y, down = y;
  for (; up >= 0 && is_dark(up); --up) ++runs[2];
  for (++down; down < dark.height && is_dark(down); ++down) ++runs[2];
  const int top = up, bottom = down;
  for (; up >= 0 && !is_dark(up); --up) ++runs[1];
  for (; up >= 0 && is_dark(up); --up) ++runs[0];
  for (; down < dark.height && !is_dark(down); ++down) ++runs[3];
  for (; down < dark.height && is_dark(down); ++down) ++runs[4];
  y = (top + bottom) / 2;
  return like_finder(runs, 0.75) ? runs[0] + runs[1] + runs[2] + runs[3] + runs[4] : 0;
}

void keep(std::vector<Spot>& spots, const Spot& spot) {
  for (auto& old : spots) {
    if (length(old.at - spot.at) > 2 * std::max(old.module, spot.module)) continue;
    const double all = old.weight + spot.weight;
    old.at = (old.at * old.weight + spot.at * spot.weight) * (1 / all);
    old.module = (old.module * old.weight + spot.module * spot.weight) / all;
    old.weight = all;
    return;
  }
  spots.push_back(spot);
}

std::vector<Spot> spots_by_runs(const Plane& dark) {
  std::vector<Spot> spots;
  for (int y = 1; y < dark.height; y += 2) {
    std::array<int, 5> runs{};
    bool ink = false;
    int run = 0;
    for (int x = 0; x <= dark.width; ++x) {
      const bool now = x < dark.width && dark.at(x, y) > 0;
      if (now == ink && x < dark.width) {
        ++run;
        continue;
      }
      std::rotate(runs.begin(), runs.begin() + 1, runs.end());
      runs[4] = run;
      if (ink && like_finder(runs, 0.6)) {
        const int across = runs[0] + runs[1] + runs[2] + runs[3] + runs[4];
        const int middle = x - runs[4] - runs[3] - runs[2] / 2 - 1;
        int centre = y;
        const double upright = upright_extent(dark, std::max(0, middle), centre);
        if (upright > 0)
          keep(spots, {{static_cast<double>(middle), static_cast<double>(centre)},
                       std::sqrt(across * upright) / 7,
                       1});
      }
      ink = now;
      run = 1;
    }
  }
  return spots;
}

// Shapes ------------------------------------------------------------------------------------------

constexpr double kShapeModule = 1.7;  // pixels: what every size is brought to

/// The pattern averaged over all turns.
Plane round_pattern() {
  const int side = static_cast<int>(9 * kShapeModule) + 1;
  Plane plane{side, side, std::vector<float>(static_cast<std::size_t>(side * side))};
  const double middle = (side - 1) / 2.0;
  for (int y = 0; y < side; ++y) {
    for (int x = 0; x < side; ++x) {
      double sum = 0;
      for (int turn = 0; turn < 12; ++turn) {
        const double a = turn * kPi / 24, dx = (x - middle) / kShapeModule,
                     dy = (y - middle) / kShapeModule;
        sum += pattern_at(std::max(std::abs(dx * std::cos(a) - dy * std::sin(a)),
                                   std::abs(dx * std::sin(a) + dy * std::cos(a))));
      }
      plane.values[static_cast<std::size_t>(y * side + x)] = static_cast<float>(sum / 12);
    }
  }
  return plane;
}

bool is_peak(const Plane& response, int x, int y) {
  for (int dy = -1; dy <= 1; ++dy) {
    for (int dx = -1; dx <= 1; ++dx) {
      if (response.at(x + dx, y + dy) > response.at(x, y)) return false;
    }
  }
  return true;
}

void spots_of_size(const Plane& dark, double module, std::vector<Spot>& out) {
  static const Plane pattern = round_pattern();
  const double scale = kShapeModule / module;
  const Plane sized = resized(dark, scale);
  if (sized.width <= pattern.width + 2 || sized.height <= pattern.height + 2) return;
  const Plane response = correlation(sized, pattern);
  const double half = (pattern.width - 1) / 2.0;
  for (int y = 1; y < response.height - 1; ++y) {
    for (int x = 1; x < response.width - 1; ++x) {
      if (response.at(x, y) < 0.45F || !is_peak(response, x, y)) continue;
      out.push_back({Vec{x + half + 0.5, y + half + 0.5} * (1 / scale) - Vec{0.5, 0.5}, module,
                     response.at(x, y)});
    }
  }
}

std::vector<Spot> spots_by_shape(const Plane& dark, Search how) {
  std::vector<Spot> all, kept;
  const double longest = std::max(dark.width, dark.height);
  for (double part = 200; part > 20; part /= 1.2) {  // modules along the plane
    const Search size = part > 125  ? Search::small_shapes
                        : part > 38 ? Search::usual_shapes
                                    : Search::large_shapes;
    if (size == how) spots_of_size(dark, longest / part, all);
  }
  std::ranges::sort(all, [](const Spot& a, const Spot& b) { return a.weight > b.weight; });
  for (const auto& spot : all) {
    const bool near = std::ranges::any_of(
        kept, [&](const Spot& k) { return length(k.at - spot.at) < 3 * k.module; });
    if (!near && kept.size() < 10) kept.push_back(spot);
  }
  return kept;
}

void add(std::vector<Finder>& found, const Finder& finder) {
  if (finder.score < kLeastScore) return;
  for (auto& old : found) {
    if (length(old.centre - finder.centre) > 2.5 * old.module()) continue;
    if (finder.score > old.score) old = finder;
    return;
  }
  found.push_back(finder);
}

}  // namespace

double match_finder(const Plane& dark, const Finder& finder) { return match(dark, finder); }

Finder fit_finder(const Plane& dark, Finder start) {
  start.score = match(dark, start);
  const double module = start.module();
  for (double step = 0.3; step > 0.02; step *= 0.6) {
    for (int round = 0; round < 2; ++round) {
      const double move = step * module, turn = move / 3.5;
      const std::array<std::pair<double*, double>, 6> knobs{{{&start.centre.x, move},
                                                             {&start.centre.y, move},
                                                             {&start.right.x, turn},
                                                             {&start.right.y, turn},
                                                             {&start.down.x, turn},
                                                             {&start.down.y, turn}}};
      for (const auto& [value, by] : knobs) {
        for (const double way : {by, -by}) {
          const double before = *value;
          *value += way;
          const double score = match(dark, start);
          if (score > start.score) {
            start.score = score;
            break;
          }
          *value = before;
        }
      }
    }
  }
  return start;
}

std::vector<Finder> find_finders(const Plane& dark, Search how, std::size_t most) {
  auto spots = how == Search::runs ? spots_by_runs(dark) : spots_by_shape(dark, how);
  std::ranges::sort(spots, [](const Spot& a, const Spot& b) { return a.weight > b.weight; });
  if (spots.size() > 20) spots.resize(20);
  std::vector<Finder> found;
  for (const auto& spot : spots) {
    const Finder rough = turned_to_fit(dark, spot);
    if (rough.score > 0.3) add(found, fit_finder(dark, rough));
  }
  std::ranges::sort(found, [](const Finder& a, const Finder& b) { return a.score > b.score; });
  if (found.size() > most) found.resize(most);
  return found;
}

}  // namespace evisa::reader::qr
