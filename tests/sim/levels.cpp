// Levels to scenes.
#include "tests/sim/levels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <opencv2/imgproc.hpp>

namespace evisa::sim {
namespace {

constexpr std::array kLevels{Level{"scale", "1.5", 1.5},
                             Level{"scale", "1.75", 1.75},
                             Level{"scale", "2", 2},
                             Level{"scale", "2.5", 2.5},
                             Level{"scale", "3", 3},
                             Level{"scale", "4", 4},
                             Level{"scale", "6", 6},
                             Level{"tilt", "30", 30},
                             Level{"tilt", "45", 45},
                             Level{"tilt", "55", 55},
                             Level{"tilt", "65", 65},
                             Level{"gblur", "1", 1},
                             Level{"gblur", "1.5", 1.5},
                             Level{"gblur", "2", 2},
                             Level{"gblur", "2.5", 2.5},
                             Level{"mblur", "3", 3},
                             Level{"mblur", "5", 5},
                             Level{"mblur", "7", 7},
                             Level{"mblur", "9", 9},
                             Level{"noiseNe", "200", 200},
                             Level{"noiseNe", "60", 60},
                             Level{"noiseNe", "25", 25},
                             Level{"noiseNe", "12", 12},
                             Level{"lowlight", "0.15", 0.15},
                             Level{"lowlight", "0.06", 0.06},
                             Level{"lowlight", "0.025", 0.025},
                             Level{"lowlight", "0.012", 0.012},
                             Level{"glareR", "0.1", 0.1},
                             Level{"glareR", "0.2", 0.2},
                             Level{"glareR", "0.3", 0.3},
                             Level{"glareR", "0.4", 0.4},
                             Level{"uneven", "3", 3},
                             Level{"uneven", "6", 6},
                             Level{"uneven", "12", 12},
                             Level{"shadow", "3", 3},
                             Level{"shadow", "6", 6},
                             Level{"shadow", "12", 12},
                             Level{"crease", "15deg+crack0.5", 15},
                             Level{"crease", "30deg+crack1", 30},
                             Level{"crease", "50deg+crack1.5", 50},
                             Level{"crease", "30deg+crack3", 31},
                             Level{"curveR", "100", 100},
                             Level{"curveR", "60", 60},
                             Level{"curveR", "40", 40},
                             Level{"curveR", "30", 30},
                             Level{"jpegq", "30", 30},
                             Level{"jpegq", "15", 15},
                             Level{"jpegq", "8", 8},
                             Level{"fadeInk", "0.2", 0.2},
                             Level{"fadeInk", "0.4", 0.4},
                             Level{"fadeInk", "0.55", 0.55},
                             Level{"fadeInk", "0.7", 0.7},
                             Level{"wstreak", "1", 1},
                             Level{"wstreak", "3", 3},
                             Level{"wstreak", "6", 6},
                             Level{"dstreak", "1", 1},
                             Level{"dstreak", "3", 3},
                             Level{"occ4th", "0.1", 0.1},
                             Level{"occ4th", "0.2", 0.2},
                             Level{"occ4th", "0.3", 0.3},
                             Level{"occ4th", "0.4", 0.4},
                             Level{"occFinder", "0.03", 0.03},
                             Level{"occFinder", "0.06", 0.06},
                             Level{"occFinder", "0.1", 0.1},
                             Level{"occFinder", "0.15", 0.15},
                             Level{"mix", "easy", 0},
                             Level{"mix", "mid", 1},
                             Level{"mix", "hard", 2},
                             Level{"frame", "720p-A4wide", 1.75},
                             Level{"frame", "1080p-A4tall", 2.6},
                             Level{"frame", "1080p-A4wide", 3.9},
                             Level{"frame", "1080p-A4tall-35mm", 2.6},
                             Level{"frame", "1080p-A4tall-45mm", 2.6}};
static_assert(kLevels.size() == 73);

cv::Point2d middle(const CodeArea& code) { return (code.mm.tl() + code.mm.br()) * 0.5; }

cv::Point2d from_page_centre(const Page& page, cv::Point2d mm) {
  const double px = page.dpi / 25.4;
  return mm - cv::Point2d(page.gray.cols / px / 2, page.gray.rows / px / 2);
}

/// The page with its code, and two millimetres around it, printed larger or smaller about its
/// middle.
Page printed_at(const Page& page, const CodeArea& code, double side_mm) {
  const double px = page.dpi / 25.4, around = 2;
  const auto box = [&](double side) {
    const cv::Point2d from = middle(code) - cv::Point2d(side / 2, side / 2);
    return cv::Rect(static_cast<int>(from.x * px), static_cast<int>(from.y * px),
                    static_cast<int>(side * px), static_cast<int>(side * px));
  };
  Page out{page.gray.clone(), page.dpi};
  const double own = code.mm.width + 2 * around;
  cv::Mat sized;
  const cv::Rect target = box(own * side_mm / code.mm.width);
  cv::resize(page.gray(box(own)), sized, target.size(), 0, 0, cv::INTER_AREA);
  out.gray(box(own)) = 255;
  sized.copyTo(out.gray(target));
  return out;
}

struct Setting {
  Scene& scene;
  const Level& level;
  const Page& page;
  const CodeArea& code;
  cv::RNG& random;

