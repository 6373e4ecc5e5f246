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
    l.shot.tilt = 12;
    l.shot.gblur = 1.2;
    l.shot.mblur = 2;
    l.shot.noise_ne = 300;
    l.shot.shadow = 2;
    l.shot.jpegq = 60;
  });
  return levels;
}

/// A frame that just holds the document, or `high` millimetres of it, at the same distance and
/// lens.
void fit_frame(Shot& shot, double pitch, double high) {
  const double mm = pitch / 2.54, turn = shot.rotation * CV_PI / 180;
  const double c = std::abs(std::cos(turn)), s = std::abs(std::sin(turn));
  const double width = (125 * c + high * s + 16) * mm, height = (125 * s + high * c + 16) * mm;
  shot.width = std::min(1920, static_cast<int>(width) / 8 * 8);
  shot.height = std::min(1080, static_cast<int>(height) / 8 * 8);
}

}  // namespace

const std::vector<MrzLevel>& mrz_levels() {
  static const std::vector<MrzLevel> levels = make_levels();
  return levels;
}

MrzDocument::MrzDocument(const MrzLevel& level, const std::filesystem::path& face,
                         std::uint64_t seed, Framing framing)
    : seed_(seed), shot_(level.shot) {
  cv::RNG random(seed * 7919 + 13);
  sim::PassportLook look{.face = face, .guilloche = level.guilloche, .seed = seed};
  if (level.defects) look.defect = static_cast<sim::PrintDefect>(1 + seed % 5);
  const bool visa = random.uniform(0, 4) == 0;
  truth_ = sim::random_mrz(visa ? visa::MrzFormat::mrv_a : visa::MrzFormat::td3, seed);
  page_ = sample::must(sim::passport_page(truth_, look));
  corners_ = sim::mrz_corners(truth_, look);
  shot_.camera_height_mm = sim::height_for_scale(shot_, level.pitch, 2.54);
  shot_.rotation += random.uniform(-3.0, 3.0);
  shot_.tilt_direction = random.uniform(0.0, 360.0);
  shot_.mblur_direction = random.uniform(0.0, 180.0);
  shot_.glare_at = {random.uniform(0.1, 0.9), random.uniform(0.1, 0.9)};
  constexpr double kPage = 88, kLines = 20;  // millimetres
  if (framing == Framing::lines) shot_.aim_mm = (corners_[0] + corners_[2]) / 2;
  if (framing == Framing::full) {
    lay_anywhere(random);
  } else {
    fit_frame(shot_, level.pitch, framing == Framing::lines ? kLines : kPage);
  }
}

void MrzDocument::lay_anywhere(cv::RNG& random) {
  constexpr double kClear = 40;  // pixels from the lines' ends to the frame's edge
  for (int attempt = 0; attempt < 200; ++attempt) {
    shot_.rotation = random.uniform(0.0, 360.0);
    shot_.shift_mm = {random.uniform(-60.0, 60.0), random.uniform(-60.0, 60.0)};
    const auto lines = lines_in(shot_);
    const auto inside = [&](const reader::mrz::Place& p) {
      return p.x > kClear && p.y > kClear && p.x < shot_.width - kClear &&
             p.y < shot_.height - kClear;
    };
    if (std::ranges::all_of(lines.upper, inside) && std::ranges::all_of(lines.lower, inside))
      return;
  }
  shot_.rotation = random.uniform(-3.0, 3.0);
  shot_.shift_mm = {};
}

reader::mrz::LinePair MrzDocument::lines_in(const Shot& shot) const {
  constexpr double kCapital = 0.943;  // of the pitch
  std::array<reader::mrz::Place, 4> at;
  for (std::size_t i = 0; i < at.size(); ++i) {
    const auto point = sim::place_in_frame(shot, corners_[i]);
    at[i] = {point.x, point.y};
  }
  reader::mrz::LinePair lines{.upper = {at[0], at[1]},
                              .lower = {at[3], at[2]},
                              .height = 0,
                              .cells = static_cast<int>(truth_.line1.size())};
  lines.height = kCapital * lines.pitch();
  return lines;
}

MrzScene MrzDocument::frame(int view) const {
  cv::RNG hand(seed_ * 31 + static_cast<std::uint64_t>(view));
  Shot shot = shot_;
  shot.shift_mm += cv::Point2d(hand.uniform(-1.5, 1.5), hand.uniform(-1.5, 1.5));
  shot.rotation += hand.uniform(-0.5, 0.5);
  shot.seed = seed_ * 64 + static_cast<std::uint64_t>(view);
  return {truth_, lines_in(shot), sim::photograph(page_, shot)};
}

}  // namespace evisa::bench
