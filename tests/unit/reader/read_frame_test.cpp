// Frames to the e-visa's seal: what must be read, and what must not be.
#include <gtest/gtest.h>

#include <random>

#include "tests/sim/camera.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::code_of, test::other_seal, test::seal, test::view;

sim::Page page() {
  static const sim::Page one = test::seal_page(300);
  return one;
}

TEST(ReadFrame, GivesTheSealOfACleanFrame) {
  const cv::Mat frame = sim::photograph(page(), {});
  const Reading reading = read_frame(view(frame));
  EXPECT_EQ(reading.width, 1920);
  EXPECT_EQ(reading.height, 1080);
  ASSERT_EQ(reading.barcodes.size(), 1U);
  EXPECT_EQ(reading.barcodes[0].symbology, "QRCode");
  EXPECT_EQ(reading.barcodes[0].bytes, code_of(seal()));
  EXPECT_EQ(reading.seal, seal());
  EXPECT_FALSE(reading.several_seals);
}

TEST(ReadFrame, GivesTheCornersWhereTheCodeIs) {
  sim::Page flat{cv::Mat(600, 800, CV_8UC1, 255), 100};
  sim::print_qr(flat, code_of(seal()), 50, 40);
  const Reading reading = read_frame(view(flat.gray));
  ASSERT_EQ(reading.barcodes.size(), 1U);
  const auto& corners = reading.barcodes[0].corners;
  // The quiet zone is four modules of 0.75 mm: 11.8 pixels at 100 dpi.
  EXPECT_NEAR(corners[0].x, 50 / 25.4 * 100 + 11.8, 4);
  EXPECT_NEAR(corners[0].y, 40 / 25.4 * 100 + 11.8, 4);
  EXPECT_GT(corners[1].x, corners[0].x + 100);
  EXPECT_NEAR(corners[2].x, corners[1].x, 4);
  EXPECT_NEAR(corners[2].y, corners[3].y, 4);
}

TEST(ReadFrame, TakesTheRawBinarySealToo) {
  const auto binary = sim::page_with_qr(seal());
  EXPECT_EQ(read_frame(view(sim::photograph(binary, {}))).seal, seal());
}

TEST(ReadFrame, ReadsAtAnyRotation) {
  int read = 0;
  for (int degrees = 0; degrees < 360; degrees += 30) {
    sim::Shot shot;
    shot.rotation = degrees;
    shot.camera_height_mm = 400;
    shot.seed = static_cast<std::uint64_t>(degrees) + 1;
    const Reading reading = read_frame(view(sim::photograph(page(), shot)));
    if (reading.seal) {
      EXPECT_EQ(*reading.seal, seal()) << degrees;
      ++read;
    }
  }
  EXPECT_EQ(read, 12);
}

struct Level {
  const char* name;
  void (*set)(sim::Shot&);
  int at_least;  ///< of 5
};

// Three pixels a module unless the level says otherwise.
const Level kLevels[] = {
    {"tilt 45", [](sim::Shot& s) { s.tilt = 45; }, 4},
    {"gblur 1.25", [](sim::Shot& s) { s.gblur = 1.25; }, 4},
    {"mblur 3", [](sim::Shot& s) { s.mblur = 3; }, 4},
    {"noise 200", [](sim::Shot& s) { s.noise_ne = 200; }, 4},
    {"lowlight 0.06", [](sim::Shot& s) { s.lowlight = 0.06; }, 4},
    {"shadow 6", [](sim::Shot& s) { s.shadow = 6; }, 4},
    {"uneven 6", [](sim::Shot& s) { s.uneven = 6; }, 4},
    {"jpegq 15", [](sim::Shot& s) { s.jpegq = 15; }, 4},
    {"scale 1.75", [](sim::Shot& s) { s.camera_height_mm = sim::height_for_scale(s, 1.75, 0.75); },
     4},
};

class ReadFrameLevels : public testing::TestWithParam<Level> {};

TEST_P(ReadFrameLevels, ReadsMostAndNeverWrong) {
  int read = 0;
  for (int i = 0; i < 5; ++i) {
    sim::Shot shot;
    shot.camera_height_mm = sim::height_for_scale(shot, 3, 0.75);
    shot.rotation = 72 * i + 7;
    shot.tilt_direction = 53 * i;
    shot.mblur_direction = 40 * i;
    shot.seed = static_cast<std::uint64_t>(i) + 1;
    GetParam().set(shot);
    const Reading reading = read_frame(view(sim::photograph(page(), shot)));
    if (!reading.seal) continue;
    EXPECT_EQ(*reading.seal, seal());
    ++read;
  }
  EXPECT_GE(read, GetParam().at_least) << GetParam().name << ": " << read << " of 5";
}

INSTANTIATE_TEST_SUITE_P(Camera, ReadFrameLevels, testing::ValuesIn(kLevels),
                         [](const auto& level) {
                           std::string name = level.param.name;
                           std::ranges::replace_if(
                               name, [](char c) { return std::isalnum(c) == 0; }, '_');
                           return name;
                         });

