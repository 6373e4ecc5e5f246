// Forward and back through the four layers, one sample at a time; names as in weights.h.
#include "reader/mrz/training/learner.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace evisa::reader::mrz {
namespace {

constexpr std::size_t kWide1 = kSeen - 2, kHigh1 = kRows - 2;  // before the maximum
constexpr std::size_t kPooled = kWide1 / 2;

/// What the layers held for one sample.
struct Trace {
  std::array<float, kPooled * kRows1 * kFilters1> pooled;
  std::array<std::uint32_t, kPooled * kRows1 * kFilters1> from;  ///< window of the maximum
  std::array<float, kFeatures> features;
  std::array<float, kHidden> hidden;
  std::array<float, kClasses> out;
};

void first_forward(const float* w, const Sample& sample, Trace& t) {
  t.pooled.fill(0);
  t.from.fill(0);
  for (std::size_t x = 0; x < kWide1; ++x) {
    for (std::size_t y = 0; y < kHigh1; ++y) {
      std::array<float, kFilters1> sum;
      std::copy_n(w + Weights::kBias1, kFilters1, sum.begin());
      for (std::size_t i = 0; i < 9; ++i) {
        const float v = sample.window[(x + i / 3) * kRows + y + i % 3];
        const float* k = w + Weights::kConv1 + i * kFilters1;
        for (std::size_t f = 0; f < kFilters1; ++f) sum[f] += v * k[f];
      }
      const std::size_t to = ((x / 2) * kRows1 + y / 2) * kFilters1;
      for (std::size_t f = 0; f < kFilters1; ++f) {
        if (sum[f] <= t.pooled[to + f]) continue;
        t.pooled[to + f] = sum[f];
        t.from[to + f] = static_cast<std::uint32_t>(x * kRows + y);
      }
    }
  }
}

void second_forward(const float* w, Trace& t) {
  for (std::size_t x = 0; x < kWindow; ++x) {
    for (std::size_t y = 0; y < kRows2; ++y) {
      std::array<float, kFilters2> sum;
      std::copy_n(w + Weights::kBias2, kFilters2, sum.begin());
      const float* k = w + Weights::kConv2;
      for (std::size_t dx = 0; dx < 3; ++dx) {
        const float* in = &t.pooled[((x + dx) * kRows1 + y) * kFilters1];
        for (std::size_t i = 0; i < 3 * kFilters1; ++i, k += kFilters2) {
          for (std::size_t f = 0; f < kFilters2; ++f) sum[f] += in[i] * k[f];
        }
      }
      float* out = &t.features[(x * kRows2 + y) * kFilters2];
      for (std::size_t f = 0; f < kFilters2; ++f) out[f] = std::max(0.0F, sum[f]);
    }
  }
}

void last_forward(const float* w, Trace& t) {
  std::copy_n(w + Weights::kDenseBias, kHidden, t.hidden.begin());
  for (std::size_t i = 0; i < kFeatures; ++i) {
    const float v = t.features[i];
    if (v == 0) continue;
    const float* k = w + Weights::kDense + i * kHidden;
    for (std::size_t h = 0; h < kHidden; ++h) t.hidden[h] += v * k[h];
  }
  std::copy_n(w + Weights::kOutBias, kClasses, t.out.begin());
  for (std::size_t h = 0; h < kHidden; ++h) {
    t.hidden[h] = std::max(0.0F, t.hidden[h]);
    const float* k = w + Weights::kOut + h * kClasses;
    for (std::size_t c = 0; c < kClasses; ++c) t.out[c] += t.hidden[h] * k[c];
  }
}

/// Leaves the error (probability less truth) in `out`; returns the loss.
double soften(Trace& t, std::size_t label) {
  const float most = *std::ranges::max_element(t.out);
  float total = 0;
  for (float& v : t.out) total += v = std::exp(v - most);
  for (float& v : t.out) v /= total;
  const double loss = -std::log(std::max(1e-12F, t.out[label]));
  t.out[label] -= 1;
  return loss;
}

void back(const float* w, const Sample& sample, const Trace& t, float* g) {
  std::array<float, kHidden> hidden{};
  for (std::size_t c = 0; c < kClasses; ++c) g[Weights::kOutBias + c] += t.out[c];
  for (std::size_t h = 0; h < kHidden; ++h) {
    if (t.hidden[h] == 0) continue;
    const float* k = w + Weights::kOut + h * kClasses;
    float* gk = g + Weights::kOut + h * kClasses;
    float sum = 0;
    for (std::size_t c = 0; c < kClasses; ++c) {
      gk[c] += t.hidden[h] * t.out[c];
      sum += k[c] * t.out[c];
    }
    hidden[h] = sum;
    g[Weights::kDenseBias + h] += sum;
  }
  std::array<float, kFeatures> features{};
  for (std::size_t i = 0; i < kFeatures; ++i) {
    const float v = t.features[i];
    if (v == 0) continue;
    const float* k = w + Weights::kDense + i * kHidden;
    float* gk = g + Weights::kDense + i * kHidden;
    float sum = 0;
    for (std::size_t h = 0; h < kHidden; ++h) {
      gk[h] += v * hidden[h];
      sum += k[h] * hidden[h];
    }
    features[i] = sum;
  }
  std::array<float, kPooled * kRows1 * kFilters1> pooled{};
  for (std::size_t x = 0; x < kWindow; ++x) {
    for (std::size_t y = 0; y < kRows2; ++y) {
      const float* error = &features[(x * kRows2 + y) * kFilters2];
      const float* k = w + Weights::kConv2;
      float* gk = g + Weights::kConv2;
      for (std::size_t f = 0; f < kFilters2; ++f) g[Weights::kBias2 + f] += error[f];
      for (std::size_t dx = 0; dx < 3; ++dx) {
        const std::size_t at = ((x + dx) * kRows1 + y) * kFilters1;
        for (std::size_t i = 0; i < 3 * kFilters1; ++i, k += kFilters2, gk += kFilters2) {
          const float v = t.pooled[at + i];
          float sum = 0;
          for (std::size_t f = 0; f < kFilters2; ++f) {
            gk[f] += v * error[f];
            sum += k[f] * error[f];
          }
          pooled[at + i] += sum;
        }
      }
    }
  }
  for (std::size_t i = 0; i < pooled.size(); ++i) {
    if (t.pooled[i] == 0) continue;
    const std::size_t f = i % kFilters1;
    g[Weights::kBias1 + f] += pooled[i];
    for (std::size_t k = 0; k < 9; ++k) {
      g[Weights::kConv1 + k * kFilters1 + f] +=
          pooled[i] * sample.window[t.from[i] + (k / 3) * kRows + k % 3];
    }
  }
}

void spread(std::vector<float>& values, std::size_t from, std::size_t to, std::size_t inputs,
            cv::RNG& random) {
  const double sigma = std::sqrt(2.0 / static_cast<double>(inputs));
  for (std::size_t i = from; i < to; ++i) values[i] = static_cast<float>(random.gaussian(sigma));
}

}  // namespace

