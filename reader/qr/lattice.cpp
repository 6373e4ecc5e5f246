// Growing the mesh: a node is predicted from its neighbours and moved to where the modules around
// it are most clearly dark or light.
#include "reader/qr/lattice.h"

#include <array>
#include <queue>

#include "reader/qr/version.h"

namespace evisa::reader::qr {
namespace {

constexpr double kPitch = 4;                      // modules from node to node
constexpr int kWindow = 3;                        // modules each way that speak for a node's place
constexpr double kBentSigma = 4, kFlatSigma = 9;  // modules from which a node is predicted
constexpr double kReach = 2.25;                   // in sigmas
constexpr double kShiftCost = 0.5;                // of a shift of one module
constexpr double kSureAbove = 0.06;  // what a node's place must gain over places beside it

/// Weighted least squares of `at` against `module` - `origin`: place and both steps.
class AffineFit {
 public:
  void add(Vec module, Vec at, double weight) {
    const std::array<double, 3> row{1, module.x, module.y};
    for (std::size_t r = 0; r < 3; ++r) {
      for (std::size_t c = 0; c < 3; ++c) normal_[r][c] += weight * row[r] * row[c];
      x_[r] += weight * row[r] * at.x;
      y_[r] += weight * row[r] * at.y;
    }
  }
  /// False when the places lie on a line.
  bool solve(Vec& place, Vec& right, Vec& down) const {
    const auto& n = normal_;
    const auto minor = [&](std::size_t a, std::size_t b, std::size_t c, std::size_t d) {
      return n[a][c] * n[b][d] - n[a][d] * n[b][c];
    };
    const double det =
        n[0][0] * minor(1, 2, 1, 2) - n[0][1] * minor(1, 2, 0, 2) + n[0][2] * minor(1, 2, 0, 1);
    if (std::abs(det) < 1e-3 * n[0][0] * n[0][0] * n[0][0]) return false;
    const std::array<std::array<double, 3>, 3> inverse{
        {{minor(1, 2, 1, 2), -minor(0, 2, 1, 2), minor(0, 1, 1, 2)},
         {-minor(1, 2, 0, 2), minor(0, 2, 0, 2), -minor(0, 1, 0, 2)},
         {minor(1, 2, 0, 1), -minor(0, 2, 0, 1), minor(0, 1, 0, 1)}}};
    const auto row = [&](std::size_t r, const std::array<double, 3>& v) {
      return (inverse[r][0] * v[0] + inverse[r][1] * v[1] + inverse[r][2] * v[2]) / det;
    };
    place = {row(0, x_), row(0, y_)};
    right = {row(1, x_), row(1, y_)};
    down = {row(2, x_), row(2, y_)};
    return true;
  }