  double some(double from, double to) const { return random.uniform(from, to); }

  void crease() const {
    const bool wide = level.name == "30deg+crack3";
    const double fold = wide ? 30 : level.value;
    const double crack = wide ? 3 : fold < 20 ? 0.5 : fold < 40 ? 1 : 1.5;
    // Through the middle half of the code, along or across it give or take some degrees.
    const double side = code.mm.width;
    const cv::Point2d at =
        middle(code) + cv::Point2d(some(-0.25, 0.25) * side, some(-0.25, 0.25) * side);
    const double direction = random.uniform(0, 2) * 90 + some(-12, 12);
    scene.defects.crack_mm = crack;
    scene.defects.fold_at = at;
    scene.defects.fold_degrees = direction;
    scene.shot.bend = {from_page_centre(page, at), direction, fold, 0};
  }
  void curve() const {
    const cv::Point2d at = middle(code) + cv::Point2d(some(-3, 3), some(-3, 3));
    scene.shot.bend = {from_page_centre(page, at), some(0, 180), 0, level.value};
  }
  void glare() const {
    const double side = code.mm.width / code.module_mm * scene.px_per_module;
    scene.shot.glare_r = level.value * side / scene.shot.height;
    scene.shot.glare_edge = 0.035 * side / scene.shot.height;
    scene.shot.glare_at = {0.5 + some(-0.2, 0.2) * side / scene.shot.width,
                           0.5 + some(-0.2, 0.2) * side / scene.shot.height};
  }
  void shadow(double value) const {
    scene.shot.shadow = value;
    scene.shot.shadow_edge = 5;
  }
  void mix() const {
    auto& shot = scene.shot;
    const auto grade = static_cast<std::size_t>(level.value);
    constexpr std::array<double, 3> px{3, 2.5, 2.1}, tilt{20, 30, 40}, gblur{0.7, 1.1, 1.5},
        mblur{0, 2, 4}, ne{400, 150, 50}, uneven{2, 3, 4}, dark{1, 2, 4}, fade{0.08, 0.15, 0.25};
    constexpr std::array<int, 3> jpeg{60, 35, 20};
    scene.px_per_module = px[grade];
    shot.tilt = some(0.5, 1) * tilt[grade];
    shot.gblur = gblur[grade];
    shot.mblur = mblur[grade];
    shot.noise_ne = ne[grade];
    shot.uneven = uneven[grade];
    shadow(dark[grade]);
    shot.jpegq = jpeg[grade];
    scene.defects.fade_ink = fade[grade];
    scene.defects.white_streaks = static_cast<int>(grade);
  }
  void frame() const {
    scene.whole_page = true;
    scene.px_per_module = level.value;
    if (level.name == "720p-A4wide") {
      scene.shot.width = 1280;
      scene.shot.height = 720;
    }
    if (level.name == "1080p-A4tall-35mm") scene.code_mm = 35;
    if (level.name == "1080p-A4tall-45mm") scene.code_mm = 45;
    // An upright page fills the height, or lies across; a few degrees askew.
    const bool across = level.name == "1080p-A4wide";
    scene.shot.rotation = random.uniform(0, 2) * 180 + (across ? 90 : 0) + some(-4, 4);
    scene.shot.tilt = some(0, 4);
    scene.shot.gblur = 0.6;
  }
};

void apply(const Setting& set) {
  auto& [scene, level, page, code, random] = set;
  auto& shot = scene.shot;
  const double value = level.value;
  const std::string_view what = level.scenario;
  if (what == "scale") scene.px_per_module = value;
  if (what == "tilt") shot.tilt = value;
  if (what == "gblur") shot.gblur = value;
  if (what == "mblur") shot.mblur = value;
  if (what == "noiseNe") shot.noise_ne = value;
  if (what == "lowlight") {
    shot.lowlight = value;
    shot.noise_ne = 1600;  // at full light; what is left of it is the level
  }
  if (what == "glareR") set.glare();
  if (what == "uneven") shot.uneven = value;
  if (what == "shadow") set.shadow(value);
  if (what == "crease") set.crease();
  if (what == "curveR") set.curve();
  if (what == "jpegq") shot.jpegq = static_cast<int>(value);
  if (what == "fadeInk") scene.defects.fade_ink = value;
  if (what == "wstreak") scene.defects.white_streaks = static_cast<int>(value);
  if (what == "dstreak") scene.defects.dark_streaks = static_cast<int>(value);
  if (what == "occ4th") scene.defects.finger = value;
  if (what == "occFinder") {
    scene.defects.finger = value;
    scene.defects.corner = std::array{0, 1, 3}[static_cast<std::size_t>(random.uniform(0, 3))];
  }
  if (what == "mix") set.mix();
  if (what == "frame") set.frame();
}

}  // namespace

std::span<const Level> levels() { return kLevels; }

Scene scene_of(const Level& level, const Page& page, const CodeArea& code, int index,
               std::uint64_t seed) {
  const std::uint64_t mixed = std::hash<std::string_view>{}(level.scenario) ^
                              (std::hash<std::string_view>{}(level.name) << 1U) ^
                              (seed * 1000003 + static_cast<std::uint64_t>(index) + 1);
  cv::RNG random(mixed * 0x9E3779B97F4A7C15ULL + 3);
  for (int i = 0; i < 4; ++i) (void)random.next();
  Scene scene;
  auto& shot = scene.shot;
  shot.seed = mixed;
  shot.jpegq = 85;
  shot.gblur = 0.6;
  shot.rotation = random.uniform(0.0, 360.0);
  shot.tilt = random.uniform(0.0, 10.0);
  shot.tilt_direction = random.uniform(0.0, 360.0);
  shot.mblur_direction = random.uniform(0.0, 180.0);
  apply({scene, level, page, code, random});
  const cv::Point2d aim =
      scene.whole_page ? cv::Point2d(0, 0) : from_page_centre(page, middle(code));
  shot.aim_mm = aim;
  if (!scene.whole_page) shot.shift_mm = {random.uniform(-8.0, 8.0), random.uniform(-8.0, 8.0)};
  if (level.scenario == "glareR" || level.scenario == "shadow") shot.shift_mm = {0, 0};
  shot.camera_height_mm = height_for_scale(shot, scene.px_per_module, code.module_mm);
  return scene;
}

Scene moment_of(const Scene& scene, int moment) {
  Scene out = scene;
  auto& shot = out.shot;
  cv::RNG random(scene.shot.seed * 1000003 + static_cast<std::uint64_t>(moment) + 1);
  for (int i = 0; i < 4; ++i) (void)random.next();
  shot.shift_mm.x += random.gaussian(0.3);
  shot.shift_mm.y += random.gaussian(0.3);
  shot.rotation += random.gaussian(0.4);
  if (shot.glare_r > 0) {
    const double side = 57 * scene.px_per_module;  // of a code of usual size
    shot.glare_at = {0.5 + random.uniform(-0.4, 0.4) * side / shot.width,
                     0.5 + random.uniform(-0.4, 0.4) * side / shot.height};
  }
  shot.seed = static_cast<std::uint64_t>(random.next()) << 32U | random.next();
  return out;
}

cv::Mat take(const Scene& scene, const Page& page, const CodeArea& code) {
  const Page sized = scene.code_mm > 0 ? printed_at(page, code, scene.code_mm) : page;
  return photograph(worn(sized, code, scene.defects, scene.shot.seed), scene.shot);
}

}  // namespace evisa::sim
