// What a look through the camera is worth to those who read by it. Each threshold says where it
// comes from.
#include <fmt/format.h>

#include <algorithm>

#include "kiosk/camera_trial.h"

namespace evisa::kiosk {
namespace {

// A whole A4 page at 1280 x 720 has 2.4 pixels a millimetre: the least that a code is read at.
constexpr int kLeastWidth = 1280, kLeastHeight = 720;
constexpr double kLeastRate = 10;  // two frames that agree within a fifth of a second
// On the simulator code and MRZ are read down to 0.13: a booth is set up with room to spare.
constexpr double kSharp = 0.35, kBlurred = 0.15;
constexpr double kModule = 2.4, kModuleFault = 1.8;      // pixels
constexpr double kCharacter = 10, kCharacterFault = 8;   // pixels: reader/mrz
constexpr double kTilt = 20;                             // degrees
constexpr double kDim = 100, kDark = 55, kBright = 250;  // paper, of 255
constexpr double kUneven = 1.6;                          // brightest over darkest paper, as grey
constexpr double kContrastFault = 40;                    // paper over ink
constexpr int kMrzFault = 9;                             // characters of 88

Condition grade(bool warning, bool fault) {
  return fault ? Condition::fault : warning ? Condition::warning : Condition::ok;
}

/// With its advice where it is not ok.
Finding graded(std::string name, Condition condition, std::string found, std::string expected,
               std::string_view advice) {
  return {.name = std::move(name),
          .condition = condition,
          .found = std::move(found),
          .expected = std::move(expected),
          .advice = condition == Condition::ok ? "" : std::string(advice)};
}

Finding judge_delivery(const CameraTrial& trial) {
  const std::string expected = fmt::format("a camera of at least {} x {} and {} frames a second",
                                           kLeastWidth, kLeastHeight, kLeastRate);
  std::string found = fmt::format("{} x {}", trial.width, trial.height);
  found += trial.rate ? fmt::format(", {:.1f} frames a second", *trial.rate)
                      : std::string(", a film or folder in place of a camera");
  if (trial.state == CameraState::frozen)
    return graded("camera", Condition::fault, found + ", the same picture again and again",
                  expected, "unplug the camera and plug it in again");
  const bool small = std::max(trial.width, trial.height) < kLeastWidth ||
                     std::min(trial.width, trial.height) < kLeastHeight;
  const bool slow = trial.rate && *trial.rate < kLeastRate;
  return graded("camera", grade(small || slow || !trial.live, false), found, expected,
                !trial.live ? "give the camera's number as --source"
                            : "another camera, a USB port of its own, or more light");
}

/// Brightest and darkest paper of the test page.
struct Paper {
  double least = 255, most = 0, least_contrast = 255;
};

std::optional<Paper> paper_of(const PageSight& page) {
  Paper paper;
  for (const auto& target : page.targets) {
    if (!target) continue;
    paper.least = std::min(paper.least, target->white);
    paper.most = std::max(paper.most, target->white);
    paper.least_contrast = std::min(paper.least_contrast, target->white - target->black);
  }
  return paper.most > 0 ? std::optional(paper) : std::nullopt;
}

Finding judge_paper(const Paper& paper) {
  const bool uneven = paper.most > kUneven * std::max(1.0, paper.least);
  const bool glare = paper.most > kBright;
  const bool dim = paper.least < kDim;
  return graded(
      "light",
      grade(uneven || glare || dim, paper.least < kDark || paper.least_contrast < kContrastFault),
      fmt::format("paper {:.0f} to {:.0f} of 255, ink at least {:.0f} darker", paper.least,
                  paper.most, paper.least_contrast),
      fmt::format("paper {:.0f} to {:.0f}, the brightest at most {:.1f} times the darkest", kDim,
                  kBright, kUneven),
      glare    ? "a lamp is mirrored in the paper or the exposure is too long: turn the lamp away"
      : uneven ? "the light comes from one side: a second lamp, or take away what throws the shadow"
               : "more light on the desk");
}

Finding judge_light(const CameraTrial& trial) {
  if (trial.state == CameraState::dark)
    return graded("light", Condition::fault, "black picture", "a lit desk",
                  "take the cap off the lens, or switch the desk's lamp on");
  const auto paper = trial.page ? paper_of(*trial.page) : std::nullopt;
  if (paper) return judge_paper(*paper);
  return graded(
      "light", grade(trial.mean < 30 || trial.burnt > 0.1, trial.mean < 12),
      fmt::format("mean {:.0f} of 255, {:.0f} % burnt out", trial.mean, trial.burnt * 100),
      "mean at least 30, at most 10 % burnt out",
      trial.burnt > 0.1 ? "less light, or turn the lamp away" : "more light on the desk");
}

Finding judge_focus(const CameraTrial& trial) {
  const std::string expected = fmt::format("sharpness {:.2f} or more", kSharp);
  if (!trial.page)
    return graded("focus", Condition::warning, "no test page in view", expected,
                  "evisa-kiosk calibrate --page FILE makes one; lay it under the camera");
  std::optional<double> least;
  std::string_view where;
  for (std::size_t i = 0; i < kFocusTargets.size(); ++i) {
    const auto& target = trial.page->targets[i];
    if (!target || (least && *least <= target->sharpness)) continue;
    least = target->sharpness;
    where = kFocusTargets[i].name;
  }
  if (!least)
    return graded("focus", Condition::warning, "no focus pattern of the test page in view",
                  expected, "lay the page in the middle of the picture");
  return graded("focus", grade(*least < kSharp, *least < kBlurred),
                fmt::format("sharpness {:.2f} at the page's {}", *least, where), expected,
                "turn the lens until the lines are sharp, wipe it, or bring the camera nearer");
}

Finding judge_framing(const PageSight& page) {
  std::string missing;
  for (std::size_t i = 0; i < kFocusTargets.size(); ++i)
    if (!page.targets[i]) missing += fmt::format(" {},", kFocusTargets[i].name);
  if (!missing.empty()) missing.pop_back();
  const bool all = missing.empty() && page.codes == kTestCodes.size();
  return graded("page", all ? Condition::ok : Condition::warning,
                fmt::format("{} of 2 codes read, {}", page.codes,
                            missing.empty() ? "all of the page in the picture"
                                            : "not in the picture:" + missing),
                "both codes, all of the page in the picture",
                missing.empty() ? "see to light and focus" : "move the page, or the camera higher");
}

Finding judge_distance(const PageSight& page) {
  const bool far = page.character_pixels < kCharacter || page.least_per_module < kModule;
  const double nearer =
      std::min(page.character_pixels / kCharacter, page.least_per_module / kModule);
  return graded(
      "distance",
      grade(far, page.character_pixels < kCharacterFault || page.least_per_module < kModuleFault),
      fmt::format("{:.1f} pixels a module of the code, {:.1f} a character of an MRZ",
                  page.least_per_module, page.character_pixels),
      fmt::format("at least {} a module, {} a character", kModule, kCharacter),
      fmt::format("bring the camera to {:.0f} % of its distance, or set it to more pixels",
                  nearer * 100));
}

Finding judge_mrz(const CameraTrial& trial) {
  if (!trial.mrz_seen)
    return graded("mrz", Condition::fault, "not read", "88 of 88 characters",
                  "see to distance, focus and light");
  return graded("mrz", grade(trial.mrz_wrong > 0, trial.mrz_wrong >= kMrzFault),
                fmt::format("{} of 88 characters", 88 - trial.mrz_wrong), "88 of 88 characters",
                "see to distance, focus and light");
}

}  // namespace

std::vector<Finding> judge_camera(const Result<CameraTrial>& trial) {
  if (!trial)
    return {graded("camera", Condition::fault, trial.error().message, "a camera that answers",
                   trial.error().hint)};
  return {judge_delivery(*trial), judge_light(*trial), judge_focus(*trial)};
}

std::vector<Finding> judge_page(const CameraTrial& trial) {
  if (!trial.page) return {};
  const auto& page = *trial.page;
  return {judge_framing(page), judge_distance(page),
          graded("tilt", page.tilt > kTilt ? Condition::warning : Condition::ok,
                 fmt::format("about {:.0f} degrees", page.tilt), fmt::format("at most {}", kTilt),
                 "lay the page flat, or point the camera straight down"),
          judge_mrz(trial)};
}

}  // namespace evisa::kiosk