 private:
  std::array<std::array<double, 3>, 3> normal_{};
  std::array<double, 3> x_{}, y_{};
};

}  // namespace

Lattice::Lattice(const Plane& dark, const Layout& layout, Sheet sheet)
    : size_(size_of(layout.version)),
      count_(static_cast<int>(std::ceil(size_ / kPitch)) + 1),
      sheet_(sheet),
      sigma_(sheet == Sheet::bent ? kBentSigma : kFlatSigma),
      pitch_(static_cast<double>(size_) / (count_ - 1)),
      pattern_(&FunctionPattern::of(layout.version)),
      nodes_(static_cast<std::size_t>(count_) * static_cast<std::size_t>(count_)) {
  for (const auto& finder : layout.finders) {
    for (const double dx : {-3.5, 0.0, 3.5}) {
      for (const double dy : {-3.5, 0.0, 3.5})
        seeds_.push_back({finder.module + Vec{dx, dy},
                          finder.at + finder.right * dx + finder.down * dy, finder.right,
                          finder.down});
    }
  }
  seeds_.insert(seeds_.end(), layout.timing.begin(), layout.timing.end());
  grow(dark);
}

Lattice::Frame Lattice::predicted(int i, int j) const {
  const Vec module{module_of(i), module_of(j)};
  AffineFit fit;
  Frame frame;
  Vec nearest_right{1, 0}, nearest_down{0, 1};
  double nearest = 1e9;
  const double reach = kReach * sigma_, narrow = 1 / (2 * sigma_ * sigma_);
  const auto use = [&](Vec where, Vec at, double weight) {
    const Vec off = where - module;
    const double d2 = dot(off, off);
    if (d2 > reach * reach) return;
    const double w = weight * std::exp(-d2 * narrow);
    fit.add(off, at, w);
    frame.support += w;
  };
  for (const auto& seed : seeds_) {
    use(seed.module, seed.at, 0.5);
    const Vec off = seed.module - module;
    const double d2 = dot(off, off);
    if (d2 < reach * reach) {
      // A seed's own steps keep the fit from tipping over on a line of places.
      const double w = 0.03 * std::exp(-d2 * narrow);
      fit.add(off + Vec{2, 0}, seed.at + seed.right * 2, w);
      fit.add(off + Vec{0, 2}, seed.at + seed.down * 2, w);
    }
    if (d2 < nearest) {
      nearest = d2;
      nearest_right = seed.right;
      nearest_down = seed.down;
    }
  }
  const int span = static_cast<int>(reach / pitch_);
  for (int b = std::max(0, j - span); b <= std::min(count_ - 1, j + span); ++b) {
    for (int a = std::max(0, i - span); a <= std::min(count_ - 1, i + span); ++a) {
      const Node& other = node(a, b);
      if (other.weight > 0 && (a != i || b != j))
        use({module_of(a), module_of(b)}, other.at, other.weight);
    }
  }
  if (frame.support <= 0 || !fit.solve(frame.at, frame.right, frame.down)) frame.support = 0;
  return frame;
}

double Lattice::fit_at(const Plane& dark, Vec module, const Frame& frame, Vec at) const {
  double sum = 0, weights = 0;
  const int mx = static_cast<int>(std::lround(module.x)),
            my = static_cast<int>(std::lround(module.y));
  for (int y = my - kWindow; y <= my + kWindow; ++y) {
    const Vec row = at + frame.down * (y - module.y);
    for (int x = mx - kWindow; x <= mx + kWindow; ++x) {
      const bool inside = x >= 0 && y >= 0 && x < size_ && y < size_;
      if (!inside && (x < -1 || y < -1 || x > size_ || y > size_)) continue;
      const double v = std::clamp(dark.sample(row + frame.right * (x - module.x)), -1.2F, 1.2F);
      const int expected = inside ? pattern_->expected(x, y) : -1;
      sum += expected == 0 ? std::abs(v) : 1.5 * expected * v;
      weights += expected == 0 ? 1 : 1.5;
    }
  }
  return sum / weights;
}

void Lattice::refine(const Plane& dark, int i, int j, const Frame& frame, double reach) {
  const Vec module{module_of(i), module_of(j)};
  Vec best = frame.at;
  double score = -1e9, sum = 0;
  int tried = 0;
  const auto consider = [&](double dx, double dy, bool count) {
    const Vec at = frame.at + frame.right * dx + frame.down * dy;
    const double fit = fit_at(dark, module, frame, at);
    if (count) {
      sum += fit;
      ++tried;
    }
    const double value = fit - kShiftCost * 0.1 * (dx * dx + dy * dy);
    if (value > score) {
      score = value;
      best = {dx, dy};
    }
  };
  for (int y = -2; y <= 2; ++y) {
    for (int x = -2; x <= 2; ++x) consider(reach * x / 2, reach * y / 2, true);
  }
  const Vec coarse = best;
  for (int y = -1; y <= 1; ++y) {
    for (int x = -1; x <= 1; ++x) {
      if (x != 0 || y != 0) consider(coarse.x + reach * x / 4, coarse.y + reach * y / 4, false);
    }
  }
  const double gain = score - sum / tried;
  Node& here = node(i, j);
  if (gain < kSureAbove) {
    here = {frame.at, 0.05};
  } else {
    here = {frame.at + frame.right * best.x + frame.down * best.y, std::min(1.0, 3 * gain)};
  }
}

void Lattice::grow(const Plane& dark) {
  using Entry = std::pair<double, int>;  // support, node
  std::priority_queue<Entry> queue;
  const auto offer = [&](int i, int j) {
    if (i < 0 || j < 0 || i >= count_ || j >= count_ || node(i, j).weight > 0) return;
    const Frame frame = predicted(i, j);
    if (frame.support > 0) queue.emplace(frame.support, j * count_ + i);
  };
  for (int j = 0; j < count_; ++j) {
    for (int i = 0; i < count_; ++i) offer(i, j);
  }
  while (!queue.empty()) {
    const auto [support, index] = queue.top();
    queue.pop();
    const int i = index % count_, j = index / count_;
    if (node(i, j).weight > 0) continue;
    refine(dark, i, j, predicted(i, j), 0.5);
    for (const auto& [dx, dy] : {std::pair{1, 0}, {-1, 0}, {0, 1}, {0, -1}}) offer(i + dx, j + dy);
  }
}

void Lattice::relax(const Plane& dark) {
  for (int j = 0; j < count_; ++j) {
    for (int i = 0; i < count_; ++i) {
      const Frame frame = predicted(i, j);
      if (frame.support > 0) refine(dark, i, j, frame, 0.3);
    }
  }
  if (sheet_ == Sheet::flat) smooth();
}

/// Every node to where its neighbours and itself put it on the whole.
void Lattice::smooth() {
  std::vector<Node> smoothed = nodes_;
  for (int j = 0; j < count_; ++j) {
    for (int i = 0; i < count_; ++i) {
      const Frame frame = predicted(i, j);
      if (frame.support <= 0) continue;
      const Node& own = node(i, j);
      const double share = own.weight / (own.weight + frame.support);
      smoothed[static_cast<std::size_t>(j * count_ + i)].at =
          frame.at * (1 - share) + own.at * share;
    }
  }
  nodes_ = std::move(smoothed);
}

Vec Lattice::at(double module_x, double module_y) const {
  const auto cell = [&](double module) {
    const double t = (module - first_) / pitch_;
    const int index = std::clamp(static_cast<int>(t), 0, count_ - 2);
    return std::pair{index, t - index};
  };
  const auto [i, fx] = cell(module_x);
  const auto [j, fy] = cell(module_y);
  const Vec top = node(i, j).at * (1 - fx) + node(i + 1, j).at * fx;
  const Vec low = node(i, j + 1).at * (1 - fx) + node(i + 1, j + 1).at * fx;
  return top * (1 - fy) + low * fy;
}

double Lattice::pixels_per_module() const {
  const double a = 0, b = size_ - 1;
  return (length(at(b, b) - at(a, a)) + length(at(b, a) - at(a, b))) /
         (2 * std::sqrt(2.0) * (b - a));
}

double Lattice::agreement(const Plane& dark) const {
  double sum = 0;
  int count = 0;
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      const int expected = pattern_->expected(x, y);
      if (expected == 0) continue;
      sum += static_cast<double>(expected) *
             static_cast<double>(std::clamp(dark.sample(at(x, y)), -1.0F, 1.0F));
      ++count;
    }
  }
  return sum / count;
}

