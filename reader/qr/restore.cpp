// By turns: the blur that best explains what is seen, given the modules; then the modules, given
// the blur. Modules of function patterns are known throughout, and so is the quiet zone.
#include "reader/qr/restore.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace evisa::reader::qr {
namespace {

constexpr int kRounds = 3, kSteps = 14, kLastSteps = 24;
constexpr float kTell = 0.25F;
constexpr float kDraw = 0.004F;  // towards unknown, against noise that deblurring brings up

}  // namespace

Restoring::Padded::Padded(int size, int margin, float around)
    : margin_(margin),
      stride_(size + 2 * margin),
      values_(static_cast<std::size_t>(stride_) * static_cast<std::size_t>(stride_), around) {}

Restoring::Restoring(Modules seen, const FunctionPattern& pattern, int reach)
    : seen_(std::move(seen)),
      pattern_(&pattern),
      reach_(reach),
      side_(2 * reach + 1),
      size_(seen_.size()),
      guess_(size_, 2 * reach),
      kernel_(static_cast<std::size_t>(side_ * side_), 0.0F) {
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      const int known = pattern.expected(x, y);
      guess_.row(y)[x] = known != 0 ? static_cast<float>(known) : std::tanh(2.0F * sharpened(x, y));
    }
  }
}

bool Restoring::round() {
  if (rounds_ == kRounds || !learn_blur()) return false;
  ++rounds_;
  undo_blur(rounds_ == kRounds ? kLastSteps : kSteps);
  return rounds_ < kRounds;
}

/// A first guess: the module less a part of its four neighbours.
float Restoring::sharpened(int x, int y) const {
  const auto near = [&](int a, int b) {
    return a < 0 || b < 0 || a >= size_ || b >= size_ ? -1.0F : seen_.at(a, b);
  };
  return 2.2F * seen_.at(x, y) -
         0.3F * (near(x - 1, y) + near(x + 1, y) + near(x, y - 1) + near(x, y + 1));
}

/// Least squares for the kernel and a constant, drawn a little towards no blur at all.
bool Restoring::learn_blur() {
  const std::size_t unknowns = kernel_.size() + 1;
  std::vector<double> normal(unknowns * unknowns, 0.0), right(unknowns, 0.0);
  std::vector<float> row(unknowns, 1.0F);
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x) {
      const float target = seen_.at(x, y);
      if (std::abs(target) > 1.6F) continue;
      std::size_t k = 0;
      for (int b = -reach_; b <= reach_; ++b)
        for (int a = -reach_; a <= reach_; ++a) row[k++] = guess_.row(y + b)[x + a];
      for (std::size_t r = 0; r < unknowns; ++r) {
        for (std::size_t c = 0; c <= r; ++c)
          normal[r * unknowns + c] += static_cast<double>(row[r]) * static_cast<double>(row[c]);
        right[r] += static_cast<double>(row[r]) * static_cast<double>(target);
      }
    }
  }
  const double ridge = 0.01 * size_ * size_;
  for (std::size_t r = 0; r < unknowns; ++r) normal[r * unknowns + r] += ridge;
  right[kernel_.size() / 2] += ridge * 0.5;
  return solve(normal, right, unknowns);
}

bool Restoring::solve(std::vector<double>& m, std::vector<double>& v, std::size_t n) {
  for (std::size_t r = 0; r < n; ++r) {  // Cholesky
    for (std::size_t c = 0; c <= r; ++c) {
      double sum = m[r * n + c];
      for (std::size_t k = 0; k < c; ++k) sum -= m[r * n + k] * m[c * n + k];
      if (r == c) {
        if (sum <= 1e-9) return false;
        m[r * n + r] = std::sqrt(sum);
      } else {
        m[r * n + c] = sum / m[c * n + c];
      }
    }
  }
  for (std::size_t r = 0; r < n; ++r) {
    for (std::size_t k = 0; k < r; ++k) v[r] -= m[r * n + k] * v[k];
    v[r] /= m[r * n + r];
  }
  for (std::size_t r = n; r-- > 0;) {
    for (std::size_t k = r + 1; k < n; ++k) v[r] -= m[k * n + r] * v[k];
    v[r] /= m[r * n + r];
  }
  for (std::size_t k = 0; k < kernel_.size(); ++k) kernel_[k] = static_cast<float>(v[k]);
  constant_ = static_cast<float>(v[n - 1]);
  return true;
}

/// Steps down the squared difference between what is seen and the blurred guess, with momentum
/// (Nesterov), each module kept between light and dark.
void Restoring::undo_blur(int steps) {
  float sum = 0;
  for (const float k : kernel_) sum += std::abs(k);
  const float pace = 1.0F / std::max(0.05F, sum * sum);
  Padded off(size_, 2 * reach_, 0), ahead = guess_;
  for (int step = 1; step <= steps; ++step) {
    for (int y = 0; y < size_; ++y) {
      for (int x = 0; x < size_; ++x)
        off.row(y)[x] =
            std::clamp(seen_.at(x, y) - constant_ - blurred(ahead, x, y, false), -0.7F, 0.7F);
    }
    const float momentum = static_cast<float>(step - 1) / static_cast<float>(step + 2);
    for (int y = 0; y < size_; ++y) {
      for (int x = 0; x < size_; ++x) {
        if (pattern_->expected(x, y) != 0) continue;
        const float from = ahead.row(y)[x], before = guess_.row(y)[x];
        const float value =
            std::clamp(from + pace * (blurred(off, x, y, true) - kDraw * from), -1.0F, 1.0F);
        guess_.row(y)[x] = value;
        ahead.row(y)[x] = value + momentum * (value - before);
      }
    }
  }
}

/// Modules at the bounds are told apart by what the picture still holds against them.
Modules Restoring::modules() const {
  float squares = 0;
  for (const float k : kernel_) squares += k * k;
  Padded off(size_, 2 * reach_, 0);
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x)
      off.row(y)[x] = seen_.at(x, y) - constant_ - blurred(guess_, x, y, false);
  }
  Modules out(size_);
  for (int y = 0; y < size_; ++y) {
    for (int x = 0; x < size_; ++x)
      out.at(x, y) = guess_.row(y)[x] + kTell * blurred(off, x, y, true) / std::max(0.05F, squares);
  }
  return out;
}

float Restoring::blurred(const Padded& grid, int x, int y, bool turned) const {
  float sum = 0;
  std::size_t k = 0;
  const std::size_t last = kernel_.size() - 1;
  for (int b = -reach_; b <= reach_; ++b) {
    const float* row = grid.row(y + b) + x;
    for (int a = -reach_; a <= reach_; ++a, ++k) sum += row[a] * kernel_[turned ? last - k : k];
  }
  return sum;
}

Modules restored(const Modules& seen, const FunctionPattern& pattern, int reach) {
  Restoring restoring(seen, pattern, reach);
  while (restoring.round()) {
  }
  return restoring.modules();
}

}  // namespace evisa::reader::qr
