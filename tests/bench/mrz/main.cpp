// mrz_bench: how many whole MRZs are read, level by level, where the others are lost, and how long
// a frame takes; with --films, what the vote over frames accepts.
#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <opencv2/imgcodecs.hpp>

#include "reader/mrz/read_mrz.h"
#include "tests/bench/mrz/peer.h"
#include "tests/bench/mrz/sequences.h"
#include "tests/bench/mrz/tally.h"

namespace {

using namespace evisa;
using namespace evisa::bench;

struct Options {
  int frames = 10, films = 0, views = 6;
  std::string face = sim::PassportLook{}.face.string(), level, missed;
  std::uint64_t seed = 1000000;
  bool full = false, crop = false, shorter = false, peer = false;
};

Framing framing(const Options& options) {
  if (options.full) return Framing::full;
  return options.crop ? Framing::lines : Framing::document;
}

/// What was not read whole, with its texts, for the eye.
void keep(const std::string& folder, const std::string& name, const MrzScene& scene,
          const std::optional<reader::mrz::MrzSight>& sight) {
  cv::imwrite(fmt::format("{}/{}.png", folder, name), scene.frame);
  std::ofstream texts(folder + "/texts", std::ios::app);
  texts << name << "\n  " << scene.truth.line1 << "\n  " << scene.truth.line2 << '\n';
  if (sight) texts << "  " << sight->lines[0] << "\n  " << sight->lines[1] << '\n';
}

void read_frame(const Options& options, const MrzLevel& level, std::uint64_t seed, Tally& tally,
                PeerTally& peer) {
  const MrzScene scene = MrzDocument(level, options.face, seed, framing(options)).frame(0);
  const double start = processor_ms();
  const auto sight = reader::mrz::read_mrz(view(scene.frame));
  tally.add(scene, sight, processor_ms() - start);
  if (options.peer) peer.add(scene);
  if (options.missed.empty() || (sight && same_text(scene, *sight))) return;
  keep(options.missed, fmt::format("{}_{}_{}", level.scenario, level.name, seed), scene, sight);
}

/// Seeds count on over the levels: a level has the same frames alone as among the others.
template <class Each>
void each_level(const Options& options, int documents, Each&& each) {
  std::uint64_t seed = options.seed;
  for (const auto& level : mrz_levels()) {
    if (options.level.empty() || options.level == level.scenario) each(level, seed);
    seed += static_cast<std::uint64_t>(documents);
  }
}

void measure_frames(const Options& options) {
  fmt::print("{}{}\n{}", options.face, options.full ? ", 1920 x 1080" : "", Tally::head());
  Tally all, ten, clean;
  PeerTally peer;
  each_level(options, options.frames, [&](const MrzLevel& level, std::uint64_t seed) {
    Tally tally;
    for (int i = 0; i < options.frames; ++i) read_frame(options, level, seed++, tally, peer);
    fmt::print("{}", tally.row(level.scenario + " " + level.name));
    std::fflush(stdout);
    all.add(tally);
    if (level.pitch >= 10) ten.add(tally);
    if (level.clean) clean.add(tally);
  });
  fmt::print("{}{}{}", all.row("**all**"), ten.row("**pitch >= 10**"), clean.row("**clean**"));
  fmt::print("FIGURE mrz: {:.1f} % whole at 10 pixels a character and up, {} sure and wrong\n",
             ten.whole_percent(), ten.sure_wrong);
  if (options.peer) fmt::print("{}", peer.text());
}

int measure_films(const Options& options) {
  fmt::print("{}: {} documents a level, {} frames each\n", options.face, options.films,
             options.views);
  fmt::print(
      "| level | documents | frames | accepted, right | frames needed | late | wrong |\n"
      "|---|---|---|---|---|---|---|\n");
  const auto row = [](const std::string& name, const Films& f) {
    fmt::print("| {:<18} | {:5} | {:6} | {:5} | {:4.1f} | {:3} | {:3} |\n", name, f.documents,
               f.frames, f.right, f.right == 0 ? 0.0 : double(f.frames_needed) / f.right, f.late,
               f.wrong.size());
    std::fflush(stdout);
  };
  Films all;
  each_level(options, options.films, [&](const MrzLevel& level, std::uint64_t seed) {
    Films films;
    Filming filming;
    for (int i = 0; i < options.films; ++i)
      filming.show(MrzDocument(level, options.face, seed++, framing(options)), options.views,
                   films);
    row(level.scenario + " " + level.name, films);
    all.add(films);
  });
  row("**all**", all);
  for (const auto& text : all.wrong) fmt::print("wrong but accepted:\n{}", text);
  fmt::print("FIGURE mrz vote: {} of {} documents accepted, {} wrong, in {} frames\n", all.right,
             all.documents, all.wrong.size(), all.frames);
  return all.wrong.empty() ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app("Whole MRZs by level");
  app.add_option("--frames", options.frames, "Frames a level")->check(CLI::PositiveNumber);
  app.add_option("--films", options.films, "Documents a level before the vote, instead of frames");
  app.add_option("--views", options.views, "Frames of each of them");
  app.add_option("--face", options.face, "Font file");
  app.add_option("--level", options.level, "Only this scenario");
  app.add_option("--seed", options.seed, "Seed of the first frame");
  app.add_option("--missed", options.missed, "Folder for the frames that are not read");
  app.add_flag("--full", options.full, "Frames of 1920 x 1080, any place and rotation");
  app.add_flag("--crop", options.crop, "Frames of little more than the lines: many in little time");
  app.add_flag("--peer", options.peer, "Tesseract on the same frames, where it was found");
  app.add_flag("--short", options.shorter, "2 frames and 1 document a level");
  CLI11_PARSE(app, argc, argv);
  if (options.shorter) {
    options.frames = 2;
    measure_frames(options);
    options.films = 1;
    return measure_films(options);
  }
  if (options.films > 0) return measure_films(options);
  measure_frames(options);
  return 0;
}