TEST(ReadFrame, CountsTwoEqualSealsOnce) {
  sim::Page two = sim::blank_page();
  sim::print_qr(two, code_of(seal()), 20, 30);
  sim::print_qr(two, code_of(seal()), 130, 210);
  const Reading reading = read_frame(view(sim::photograph(two, {})));
  EXPECT_EQ(reading.barcodes.size(), 2U);
  EXPECT_EQ(reading.seal, seal());
  EXPECT_FALSE(reading.several_seals);
}

TEST(ReadFrame, NeverChoosesBetweenDifferentSeals) {
  sim::Page two = sim::blank_page();
  sim::print_qr(two, code_of(seal()), 20, 30);
  sim::print_qr(two, code_of(other_seal()), 130, 210);
  const Reading reading = read_frame(view(sim::photograph(two, {})));
  EXPECT_EQ(reading.barcodes.size(), 2U);
  EXPECT_TRUE(reading.several_seals);
  EXPECT_FALSE(reading.seal);
}

TEST(ReadFrame, ReportsForeignCodesAndChoosesTheEvisa) {
  sim::Page mixed = sim::blank_page();
  sim::print_qr(mixed, test::bytes("https://example.org/hotel"), 20, 30);
  sim::print_qr(mixed, code_of(seal()), 130, 210);
  const Reading reading = read_frame(view(sim::photograph(mixed, {})));
  EXPECT_EQ(reading.barcodes.size(), 2U);
  EXPECT_EQ(reading.seal, seal());
}

TEST(ReadFrame, DoesNotTakeAForeignCodeForAnEvisa) {
  auto damaged = seal();
  damaged[1] = 0x07;  // a version that does not exist
  for (const auto& content :
       {test::bytes("KZV1"), test::bytes("KZV1ABC"), test::bytes("\xDC"), code_of(damaged)}) {
    const Reading reading = read_frame(view(sim::photograph(sim::page_with_qr(content), {})));
    EXPECT_EQ(reading.barcodes.size(), 1U);
    EXPECT_FALSE(reading.seal);
    EXPECT_FALSE(reading.several_seals);
  }
}

TEST(ReadFrame, FindsNothingOnAnEmptyDesk) {
  for (std::uint64_t turn = 0; turn < 4; ++turn) {
    const Reading reading = read_frame(view(sim::photograph_desk({})), {.turn = turn});
    EXPECT_TRUE(reading.barcodes.empty());
    EXPECT_FALSE(reading.seal);
  }
}

TEST(ReadFrame, ReadsTheSameFrameTheSameWay) {
  sim::Shot shot;
  shot.gblur = 1.2;
  const cv::Mat frame = sim::photograph(page(), shot);
  const Reading a = read_frame(view(frame)), b = read_frame(view(frame));
  ASSERT_EQ(a.barcodes.size(), b.barcodes.size());
  EXPECT_EQ(a.seal, b.seal);
}

TEST(ReadFrame, TakesViewsThatAreNoPicture) {
  const std::uint8_t pixel = 0;
  for (const GrayView& empty : {GrayView{}, GrayView{&pixel, 0, 0, 0}, GrayView{&pixel, -1, 1, 1},
                                GrayView{nullptr, 10, 10, 10}, GrayView{&pixel, 10, 10, 1}}) {
    EXPECT_TRUE(read_frame(empty).barcodes.empty());
    EXPECT_TRUE(read_frame(empty, {.thorough = true}).barcodes.empty());
  }
}

TEST(ReadFrame, TakesRowsWithGaps) {
  const cv::Mat frame = sim::photograph(page(), {});
  cv::Mat wide(frame.rows, frame.cols + 37, CV_8UC1, cv::Scalar(90));
  frame.copyTo(wide.colRange(0, frame.cols));
  EXPECT_EQ(read_frame({wide.data, frame.cols, frame.rows, wide.step}).seal, seal());
}

TEST(ReadFrame, FindsNoSealInNoise) {
  std::mt19937 random(1);
  for (int i = 0; i < 12; ++i) {
    const int width = 1 + static_cast<int>(random() % 300),
              height = 1 + static_cast<int>(random() % 300);
    std::vector<std::uint8_t> pixels(static_cast<std::size_t>(width * height));
    const auto grain = 1 + random() % 9;
    for (std::size_t at = 0; at < pixels.size(); ++at) {
      pixels[at] = at % grain == 0 ? static_cast<std::uint8_t>(random() % 2 * 255) : pixels[at - 1];
    }
    const GrayView noise{pixels.data(), width, height, static_cast<std::size_t>(width)};
    for (const bool thorough : {false, true}) {
      const Reading reading = read_frame(noise, {.thorough = thorough});
      EXPECT_FALSE(reading.seal || reading.several_seals);
      for (const auto& code : reading.barcodes) ADD_FAILURE() << code.symbology << " read in noise";
    }
  }
}

}  // namespace
}  // namespace evisa::reader