Modules Lattice::sampled(const Plane& gray) const {
  Modules out(size_);
  constexpr double kOff = 0.27;
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      const Vec middle = at(x, y), right = (at(x + 0.5, y) - at(x - 0.5, y)) * kOff,
                down = (at(x, y + 0.5) - at(x, y - 0.5)) * kOff;
      float sum = 0;
      for (const double b : {-1.0, 0.0, 1.0}) {
        for (const double a : {-1.0, 0.0, 1.0}) sum += gray.sample(middle + right * a + down * b);
      }
      out.at(x, y) = sum / 9;
    }
  }
  return out;
}

Modules black_and_white(const Modules& gray) {
  const int size = gray.size();
  constexpr int kReach = 4;
  Modules limit(size), contrast(size), out(size);
  double usual = 0;
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x) {
      const int left = std::max(0, x - kReach), right = std::min(size - 1, x + kReach),
                top = std::max(0, y - kReach), low = std::min(size - 1, y + kReach);
      const auto each = [&](const auto& use) {
        for (int b = top; b <= low; ++b) {
          for (int a = left; a <= right; ++a) use(gray.at(a, b));
        }
      };
      float sum = 0;
      int count = 0;
      each([&](float v) {
        sum += v;
        ++count;
      });
      const float mean = sum / static_cast<float>(count);
      float dark = 0, light = 0;
      int darks = 0, lights = 0;
      each([&](float v) { v < mean ? (dark += v, ++darks) : (light += v, ++lights); });
      dark = darks > 0 ? dark / static_cast<float>(darks) : mean;
      light = lights > 0 ? light / static_cast<float>(lights) : mean;
      limit.at(x, y) = (dark + light) / 2;
      contrast.at(x, y) = (light - dark) / 2;
      usual += contrast.at(x, y);
    }
  }
  const float least = std::max(1.0F, 0.35F * static_cast<float>(usual / (size * size)));
  for (int y = 0; y < size; ++y) {
    for (int x = 0; x < size; ++x)
      out.at(x, y) = (limit.at(x, y) - gray.at(x, y)) / std::max(least, contrast.at(x, y));
  }
  return out;
}

}  // namespace evisa::reader::qr
