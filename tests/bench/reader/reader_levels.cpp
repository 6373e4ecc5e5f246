// reader_levels: our reader and its peers on the same simulated frames of our own print-out, level
// by level. What is read is right only when it is exactly the seal's text.
#include <fmt/core.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <regex>

#include "cli/command_line.h"
#include "crypto/seal_text.h"
#include "issuer/page_geometry.h"
#include "tests/bench/page.h"
#include "tests/bench/reader/sequences.h"
#include "tests/bench/reader/subjects.h"
#include "tests/bench/reader/tally.h"
#include "tests/bench/reader/wasm_attempts.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sim/levels.h"
#include "tests/sim/page.h"

namespace {

using namespace evisa;
namespace fs = std::filesystem;

struct Options {
  int per_level = 20, calls = 12, budget = 60, sequences = 0;
  std::uint64_t seed = 1;
  std::string levels = ".", readers = ".", frames, wasm, csv, page;
  bool missed = false, only_frames = false, steps = false;
};

struct Printed {
  sim::Page page;
  sim::CodeArea code;
  crypto::Bytes truth;
};

/// The sample's keys are new in every run: a folder of frames keeps the page they were taken of.
void keep_page(const fs::path& folder, Printed& print) {
  const std::string picture = (folder / "page.png").string(), text = (folder / "page.txt").string();
  if (fs::exists(picture)) {
    print.page.gray = cv::imread(picture, cv::IMREAD_GRAYSCALE);
    std::ifstream in(text, std::ios::binary);
    print.truth.assign(std::istreambuf_iterator<char>(in), {});
    return;
  }
  cv::imwrite(picture, print.page.gray);
  std::ofstream(text, std::ios::binary)
      .write(reinterpret_cast<const char*>(print.truth.data()),
             static_cast<std::streamsize>(print.truth.size()));
}

/// Our print-out with the lower of its two seals covered: one chance a frame, as with the peers'
/// published figures.
Printed printed() {
  Printed out{sample::must(sim::render_pdf(bench::sample_pdf())), {}, {}};
  const std::string text = crypto::seal_to_text(sample::one().seal);
  out.truth.assign(text.begin(), text.end());
  const double px = out.page.dpi / 25.4;
  const auto& first = issuer::kCodePlaces[0].box;
  const auto& second = issuer::kCodePlaces[1].box;
  const cv::Rect cover(static_cast<int>((second.x - 1) * px), static_cast<int>((second.y - 1) * px),
                       static_cast<int>((second.width + 2) * px),
                       static_cast<int>((second.height + 2) * px));
  out.page.gray(cover & cv::Rect({}, out.page.gray.size())) = 255;
  out.code.mm = {first.x, first.y, first.width, first.height};
  // Modules a side: the dark-to-light changes of the timing row, ISO/IEC 18004 6.3.5, are fewer
  // than its modules by the finders' own; counted on the print-out itself.
  const double left = first.x * px, top = first.y * px, side = first.width * px;
  for (int version = 1; version <= 40; ++version) {
    const int size = 17 + 4 * version;
    const double module = side / size;
    bool fits = true;
    for (int i = 8; i < size - 8 && fits; ++i) {
      const auto x = static_cast<int>(left + (i + 0.5) * module),
                 y = static_cast<int>(top + 6.5 * module);
      fits = (out.page.gray.at<std::uint8_t>(y, x) < 128) == (i % 2 == 0);
    }
    if (fits) out.code.module_mm = first.width / size;
  }
  return out;
}

std::string frame_name(const sim::Level& level, int index) {
  return fmt::format("{}_{}_{:02}.pgm", level.scenario, level.name, index);
}

cv::Mat frame_of(const Options& options, const Printed& print, const sim::Level& level, int index) {
  const fs::path file = fs::path(options.frames) / frame_name(level, index);
  if (!options.frames.empty() && fs::exists(file))
    return cv::imread(file.string(), cv::IMREAD_GRAYSCALE);
  const auto scene = sim::scene_of(level, print.page, print.code, index, options.seed);
  const cv::Mat frame = sim::take(scene, print.page, print.code);
  if (!options.frames.empty()) cv::imwrite(file.string(), frame);
  return frame;
}

bench::Outcome judged(const std::string& reader, const sim::Level& level, int index,
                      const bench::Attempt& attempt, const crypto::Bytes& truth) {
  bench::Outcome out{reader, std::string(level.scenario), std::string(level.name), index};
  for (const auto& code : attempt.codes) (code == truth ? out.read : out.wrong) = true;
  out.calls = attempt.calls;
  out.first_ms = attempt.first_ms;
  out.longest_ms = attempt.longest_ms;
  out.total_ms = attempt.total_ms;
  out.over = attempt.over;
  return out;
}

std::vector<bench::Subject> subjects(const Options& options) {
  std::vector<bench::Subject> chosen;
  const std::regex wanted(options.readers);
  auto all = bench::peers();
  all.insert(all.begin(), bench::our_reader(options.calls, options.budget));
  for (auto& one : all) {
    if (std::regex_search(one.name, wanted)) chosen.push_back(std::move(one));
  }
  return chosen;
}

void write(const std::string& file, const std::string& text) {
  if (!file.empty()) std::ofstream(file) << text;
}

void compare(const Options& options) {
  Printed print = printed();
  if (!options.frames.empty()) keep_page(options.frames, print);
  fmt::print("code of {:.0f} modules, {:.3f} mm each; {} frames a level, seed {}\n",
             print.code.mm.width / print.code.module_mm, print.code.module_mm, options.per_level,
             options.seed);
  if (options.sequences > 0) {
    fmt::print("{}", bench::sequences(print.page, print.code, print.truth, options.sequences,
                                      options.budget, options.seed));
    return;
  }
  const auto readers = subjects(options);
  const auto wasm = bench::wasm_attempts(options.wasm);
  const std::regex wanted(options.levels);
  bench::Tally tally;
  for (const auto& level : sim::levels()) {
    if (!std::regex_search(fmt::format("{} {}", level.scenario, level.name), wanted)) continue;
    for (int index = 0; index < options.per_level; ++index) {
      const cv::Mat frame = frame_of(options, print, level, index);
      if (options.only_frames) continue;
      for (const auto& reader : readers) {
        const auto attempt = reader.read(frame);
        const auto outcome = judged(reader.name, level, index, attempt, print.truth);
        if (options.steps && attempt.over > 0)
          fmt::print("{} {}: {:.1f} ms: {}\n", reader.name, frame_name(level, index),
                     attempt.longest_ms, attempt.steps);
        if (options.missed && !outcome.read)
          fmt::print("{} missed {}\n", reader.name, frame_name(level, index));
        if (outcome.wrong) fmt::print("{} WRONG {}\n", reader.name, frame_name(level, index));
        tally.add(outcome);
      }
      const auto known = wasm.find(frame_name(level, index));
      if (known != wasm.end())
        tally.add(judged("zxing-wasm 3.1", level, index, known->second, print.truth));
    }
  }
  if (tally.empty()) return;
  fmt::print("{}", tally.table());
  if (options.steps) fmt::print("\n{}", bench::paces());
  write(options.csv, tally.csv());
  write(options.page, tally.page());
}

void declare(CLI::App& app, Options& options) {
  app.add_option("--per-level", options.per_level, "Frames a level")->capture_default_str();
  app.add_option("--calls", options.calls, "Frames of a page at rest that our reader may take")
      ->capture_default_str();
  app.add_option("--budget", options.budget, "Milliseconds that our reader may take of a frame")
      ->capture_default_str();
  app.add_option("--sequences", options.sequences,
                 "Instead: so many sequences of eight frames of a page in a hand");
  app.add_option("--seed", options.seed, "Seed of the scenes")->capture_default_str();
  app.add_option("--levels", options.levels, "Regular expression of `scenario level`");
  app.add_option("--readers", options.readers, "Regular expression of readers");
  app.add_option("--frames", options.frames, "Folder that keeps the frames (PGM) between runs");
  app.add_option("--wasm", options.wasm, "What wasm.mjs wrote for that folder");
  app.add_option("--csv", options.csv, "File for every single outcome");
  app.add_option("--page", options.page, "File for the page of plots (HTML)");
  app.add_flag("--missed", options.missed, "Name the frames that were not read");
  app.add_flag("--steps", options.steps,
               "Name the steps of calls that took longer than the budget");
  app.add_flag("--only-frames", options.only_frames, "Make the frames and stop");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Read rates of our reader and its peers on simulated frames", "reader_levels"};
  Options options;
  declare(app, options);
  return cli::main_with(app, argc, argv, [&] {
    if (!options.frames.empty()) fs::create_directories(options.frames);
    compare(options);
    return static_cast<int>(cli::kOk);
  });
}