Learner::Learner(std::uint64_t seed)
    : gradient_(Weights::kCount), mean_(Weights::kCount), square_(Weights::kCount) {
  cv::RNG random(seed);
  auto& v = weights_.values;
  spread(v, Weights::kConv1, Weights::kBias1, 9, random);
  spread(v, Weights::kConv2, Weights::kBias2, 9 * kFilters1, random);
  spread(v, Weights::kDense, Weights::kDenseBias, kFeatures, random);
  spread(v, Weights::kOut, Weights::kOutBias, kHidden, random);
}

double Learner::learn(std::span<const Sample> batch, double rate) {
  constexpr double kMean = 0.9, kSquare = 0.999, kTiny = 1e-8;
  std::ranges::fill(gradient_, 0.0F);
  double loss = 0;
  Trace t;
  for (const Sample& sample : batch) {
    const float* w = weights_.values.data();
    first_forward(w, sample, t);
    second_forward(w, t);
    last_forward(w, t);
    loss += soften(t, sample.label);
    back(w, sample, t, gradient_.data());
  }
  ++steps_;
  const double n = static_cast<double>(batch.size()), step = static_cast<double>(steps_);
  const auto fix1 = static_cast<float>(1 / (1 - std::pow(kMean, step)));
  const auto fix2 = static_cast<float>(1 / (1 - std::pow(kSquare, step)));
  for (std::size_t i = 0; i < Weights::kCount; ++i) {
    const float g = gradient_[i] / static_cast<float>(n);
    mean_[i] = static_cast<float>(kMean) * mean_[i] + static_cast<float>(1 - kMean) * g;
    square_[i] = static_cast<float>(kSquare) * square_[i] + static_cast<float>(1 - kSquare) * g * g;
    weights_.values[i] -= static_cast<float>(rate) * mean_[i] * fix1 /
                          (std::sqrt(square_[i] * fix2) + static_cast<float>(kTiny));
  }
  return loss / n;
}

}  // namespace evisa::reader::mrz
