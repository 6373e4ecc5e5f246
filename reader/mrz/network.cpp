// The network over a strip. Every layer keeps its filters together, so that the innermost loops run
// over a fixed number of floats side by side.
#include "reader/mrz/network.h"

#include <algorithm>
#include <cmath>

namespace evisa::reader::mrz {
namespace {

// Four floats in one register; both compilers of the project know this form.
using Four = float __attribute__((vector_size(16)));
constexpr std::size_t kLane = 4;

Four load(const float* from) { return Four{from[0], from[1], from[2], from[3]}; }
void store_positive(float* to, Four v) {
  for (std::size_t i = 0; i < kLane; ++i) to[i] = std::max(0.0F, v[i]);
}

/// 3x3 at one place: `in` points at the first of three columns of `rows` x `Channels` values.
template <std::size_t Channels, std::size_t Filters>
void convolve(const float* in, std::size_t rows, const float* weights, const float* bias,
              float* out) {
  std::array<Four, Filters / kLane> sum;
  for (std::size_t f = 0; f < sum.size(); ++f) sum[f] = load(bias + f * kLane);
  for (std::size_t dx = 0; dx < 3; ++dx) {
    const float* column = in + dx * rows * Channels;
    for (std::size_t i = 0; i < 3 * Channels; ++i) {
      for (std::size_t f = 0; f < sum.size(); ++f) sum[f] += column[i] * load(weights + f * kLane);
      weights += Filters;
    }
  }
  for (std::size_t f = 0; f < sum.size(); ++f) store_positive(out + f * kLane, sum[f]);
}

/// First convolution and 2x2 maximum: half as many columns.
std::vector<float> first_layer(const Weights& w, const Strip& strip) {
  const std::size_t columns = (static_cast<std::size_t>(strip.columns) - 2) / 2;
  std::vector<float> out(columns * kRows1 * kFilters1);
  std::array<float, kFilters1> one{};
  for (std::size_t x = 0; x < 2 * columns; ++x) {
    for (std::size_t y = 0; y < 2 * kRows1; ++y) {
      convolve<1, kFilters1>(&strip.values[x * kRows + y], kRows, &w.values[Weights::kConv1],
                             &w.values[Weights::kBias1], one.data());
      float* most = &out[((x / 2) * kRows1 + y / 2) * kFilters1];
      for (std::size_t f = 0; f < kFilters1; ++f) most[f] = std::max(most[f], one[f]);
    }
  }
  return out;
}

std::vector<float> second_layer(const Weights& w, const std::vector<float>& in) {
  const std::size_t columns = in.size() / (kRows1 * kFilters1) - 2;
  std::vector<float> out(columns * kRows2 * kFilters2);
  for (std::size_t x = 0; x < columns; ++x) {
    for (std::size_t y = 0; y < kRows2; ++y) {
      convolve<kFilters1, kFilters2>(&in[(x * kRows1 + y) * kFilters1], kRows1,
                                     &w.values[Weights::kConv2], &w.values[Weights::kBias2],
                                     &out[(x * kRows2 + y) * kFilters2]);
    }
  }
  return out;
}

using Hidden = std::array<float, kHidden>;

/// The hidden layer of `Places` neighbouring places: the weights are fetched once for all of them.
template <std::size_t Places>
void hidden_layer(const Weights& w, const float* in, Hidden* out) {
  constexpr std::size_t kBlock = 2 * kLane, kNext = kRows2 * kFilters2;
  for (std::size_t h = 0; h < kHidden; h += kBlock) {
    std::array<std::array<Four, 2>, Places> sum;
    for (auto& s : sum) {
      s = {load(&w.values[Weights::kDenseBias + h]),
           load(&w.values[Weights::kDenseBias + h + kLane])};
    }
    const float* weights = &w.values[Weights::kDense + h];
    for (std::size_t i = 0; i < kFeatures; ++i, weights += kHidden) {
      const Four a = load(weights), b = load(weights + kLane);
      for (std::size_t p = 0; p < Places; ++p) {
        const float v = in[p * kNext + i];
        sum[p][0] += v * a;
        sum[p][1] += v * b;
      }
    }
    for (std::size_t p = 0; p < Places; ++p) {
      store_positive(&out[p][h], sum[p][0]);
      store_positive(&out[p][h + kLane], sum[p][1]);
    }
  }
}

LogProbabilities classes(const Weights& w, const Hidden& hidden) {
  LogProbabilities sum;
  std::copy_n(&w.values[Weights::kOutBias], kClasses, sum.begin());
  for (std::size_t h = 0; h < kHidden; ++h) {
    if (hidden[h] == 0) continue;
    const float* weights = &w.values[Weights::kOut + h * kClasses];
    for (std::size_t c = 0; c < kClasses; ++c) sum[c] += hidden[h] * weights[c];
  }
  const float most = *std::ranges::max_element(sum);
  float total = 0;
  for (const float s : sum) total += std::exp(s - most);
  const float scale = most + std::log(total);
  for (float& s : sum) s -= scale;
  return sum;
}

}  // namespace

std::vector<LogProbabilities> read_places(const Weights& weights, const Strip& strip) {
  if (strip.columns < static_cast<int>(kSeen)) return {};
  const auto features = second_layer(weights, first_layer(weights, strip));
  const std::size_t places = features.size() / (kRows2 * kFilters2) - kWindow + 1;
  std::vector<LogProbabilities> out(places);
  constexpr std::size_t kTogether = 4;
  std::array<Hidden, kTogether> hidden;
  for (std::size_t k = 0; k < places;) {
    const float* in = &features[k * kRows2 * kFilters2];
    const std::size_t now = k + kTogether <= places ? kTogether : 1;
    now == 1 ? hidden_layer<1>(weights, in, hidden.data())
             : hidden_layer<kTogether>(weights, in, hidden.data());
    for (std::size_t p = 0; p < now; ++p) out[k++] = classes(weights, hidden[p]);
  }
  return out;
}

}  // namespace evisa::reader::mrz
