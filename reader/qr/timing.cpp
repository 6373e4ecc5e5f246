// Dynamic programming: where along a line do the modules lie, if they go dark, light, dark, ...
#include "reader/qr/timing.h"

#include <limits>

namespace evisa::reader::qr {
namespace {

constexpr int kFine = 6;                    // places to a module
constexpr int kShortest = 4, kLongest = 8;  // places from one module to the next
constexpr double kStretchCost = 0.02;

class Line {
 public:
  Line(const Plane& dark, Vec from, Vec to, Vec swerve, int steps)
      : from_(from), to_(to), swerve_(swerve), steps_(steps) {
    for (int i = 0; i <= steps * kFine; ++i)
      values_.push_back(std::clamp(dark.sample(point(i)), -1.0F, 1.0F));
  }
  [[nodiscard]] Vec point(int place) const {
    const double t = static_cast<double>(place) / (steps_ * kFine);
    return from_ + (to_ - from_) * t + swerve_ * (4 * t * (1 - t));
  }

  Timing best() const {
    const int places = static_cast<int>(values_.size());
    constexpr double kNever = -1e9;
    std::vector<double> sum(values_.size(), kNever), next;
    std::vector<std::vector<signed char>> came;
    sum[0] = 0;
    for (int i = 1; i <= steps_; ++i) {
      const double sign = i % 2 == 0 ? 1 : -1;
      next.assign(values_.size(), kNever);
      came.emplace_back(values_.size(), 0);
      const int slack = std::max(kFine, steps_ * kFine / 6);
      const int first = std::max(0, i * kFine - slack),
                last = std::min(places - 1, i * kFine + slack);
      for (int at = first; at <= last; ++at) {
        for (int step = kShortest; step <= kLongest && step <= at; ++step) {
          const double off = step - kFine;
          const double value = sum[static_cast<std::size_t>(at - step)] - kStretchCost * off * off;
          if (value <= next[static_cast<std::size_t>(at)]) continue;
          next[static_cast<std::size_t>(at)] = value;
          came.back()[static_cast<std::size_t>(at)] = static_cast<signed char>(step);
        }
        next[static_cast<std::size_t>(at)] += sign * values_[static_cast<std::size_t>(at)];
      }
      sum.swap(next);
    }
    return traced(sum, came);
  }

 private:
  [[nodiscard]] Timing traced(const std::vector<double>& sum,
                              const std::vector<std::vector<signed char>>& came) const {
    int at = static_cast<int>(values_.size()) - 1;
    for (int near = at; near > at - kFine / 2; --near) {
      if (sum[static_cast<std::size_t>(near)] > sum[static_cast<std::size_t>(at)] + 0.1) at = near;
    }
    Timing timing;
    timing.score = sum[static_cast<std::size_t>(at)] / steps_;
    if (timing.score < -1) return {};
    for (std::size_t i = came.size(); i-- > 0;) {
      timing.modules.push_back(point(at));
      at -= came[i][static_cast<std::size_t>(at)];
    }
    timing.modules.push_back(point(0));
    std::ranges::reverse(timing.modules);
    return timing;
  }

  Vec from_, to_, swerve_;
  int steps_;
  std::vector<float> values_;
};

}  // namespace

Timing follow_timing(const Plane& dark, Vec from, Vec to, Vec side, int size) {
  Timing best = Line(dark, from, to, {}, size - 13).best();
  // Straight lines are the rule; where not even half of one is there, no curve will be.
  if (best.score > 0.65 || best.score < 0.1) return best;
  for (const double swerve : {0.5, -0.5, 1.0, -1.0}) {
    auto one = Line(dark, from, to, side * swerve, size - 13).best();
    if (one.score > best.score + 0.03) best = std::move(one);
  }
  return best;
}

}  // namespace evisa::reader::qr
