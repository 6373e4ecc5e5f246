// evisa-train-mrz: renders, trains, writes the model of reader/mrz/data.
//   evisa-train-mrz OUT [SEED [LINES]]
#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <fstream>

#include "reader/mrz/network.h"
#include "reader/mrz/training/learner.h"

namespace {

using namespace evisa::reader::mrz;

constexpr std::size_t kBatch = 48, kPool = 48000;
constexpr double kRate = 2e-3, kLastRate = 2e-5, kDrawnPitch = 42;
// The sharp face (OCRBS) stays out: the tests read it as a face never seen.
constexpr const char* kFont = "/usr/share/fonts/opentype/ocr-b/OCRB.otf";

/// Part of fresh samples whose best class is the true one.
double rightness(const Weights& weights, const std::vector<Glyphs>& faces, std::uint64_t seed) {
  cv::RNG random(seed);
  std::vector<Sample> samples;
  while (samples.size() < 8000) add_line(faces, random, samples);
  std::size_t right = 0, characters = 0;
  for (const auto& sample : samples) {
    if (sample.label == kNone) continue;
    const Strip strip{kSeen, {sample.window.begin(), sample.window.end()}};
    const auto place = read_places(weights, strip).front();
    const auto best = static_cast<std::size_t>(std::ranges::max_element(place) - place.begin());
    right += best == sample.label ? 1 : 0;
    ++characters;
  }
  return static_cast<double>(right) / static_cast<double>(characters);
}

int train(const std::filesystem::path& out, std::uint64_t seed, std::size_t lines) {
  auto face = Glyphs::open(kFont, kDrawnPitch);
  if (!face) {
    fmt::print(stderr, "evisa-train-mrz: error: {}\n", face.error().message);
    return 3;
  }
  const std::vector<Glyphs> faces{*std::move(face)};
  cv::RNG random(seed);
  Learner learner(seed);
  std::vector<Sample> pool;
  std::size_t drawn = 0, seen = 0;
  double loss = 3;
  // A pool of samples is filled, mixed and learnt once; samples never come twice.
  while (drawn < lines) {
    pool.clear();
    while (pool.size() < kPool && drawn < lines) {
      add_line(faces, random, pool);
      ++drawn;
    }
    for (std::size_t i = pool.size(); i > 1; --i) {
      std::swap(pool[i - 1],
                pool[static_cast<std::size_t>(random.uniform(0, static_cast<int>(i)))]);
    }
    const double part = static_cast<double>(drawn) / static_cast<double>(lines);
    const double rate = kLastRate + (kRate - kLastRate) * 0.5 * (1 + std::cos(part * CV_PI));
    for (std::size_t i = 0; i + kBatch <= pool.size(); i += kBatch) {
      loss += 0.01 * (learner.learn({&pool[i], kBatch}, rate) - loss);
      seen += kBatch;
    }
    fmt::print(stderr, "{:5.1f} %  {} samples  loss {:.4f}\n", 100 * part, seen, loss);
  }
  Weights weights = learner.weights();
  weights.note = fmt::format("seed {}; {} lines; OCRB.otf of fonts-ocr-b", seed, lines);
  const auto model = write_weights(weights);
  std::ofstream file(out, std::ios::binary);
  file.write(reinterpret_cast<const char*>(model.data()), static_cast<long>(model.size()));
  file.close();
  if (!file) {
    fmt::print(stderr, "evisa-train-mrz: error: {}: cannot be written\n", out.string());
    return 3;
  }
  fmt::print("{}: {} bytes; {:.2f} % of fresh characters right\n", out.string(), model.size(),
             100 * rightness(weights, faces, seed + 1));
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 4) {
    fmt::print(stderr, "usage: evisa-train-mrz OUT [SEED [LINES]]\n");
    return 2;
  }
  const std::uint64_t seed = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 9303;
  const std::size_t lines = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 40000;
  return train(argv[1], seed, lines);
}
