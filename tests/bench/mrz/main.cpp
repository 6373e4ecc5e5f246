// mrz-bench: how many whole MRZs are read, level by level, and how long a frame takes.
//   mrz-bench [FRAMES [FACE [FIRST_SEED [LEVEL]]]]     FACE: a font file; LEVEL: a scenario's name
//   MRZ_BENCH_FULL=1: frames of 1920 x 1080; MRZ_BENCH_DUMP=FOLDER: what was not read
#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <opencv2/imgcodecs.hpp>

#include "reader/mrz/read_mrz.h"
#include "tests/bench/mrz/levels.h"

namespace {

using namespace evisa;
using namespace evisa::bench;

struct Tally {
  int frames = 0, found = 0, whole = 0, corrected = 0, line2 = 0, wrong_checked = 0, sure_wrong = 0;
  double characters = 0;
  std::vector<double> ms;
  void add(const Tally& o) {
    frames += o.frames;
    found += o.found;
    whole += o.whole;
    corrected += o.corrected;
    line2 += o.line2;
    wrong_checked += o.wrong_checked;
    sure_wrong += o.sure_wrong;
    characters += o.characters;
    ms.insert(ms.end(), o.ms.begin(), o.ms.end());
  }
};

/// The thread's own time: other programs on the machine do not count.
double processor_ms() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double percent(double part, int whole) { return whole == 0 ? 0 : 100 * part / whole; }

double quantile(std::vector<double> values, double part) {
  if (values.empty()) return 0;
  std::ranges::sort(values);
  return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
}

double right_part(const std::string& read, const std::string& truth) {
  if (read.size() != truth.size()) return 0;
  std::size_t right = 0;
  for (std::size_t i = 0; i < read.size(); ++i) right += read[i] == truth[i] ? 1 : 0;
  return static_cast<double>(right) / static_cast<double>(truth.size());
}

void judge(const MrzScene& scene, Tally& tally, std::uint64_t seed) {
  const reader::GrayView view{scene.frame.data, scene.frame.cols, scene.frame.rows,
                              scene.frame.step};
  const double start = processor_ms();
  const auto sight = reader::mrz::read_mrz(view);
  tally.ms.push_back(processor_ms() - start);
  ++tally.frames;
  const char* dump = std::getenv("MRZ_BENCH_DUMP");
  if (sight) {
    ++tally.found;
    const bool one = sight->lines[0] == scene.truth.line1,
               two = sight->lines[1] == scene.truth.line2;
    tally.characters += (right_part(sight->lines[0], scene.truth.line1) +
                         right_part(sight->lines[1], scene.truth.line2)) /
                        2;
    tally.line2 += two ? 1 : 0;
    tally.whole += one && two ? 1 : 0;
    tally.corrected += one && two && !sight->corrections.empty() ? 1 : 0;
    tally.wrong_checked += sight->checks_hold && !(one && two) ? 1 : 0;
    tally.sure_wrong +=
        sight->checks_hold && sight->corrections.empty() && sight->least > 0.9F && !(one && two)
            ? 1
            : 0;
    if (one && two) dump = nullptr;
  }
  if (dump) {
    fmt::print("seed {}\n  {}\n  {}\n", seed, scene.truth.line1, scene.truth.line2);
    if (sight) fmt::print("  {}\n  {}\n", sight->lines[0], sight->lines[1]);
    cv::imwrite(fmt::format("{}/{}.png", dump, seed), scene.frame);
  }
}

void print(const std::string& name, const Tally& t) {
  fmt::print(
      "| {:<18} | {:5} | {:5.1f} | {:5.1f} | {:5.1f} | {:5.1f} | {:5.1f} | {:4} | {:4} | {:5.1f} | "
      "{:5.1f} |\n",
      name, t.frames, percent(t.found, t.frames), percent(t.characters, t.frames),
      percent(t.line2, t.frames), percent(t.whole, t.frames), percent(t.corrected, t.frames),
      t.wrong_checked, t.sure_wrong, quantile(t.ms, 0.5), quantile(t.ms, 0.95));
  std::fflush(stdout);
}

}  // namespace

int main(int argc, char** argv) {
  const int frames = argc > 1 ? std::max(1, std::atoi(argv[1])) : 4;  // also for --short
  const std::string face = argc > 2 ? argv[2] : sim::PassportLook{}.face.string();
  const std::uint64_t first = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 1000000;
  const bool full = std::getenv("MRZ_BENCH_FULL") != nullptr;
  const std::string only = argc > 4 ? argv[4] : "";
  fmt::print(
      "{}\n| level | n | found % | characters % | line 2 % | whole % | of them corrected % | "
      "checks hold, wrong "
      "| sure, wrong | ms median | p95 |\n|---|---|---|---|---|---|---|---|---|---|---|\n",
      face);
  Tally all, ten, clean;
  std::uint64_t seed = first;
  for (const auto& level : mrz_levels()) {
    Tally tally;
    for (int i = 0; i < frames; ++i, ++seed) {
      if (!only.empty() && only != level.scenario) continue;
      judge(mrz_scene(level, face, seed, 0, full), tally, seed);
    }
    if (tally.frames == 0) continue;
    print(level.scenario + " " + level.name, tally);
    all.add(tally);
    if (level.pitch >= 10) ten.add(tally);
    if (level.clean) clean.add(tally);
  }
  print("**all**", all);
  print("**pitch >= 10**", ten);
  print("**clean**", clean);
  return 0;
}
