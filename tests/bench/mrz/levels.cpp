// Levels as in the reading notes: one disturbance each at 16 pixels a character, and a mix.
#include "tests/bench/mrz/levels.h"

#include <algorithm>
#include <cmath>

#include "tests/sample/must.h"

namespace evisa::bench {
namespace {

using sim::Shot;

std::vector<MrzLevel> make_levels() {
  std::vector<MrzLevel> levels;
  const auto add = [&](const std::string& scenario, double value, auto&& set) {
    MrzLevel level{.scenario = scenario, .name = std::to_string(value)};
    level.name.erase(level.name.find_last_not_of('0') + 1);
    if (level.name.ends_with('.')) level.name.pop_back();
    set(level);
    levels.push_back(level);
  };
  for (const double v : {8, 9, 10, 12, 16, 20, 24}) {
    add("pitch", v, [&](MrzLevel& l) {
      l.pitch = v;
      l.clean = v >= 16;
    });
  }
  for (const double v : {1.0, 1.5, 2.0, 2.5, 3.0})
    add("gblur", v, [&](MrzLevel& l) { l.shot.gblur = v; });
  for (const double v : {3, 5, 8}) add("mblur", v, [&](MrzLevel& l) { l.shot.mblur = v; });
  for (const double v : {200, 60, 20})
    add("noise_ne", v, [&](MrzLevel& l) { l.shot.noise_ne = v; });
  for (const double v : {0.15, 0.06, 0.025})
    add("lowlight", v, [&](MrzLevel& l) { l.shot.lowlight = v; });
  for (const double v : {0.1, 0.2}) add("glare_r", v, [&](MrzLevel& l) { l.shot.glare_r = v; });
  for (const double v : {3, 6}) add("shadow", v, [&](MrzLevel& l) { l.shot.shadow = v; });
  for (const double v : {10, 20, 30}) add("tilt", v, [&](MrzLevel& l) { l.shot.tilt = v; });
  for (const double v : {5, 45, 90, 180})
    add("rotation", v, [&](MrzLevel& l) { l.shot.rotation = v; });
  for (const double v : {30, 15})
    add("jpegq", v, [&](MrzLevel& l) { l.shot.jpegq = static_cast<int>(v); });
  for (const double v : {0.2, 0.45}) add("guilloche", v, [&](MrzLevel& l) { l.guilloche = v; });
  add("defects", 1, [&](MrzLevel& l) { l.defects = true; });
  add("mix", 1, [&](MrzLevel& l) {
    l.pitch = 14;
    l.guilloche = 0.2;
    l.shot = Shot{.tilt = 12, .gblur = 1.2, .mblur = 2, .noise_ne = 300, .shadow = 2, .jpegq = 60};
  });
  return levels;
}

/// A frame that just holds the document, at the same distance and lens.
void fit_frame(Shot& shot, double pitch) {
  const double mm = pitch / 2.54, turn = shot.rotation * CV_PI / 180;
  const double c = std::abs(std::cos(turn)), s = std::abs(std::sin(turn));
  const double width = (125 * c + 88 * s + 16) * mm, height = (125 * s + 88 * c + 16) * mm;
  shot.width = std::min(1920, static_cast<int>(width) / 8 * 8);
  shot.height = std::min(1080, static_cast<int>(height) / 8 * 8);
}

}  // namespace

const std::vector<MrzLevel>& mrz_levels() {
  static const std::vector<MrzLevel> levels = make_levels();
  return levels;
}

MrzScene mrz_scene(const MrzLevel& level, const std::filesystem::path& face, std::uint64_t seed,
                   int view, bool full_size) {
  cv::RNG random(seed * 7919 + 13);
  sim::PassportLook look{.face = face, .guilloche = level.guilloche, .seed = seed};
  if (level.defects) look.defect = static_cast<sim::PrintDefect>(1 + seed % 5);
  const bool visa = random.uniform(0, 4) == 0;
  MrzScene scene{sim::random_mrz(visa ? visa::MrzFormat::mrv_a : visa::MrzFormat::td3, seed), {}};
  Shot shot = level.shot;
  shot.camera_height_mm = sim::height_for_scale(shot, level.pitch, 2.54);
  shot.rotation += random.uniform(-3.0, 3.0);
  shot.tilt_direction = random.uniform(0.0, 360.0);
  shot.mblur_direction = random.uniform(0.0, 180.0);
  shot.glare_at = {random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)};
  if (!full_size) fit_frame(shot, level.pitch);
  cv::RNG hand(seed * 31 + static_cast<std::uint64_t>(view));
  shot.shift_mm = {hand.uniform(-1.5, 1.5), hand.uniform(-1.5, 1.5)};
  shot.rotation += hand.uniform(-0.5, 0.5);
  shot.seed = seed * 64 + static_cast<std::uint64_t>(view);
  scene.frame = sim::photograph(sample::must(sim::passport_page(scene.truth, look)), shot);
  return scene;
}

}  // namespace evisa::bench
