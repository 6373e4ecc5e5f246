// Sums over rows; a line of text is where a capital's rows have more ink than those beside them.
#include "reader/mrz/profile.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace evisa::reader::mrz {
namespace {

constexpr double kCapital = 0.94 * kCell;  // height of a capital
constexpr double kUnlike = 0.2;            // both lines have the same ink; an edge has more

double at(const Profile& profile, double y) {
  const int row = static_cast<int>(std::floor(y));
  if (row < 0 || row + 1 >= kHigh) return 0;
  const double part = y - row;
  const auto i = static_cast<std::size_t>(row);
  return profile[i] * (1 - part) + profile[i + 1] * part;
}

/// Where a piece lies along the line: -0.5 to 0.5.
double place_of(int part) { return (part + 0.5) / kParts - 0.5; }

/// Mean of the rows of a capital around `y`, less the mean of the rows just above and below.
double contrast(const Profile& profile, double y) {
  constexpr double kHalf = kCapital / 2;
  double in = 0, out = 0;
  for (double d = -kHalf + 0.5; d <= kHalf - 0.4; d += 1) in += at(profile, y + d);
  for (const double d : {1.5, 2.5, 3.5}) {
    out += at(profile, y - kHalf - d) + at(profile, y + kHalf + d);
  }
  return in / std::floor(kCapital) - out / 6;
}

struct Peak {
  double row = 0, value = 0;
};

/// The middle of where a part's contrast is all but the best: the top of its curve is flat.
Peak best_near(const Profile& part, double expected, double reach) {
  constexpr double kFlat = 0.8;
  const auto value = [&](double d) { return contrast(part, expected + d) - 0.3 * std::abs(d); };
  double most = 0;
  for (double d = -reach; d <= reach; d += 0.5) most = std::max(most, value(d));
  double sum = 0, n = 0;
  for (double d = -reach; d <= reach && most > 0; d += 0.5) {
    if (value(d) < kFlat * most) continue;
    sum += d;
    ++n;
  }
  return {n > 0 ? expected + sum / n : expected, most};
}

}  // namespace

Profile sheared(const Profiles& parts, double drift) {
  Profile sum{};
  for (int p = 0; p < kParts; ++p) {
    for (int y = 0; y < kHigh; ++y) {
      sum[static_cast<std::size_t>(y)] +=
          at(parts[static_cast<std::size_t>(p)], y + drift * place_of(p)) / kParts;
    }
  }
  return sum;
}

double best_drift(const Profiles& parts) {
  double best = 0, most = -1;
  const auto look = [&](double from, double to, double step) {
    for (double drift = from; drift <= to; drift += step) {
      const Profile sum = sheared(parts, drift);
      const double sharp = std::inner_product(sum.begin(), sum.end(), sum.begin(), 0.0);
      if (sharp <= most) continue;
      most = sharp;
      best = drift;
    }
  };
  look(-24, 24, 3);
  const double near = best;
  look(near - 2, near + 2, 1);
  return best;
}

std::optional<Rows> best_rows(const Profile& profile) {
  std::array<double, kHigh> sharp{};
  for (int y = 6; y < kHigh - 6; ++y) sharp[static_cast<std::size_t>(y)] = contrast(profile, y);
  Rows best;
  double most = 4;  // grey values: what no line of text falls below
  for (int a = 6; a < kHigh - 6; ++a) {
    for (int b = a + kClosest; b <= std::min(a + kFarthest, kHigh - 7); ++b) {
      const double one = sharp[static_cast<std::size_t>(a)],
                   two = sharp[static_cast<std::size_t>(b)];
      // The band itself is one of the two, or lies between them.
      const bool outside = a > kReach + 6 || b < kReach - 6;
      const double score = outside ? 0 : std::min(one, two) - kUnlike * std::abs(one - two);
      if (score > most) {
        most = score;
        best = {a, b};
      }
    }
  }
  if (best.lower == 0) return std::nullopt;
  return best;
}

double height_at(const Profile& profile, int row) {
  double peak = 0, ground = 255;
  for (int d = -3; d <= 3; ++d) peak = std::max(peak, at(profile, row + d));
  for (const int d : {-9, -8, 8, 9}) ground = std::min(ground, at(profile, row + d));
  const double half = (peak + ground) / 2;
  double height = 0;
  for (const int way : {-1, 1}) {
    double d = 0;
    while (d < 9 && at(profile, row + way * d) > half) d += 0.25;
    height += d;
  }
  return std::clamp(height, 0.72 * kCell, 1.2 * kCell);
}

Straight fit(const Profiles& parts, Straight line) {
  for (const double reach : {5.0, 2.5}) {
    double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (int p = 0; p < kParts; ++p) {
      const auto& part = parts[static_cast<std::size_t>(p)];
      const double x = place_of(p), expected = line.row(x);
      const auto [best, most] = best_near(part, expected, reach);
      const double weight = std::max(0.0, most);
      n += weight;
      sx += weight * x;
      sy += weight * best;
      sxx += weight * x * x;
      sxy += weight * x * best;
    }
    const double spread = n * sxx - sx * sx;
    if (n <= 0 || spread <= 1e-9 * n * n) return line;
    line.drift = (n * sxy - sx * sy) / spread;
    line.middle = (sy - line.drift * sx) / n;
  }
  return line;
}

}  // namespace evisa::reader::mrz
