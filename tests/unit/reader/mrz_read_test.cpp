// Frames of printed passports and visas, through the camera simulator.
#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "reader/mrz/read_mrz.h"
#include "tests/sample/must.h"
#include "tests/sim/passport.h"
#include "tests/unit/reader/mrz_evidence.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader::mrz {
namespace {

using test::kTd3Line1, test::kTd3Line2, test::view;

const visa::MrzLines kTd3{kTd3Line1, kTd3Line2};

cv::Mat frame_of(const visa::MrzLines& mrz, sim::Shot shot = {},
                 const sim::PassportLook& look = {}) {
  shot.width = 960;
  shot.height = 800;
  shot.camera_height_mm = sim::height_for_scale(shot, 16, 2.54);
  return sim::photograph(sample::must(sim::passport_page(mrz, look)), shot);
}

void expect_reads(const cv::Mat& frame, const visa::MrzLines& mrz) {
  const auto sight = read_mrz(view(frame));
  ASSERT_TRUE(sight);
  EXPECT_EQ(sight->lines[0], mrz.line1);
  EXPECT_EQ(sight->lines[1], mrz.line2);
  EXPECT_TRUE(sight->checks_hold);
}

TEST(ReadMrz, ReadsAPassportAnyWayUp) {
  for (const double rotation : {0.0, 90.0, 180.0, 30.0}) {
    SCOPED_TRACE(rotation);
    sim::Shot shot;
    shot.rotation = rotation;
    expect_reads(frame_of(kTd3, shot), kTd3);
  }
}

TEST(ReadMrz, ReadsVisasOfBothSizes) {
  for (const auto format : {visa::MrzFormat::mrv_a, visa::MrzFormat::mrv_b}) {
    const auto mrz = sim::random_mrz(format, 3);
    expect_reads(frame_of(mrz), mrz);
    EXPECT_EQ(read_mrz(view(frame_of(mrz)))->format, format);
  }
}

TEST(ReadMrz, ReadsAFaceThatTrainingNeverSaw) {
  sim::PassportLook look;
  look.face = "/usr/share/fonts/opentype/ocr-b/OCRBS.otf";
  expect_reads(frame_of(kTd3, {}, look), kTd3);
}

TEST(ReadMrz, FindsTheLinesInNoise) {
  for (const std::uint64_t seed : {1, 2, 3, 4}) {
    SCOPED_TRACE(seed);
    sim::Shot shot;
    shot.noise_ne = 20;
    shot.seed = seed;
    const auto sight = read_mrz(view(frame_of(kTd3, shot, {.seed = seed})));
    ASSERT_TRUE(sight);
    EXPECT_EQ(sight->format, visa::MrzFormat::td3);
    EXPECT_EQ(sight->lines[0].substr(0, 5), kTd3.line1.substr(0, 5));
    EXPECT_EQ(sight->lines[0].substr(28), kTd3.line1.substr(28));
  }
}

TEST(ReadMrz, SaysWhereTheLinesAre) {
  const auto sight = read_mrz(view(frame_of(kTd3)));
  ASSERT_TRUE(sight);
  EXPECT_NEAR(sight->corners[1][0] - sight->corners[0][0], 43 * 16, 20);
  EXPECT_GT(sight->corners[2][1], sight->corners[1][1]);
}

TEST(ReadMrz, GivesEqualAnswersToEqualFrames) {
  const auto frame = frame_of(kTd3);
  const auto one = read_mrz(view(frame)), two = read_mrz(view(frame));
  EXPECT_EQ(one->text(), two->text());
  EXPECT_EQ(one->confidence, two->confidence);
}

/// A printed visa with a passport beside it, both on one sheet.
cv::Mat frame_of_both(const visa::MrzLines& visa, const visa::MrzLines& passport, double rotation) {
  sim::Page sheet = sample::must(sim::passport_page(visa, {.seed = 2}));
  const sim::Page book = sample::must(sim::passport_page(passport, {.seed = 3}));
  cv::vconcat(sheet.gray, book.gray, sheet.gray);
  sim::Shot shot;
  shot.rotation = rotation;
  shot.width = rotation == 90 ? 1240 : 920;
  shot.height = rotation == 90 ? 920 : 1240;
  shot.camera_height_mm = sim::height_for_scale(shot, 16, 2.54);
  return sim::photograph(sheet, shot);
}

TEST(ReadMrzs, ReadsAPassportBesideAVisa) {
  const auto visa = sim::random_mrz(visa::MrzFormat::mrv_a, 4);
  for (const double rotation : {0.0, 90.0, 180.0}) {
    SCOPED_TRACE(rotation);
    const auto sights =
        read_mrzs(view(frame_of_both(visa, kTd3, rotation)), {.short_lines = false});
    ASSERT_EQ(sights.size(), 2U);
    const auto& passport = sights[sights[0].format == visa::MrzFormat::td3 ? 0 : 1];
    const auto& other = sights[sights[0].format == visa::MrzFormat::td3 ? 1 : 0];
    EXPECT_EQ(passport.text(), kTd3.line1 + '\n' + kTd3.line2);
    EXPECT_EQ(other.text(), visa.line1 + '\n' + visa.line2);
    EXPECT_EQ(other.format, visa::MrzFormat::mrv_a);
  }
}

TEST(ReadMrzs, GivesAnMrzOnce) {
  const auto sights = read_mrzs(view(frame_of(kTd3)));
  ASSERT_EQ(sights.size(), 1U);
  EXPECT_EQ(sights[0].text(), read_mrz(view(frame_of(kTd3)))->text());
}

TEST(ReadMrz, FindsNothingWhereThereIsNoMrz) {
  cv::Mat noise(300, 400, CV_8UC1);
  cv::RNG(5).fill(noise, cv::RNG::UNIFORM, 0, 256);
  EXPECT_FALSE(read_mrz(view(noise)) && read_mrz(view(noise))->checks_hold);
  EXPECT_FALSE(read_mrz(view(cv::Mat(1080, 1920, CV_8UC1, cv::Scalar(0)))));
  EXPECT_FALSE(read_mrz(view(cv::Mat(1080, 1920, CV_8UC1, cv::Scalar(255)))));
  const auto desk = read_mrz(view(sim::photograph_desk({})));
  EXPECT_FALSE(desk && desk->checks_hold);
}

TEST(ReadMrz, SurvivesAnySize) {
  EXPECT_FALSE(read_mrz({}));
  for (const int width : {1, 5, 63, 64, 100, 4000}) {
    for (const int height : {1, 64, 70}) {
      cv::Mat frame(height, width, CV_8UC1);
      cv::RNG(9).fill(frame, cv::RNG::UNIFORM, 0, 256);
      const auto sight = read_mrz(view(frame));
      EXPECT_FALSE(sight && sight->checks_hold) << width << 'x' << height;
    }
  }
}

}  // namespace
}  // namespace evisa::reader::mrz
