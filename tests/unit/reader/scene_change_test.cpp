// What is new in view, and what is noise.
#include "reader/scene_change.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::view;

/// A desk of no particular pattern, as a camera with this much noise sees it once more.
cv::Mat desk(std::uint64_t seed, double noise = 1.5) {
  cv::Mat grain(540, 960, CV_32FC1), out;
  cv::RNG(7).fill(grain, cv::RNG::NORMAL, 0, 20);
  cv::GaussianBlur(grain, grain, {}, 3);
  cv::Mat sensor(grain.size(), CV_32FC1);
  cv::RNG(seed).fill(sensor, cv::RNG::NORMAL, 0, noise);
  cv::Mat(grain + sensor + 110).convertTo(out, CV_8UC1);
  return out;
}

/// A camera that has seen the desk for a while.
SceneChange accustomed(double noise = 1.5) {
  SceneChange scene;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    if (scene.differs(view(desk(i, noise)))) scene.remember();
  }
  return scene;
}

TEST(SceneChange, TakesAStillDeskForStill) {
  for (const double noise : {0.0, 1.5, 4.0}) {
    SceneChange scene = accustomed(noise);
    for (std::uint64_t i = 100; i < 140; ++i)
      EXPECT_FALSE(scene.differs(view(desk(i, noise)))) << noise << " " << i;
  }
}

// Noise grows with the light; a lamp's patch holds a thousand fields.
TEST(SceneChange, TakesADeskForStillThatIsNoisierUnderItsLamp) {
  const auto lit = [](std::uint64_t seed) {
    cv::Mat frame(1080, 1920, CV_8UC1);
    for (int y = 0; y < frame.rows; y += 540) {
      for (int x = 0; x < frame.cols; x += 960)
        desk(4 * seed + (y > 0 ? 2 : 0) + (x > 0 ? 1 : 0)).copyTo(frame({x, y, 960, 540}));
    }
    desk(seed, 2.4)(cv::Rect(0, 0, 960, 80)).copyTo(frame({480, 200, 960, 80}));
    return frame;
  };
  SceneChange scene;
  for (std::uint64_t i = 1; i <= 40; ++i) {
    if (scene.differs(view(lit(i)))) scene.remember();
  }
  for (std::uint64_t i = 100; i < 160; ++i) EXPECT_FALSE(scene.differs(view(lit(i)))) << i;
}

TEST(SceneChange, KnowsNothingAtFirst) {
  SceneChange scene;
  EXPECT_TRUE(scene.differs(view(desk(1))));
  EXPECT_TRUE(scene.differs(view(desk(2))));
  scene.remember();
  EXPECT_FALSE(scene.differs(view(desk(3))));
  EXPECT_TRUE(scene.differs(view(cv::Mat(desk(4), cv::Rect(0, 0, 480, 540)).clone())));
  EXPECT_TRUE(scene.differs({}));
}

TEST(SceneChange, SeesPaperThatIsHardlyBrighterThanTheDesk) {
  SceneChange scene = accustomed();
  cv::Mat frame = desk(200);
  frame(cv::Rect(300, 100, 200, 280)) += 2;
  EXPECT_TRUE(scene.differs(view(frame)));
}

TEST(SceneChange, SeesASmallPaleCode) {
  SceneChange scene = accustomed();
  cv::Mat frame = desk(200);
  frame(cv::Rect(300, 100, 24, 24)) -= 12;
  EXPECT_TRUE(scene.differs(view(frame)));
}

TEST(SceneChange, AddsUpWhatComesSlowly) {
  SceneChange scene = accustomed();
  int seen = 0;
  for (int i = 1; i <= 100; ++i) {  // twenty grey values in a hundred frames
    cv::Mat frame = desk(static_cast<std::uint64_t>(i) + 300);
    frame(cv::Rect(300, 100, 200, 280)) += i / 5.0;
    if (!scene.differs(view(frame))) continue;
    scene.remember();
    ++seen;
  }
  EXPECT_GE(seen, 12);
  EXPECT_LE(seen, 60);
}

TEST(SceneChange, LooksAtEverythingWhereNoiseWouldHideIt) {
  SceneChange scene = accustomed(25);
  scene.remember();
  EXPECT_TRUE(scene.differs(view(desk(200, 25))));
}

}  // namespace
}  // namespace evisa::reader
