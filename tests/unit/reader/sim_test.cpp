// The print-and-camera simulator: what tests and the demonstration rely on.
#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgproc.hpp>

#include "tests/sample/must.h"
#include "tests/sim/avi.h"
#include "tests/sim/film.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::seal, test::view;

bool equal(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && cv::norm(a, b, cv::NORM_INF) == 0;
}

TEST(Simulator, MakesEqualFramesFromEqualSeeds) {
  const auto page = test::seal_page();
  sim::Shot shot;
  shot.seed = 5;
  EXPECT_TRUE(equal(sim::photograph(page, shot), sim::photograph(page, shot)));
  const cv::Mat five = sim::photograph(page, shot);
  shot.seed = 6;
  EXPECT_FALSE(equal(five, sim::photograph(page, shot)));
}

TEST(Simulator, FilmsEachFrameAlone) {
  const auto page = test::seal_page();
  const sim::Film film{.frames = 20, .hold = true};
  EXPECT_TRUE(equal(sim::film_frame(page, {}, film, 9), sim::film_frame(page, {}, film, 9)));
  EXPECT_FALSE(equal(sim::film_frame(page, {}, film, 9), sim::film_frame(page, {}, film, 10)));
}

TEST(Simulator, AHeldPageEntersRestsAndLeaves) {
  const auto page = test::seal_page(300);
  const sim::Film film{.frames = 20, .hold = true};
  const auto seen = [&](int index) {
    return read_frame(view(sim::film_frame(page, {}, film, index))).seal == seal();
  };
  EXPECT_FALSE(seen(0));
  EXPECT_TRUE(seen(10));
  EXPECT_FALSE(seen(19));
}

TEST(Simulator, EachDistortionChangesTheFrameItself) {
  const auto page = test::seal_page();
  const cv::Mat clean = sim::photograph(page, {});
  const std::vector<void (*)(sim::Shot&)> levels = {[](sim::Shot& s) { s.tilt = 20; },
                                                    [](sim::Shot& s) { s.rotation = 20; },
                                                    [](sim::Shot& s) { s.gblur = 2; },
                                                    [](sim::Shot& s) { s.mblur = 7; },
                                                    [](sim::Shot& s) { s.noise_ne = 60; },
                                                    [](sim::Shot& s) { s.lowlight = 0.2; },
                                                    [](sim::Shot& s) { s.glare_r = 0.2; },
                                                    [](sim::Shot& s) { s.uneven = 6; },
                                                    [](sim::Shot& s) { s.shadow = 6; },
                                                    [](sim::Shot& s) { s.jpegq = 8; },
                                                    [](sim::Shot& s) { s.camera_height_mm = 300; }};
  for (std::size_t i = 0; i < levels.size(); ++i) {
    sim::Shot shot;
    levels[i](shot);
    EXPECT_GT(cv::norm(clean, sim::photograph(page, shot), cv::NORM_L1) /
                  static_cast<double>(clean.total()),
              0.3)
        << i;
  }
}

TEST(Simulator, PutsTheCameraWhereAModuleHasItsPixels) {
  const auto page = test::seal_page(300);
  sim::Shot shot;
  shot.camera_height_mm = sim::height_for_scale(shot, 4, 0.75);
  const auto reading = read_frame(view(sim::photograph(page, shot)));
  ASSERT_EQ(reading.barcodes.size(), 1U);
  const auto& c = reading.barcodes[0].corners;
  const double side = std::hypot(c[1].x - c[0].x, c[1].y - c[0].y);
  const double modules = side / 4;
  // The number of modules of a QR code's side is 17 + 4 times its version.
  EXPECT_NEAR(std::remainder(modules - 17, 4), 0, 0.7) << modules;
}

TEST(Simulator, LeavesNoHalfWrittenVideo) {
  const test::Folder folder;
  {
    auto avi = sample::must(sim::AviWriter::open(folder.path() / "film.avi", {160, 120}, 15));
    sample::must(avi.add(cv::Mat(120, 160, CV_8UC1, cv::Scalar(99))));
  }
  EXPECT_TRUE(std::filesystem::is_empty(folder.path()));
  EXPECT_FALSE(sim::AviWriter::open("/nowhere/film.avi", {160, 120}, 15));
}

TEST(Simulator, LoadsPagesFromPdfAndPng) {
  const test::Folder folder;
  const auto pdf =
      sample::must(sim::load_page(folder.write("a.pdf", test::pdf({{test::code_of(seal()), {}}}))));
  EXPECT_EQ(read_frame(view(sim::photograph(pdf, {}))).seal, seal());
  const auto png = sample::must(
      sim::load_page(folder.write("a.png", test::encoded(test::seal_page(300).gray, ".png"))));
  EXPECT_NEAR(png.dpi, 300, 1);
  EXPECT_FALSE(sim::load_page(folder.write("a.txt", test::bytes("words"))));
  EXPECT_FALSE(sim::load_page(folder.path() / "missing.pdf"));
}

}  // namespace
}  // namespace evisa::reader
