// The network over a strip. Every layer keeps its filters together, so that the innermost loops run
// over a fixed number of floats side by side.
#include "reader/mrz/network.h"

#include <algorithm>
#include <cmath>
#include <cstring>

// A second copy of the network for processors with AVX2, chosen when the program starts: before a
// sanitizer's runtime does.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define EVISA_WIDE_CLONES __attribute__((target_clones("avx2", "default"), flatten))
#else
#define EVISA_WIDE_CLONES
#endif

namespace evisa::reader::mrz {
namespace {

// Eight floats side by side; both compilers of the project know this form. Where the processor has
// no registers of that size the compiler takes two. No operation is fused or reordered, so every
// processor gives the same answers.
using Lane = float __attribute__((vector_size(32)));
constexpr std::size_t kLane = 8;

inline void load(Lane& to, const float* from) { std::memcpy(&to, from, sizeof to); }
inline void store_positive(float* to, const Lane& v) {
  for (std::size_t i = 0; i < kLane; ++i) to[i] = v[i] > 0 ? v[i] : 0;
}

/// 3x3 at one place: `in` points at the first of three columns of `rows` x `Channels` values.
template <std::size_t Channels, std::size_t Filters>
inline void convolve(const float* in, std::size_t rows, const float* weights, const float* bias,
                     float* out) {
  Lane sum[Filters / kLane], weight;
  for (std::size_t f = 0; f < Filters / kLane; ++f) load(sum[f], bias + f * kLane);
  for (std::size_t dx = 0; dx < 3; ++dx) {
    const float* column = in + dx * rows * Channels;
    for (std::size_t i = 0; i < 3 * Channels; ++i) {
      for (std::size_t f = 0; f < Filters / kLane; ++f) {
        load(weight, weights + f * kLane);
        sum[f] += column[i] * weight;
      }
      weights += Filters;
    }
  }
  for (std::size_t f = 0; f < Filters / kLane; ++f) store_positive(out + f * kLane, sum[f]);
}

/// First convolution and 2x2 maximum: half as many columns.
inline std::vector<float> first_layer(const Weights& w, const Strip& strip) {
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

inline std::vector<float> second_layer(const Weights& w, const std::vector<float>& in) {
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
inline void hidden_layer(const Weights& w, const float* in, Hidden* out) {
  constexpr std::size_t kNext = kRows2 * kFilters2;
  for (std::size_t h = 0; h < kHidden; h += kLane) {
    Lane sum[Places], weight;
    for (std::size_t p = 0; p < Places; ++p) load(sum[p], &w.values[Weights::kDenseBias + h]);
    const float* weights = &w.values[Weights::kDense + h];
    for (std::size_t i = 0; i < kFeatures; ++i, weights += kHidden) {
      load(weight, weights);
      for (std::size_t p = 0; p < Places; ++p) sum[p] += in[p * kNext + i] * weight;
    }
    for (std::size_t p = 0; p < Places; ++p) store_positive(&out[p][h], sum[p]);
  }
}

inline LogProbabilities classes(const Weights& w, const Hidden& hidden) {
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

EVISA_WIDE_CLONES
std::vector<LogProbabilities> read_places(const Weights& weights, const Strip& strip) {
  if (strip.columns < static_cast<int>(kSeen)) return {};
  const auto features = second_layer(weights, first_layer(weights, strip));
  const std::size_t places = features.size() / (kRows2 * kFilters2) - kWindow + 1;
  std::vector<LogProbabilities> out(places);
  constexpr std::size_t kTogether = 6;
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
