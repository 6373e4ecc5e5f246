// The booth's test page, printed and filmed: what is measured of it, and that it is nobody's
// document.
#include "kiosk/test_page.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "crypto/files.h"
#include "kiosk/camera_trial.h"
#include "kiosk/page_sight.h"
#include "reader/mrz/read_mrz.h"
#include "tests/sample/must.h"
#include "tests/sim/page.h"
#include "visa/mrz.h"

#if defined(__SANITIZE_ADDRESS__)
// fontconfig, which poppler asks for fonts, never gives its tables back.
extern "C" const char* __lsan_default_suppressions();  // NOLINT: the sanitizer's name
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig\n"; }
extern "C" const char* __lsan_default_options();  // NOLINT
extern "C" const char* __lsan_default_options() { return "print_suppressions=0"; }
#endif

namespace evisa::kiosk {
namespace {

using sample::must;

/// The page as poppler draws it.
const sim::Page& printed() {
  static const sim::Page page = [] {
    const auto font =
        must(crypto::read_file("/usr/share/fonts/opentype/ocr-b/OCRB.otf", 1024 * 1024));
    const auto pdf = must(test_page_pdf(font));
    return must(sim::render_pdf(crypto::as_bytes(pdf)));
  }();
  return page;
}

reader::GrayView view(const cv::Mat& gray) { return {gray.data, gray.cols, gray.rows, gray.step}; }

/// Lengthwise in the picture: 4.9 pixels a millimetre.
sim::Shot near() {
  sim::Shot shot;
  shot.camera_height_mm = 306;
  shot.rotation = 90;
  return shot;
}

cv::Mat film(const sim::Shot& shot) { return sim::photograph(printed(), shot); }

std::optional<PageSight> look(const sim::Shot& shot) {
  const cv::Mat frame = film(shot);
  return look_at_page(view(frame), reader::read_frame(view(frame), {.thorough = true}));
}

double least_sharpness(const PageSight& sight) {
  double least = 9;
  for (const auto& target : sight.targets)
    if (target) least = std::min(least, target->sharpness);
  return least;
}

Finding find(const std::vector<Finding>& findings, const std::string& name) {
  const auto found = std::ranges::find(findings, name, &Finding::name);
  return found == findings.end() ? Finding{.name = "none"} : *found;
}

CameraTrial trial_of(const sim::Shot& shot) {
  return {.live = true,
          .width = 1920,
          .height = 1080,
          .frames = 60,
          .rate = 15,
          .state = CameraState::live,
          .page = look(shot)};
}

TEST(KioskTestPage, IsNoVisaAndNoPassport) {
  const cv::Mat frame = film(near());
  const auto reading = reader::read_frame(view(frame), {.thorough = true});
  ASSERT_EQ(reading.barcodes.size(), 2U);
  EXPECT_FALSE(reading.seal);
  const auto sight = look_at_page(view(frame), reading);
  ASSERT_TRUE(sight && sight->mrz);
  const auto mrz = reader::mrz::read_mrz(part_of(view(frame), *sight->mrz));
  ASSERT_TRUE(mrz);
  EXPECT_EQ(mrz->lines[0], kTestMrz[0]);
  EXPECT_EQ(mrz->lines[1], kTestMrz[1]);
  EXPECT_FALSE(mrz->checks_hold);
  const auto parsed = visa::parse_mrz(mrz->text(), must(visa::Date::parse("2026-11-20")));
  EXPECT_TRUE(!parsed || !parsed->defects.empty());
}

TEST(KioskTestPage, HasItsCodesWhereAPrintOutHasThem) {
  const auto sight = look(near());
  ASSERT_TRUE(sight);
  EXPECT_EQ(sight->codes, 2U);
  EXPECT_NEAR(sight->pixels_per_mm, 1500.0 / 306, 0.1);
  EXPECT_NEAR(sight->least_per_module, 1500.0 / 306 * 40 / 57, 0.1);
  for (const auto& target : sight->targets) ASSERT_TRUE(target);
  EXPECT_LT(sight->tilt, 12);
}

TEST(KioskTestPage, SharpnessFallsWithBlurAndNothingElse) {
  double last = 9;
  for (const double blur : {0.3, 0.8, 1.2, 1.6, 2.0, 2.5}) {
    sim::Shot shot = near();
    shot.gblur = blur;
    const auto sight = look(shot);
    if (!sight) break;  // not even a code is read any more
    EXPECT_LT(least_sharpness(*sight), last) << blur;
    last = least_sharpness(*sight);
    std::printf("blur %.1f sharpness %.3f tilt %.1f\n", blur, last, sight->tilt);
  }
  for (const double light : {1.0, 0.5}) {
    sim::Shot shot = near();
    shot.lowlight = light;
    EXPECT_GT(least_sharpness(*look(shot)), 0.6) << light;
  }
}

TEST(KioskTestPage, TellsWhatIsWrongInWords) {
  const auto good = trial_of(near());
  for (const auto& finding : judge_camera(good))
    EXPECT_EQ(finding.condition, Condition::ok) << finding.name << ": " << finding.found;
  EXPECT_EQ(find(judge_page(good), "distance").condition, Condition::ok);
  EXPECT_EQ(find(judge_page(good), "tilt").condition, Condition::ok);

  sim::Shot far = near();
  far.camera_height_mm = 420;
  EXPECT_EQ(find(judge_page(trial_of(far)), "distance").condition, Condition::warning);

  sim::Shot leaning = near();
  leaning.tilt = 35;
  leaning.camera_height_mm = 340;
  const auto tilt = find(judge_page(trial_of(leaning)), "tilt");
  EXPECT_EQ(tilt.condition, Condition::warning) << tilt.found;

  sim::Shot one_sided = near();
  one_sided.shadow = 4;
  const auto light = find(judge_camera(trial_of(one_sided)), "light");
  EXPECT_NE(light.condition, Condition::ok) << light.found;

  sim::Shot soft = near();
  soft.gblur = 2;
  EXPECT_NE(find(judge_camera(trial_of(soft)), "focus").condition, Condition::ok);
}

TEST(KioskTestPage, LiesInAnyDirection) {
  for (const double turn : {0.0, 37.0, 180.0, 271.0}) {
    sim::Shot shot;
    shot.camera_height_mm = 480;
    shot.rotation = turn;
    const auto sight = look(shot);
    ASSERT_TRUE(sight) << turn;
    EXPECT_EQ(sight->codes, 2U) << turn;
    EXPECT_NEAR(sight->pixels_per_mm, 1500.0 / 480, 0.1) << turn;
  }
}

}  // namespace
}  // namespace evisa::kiosk
