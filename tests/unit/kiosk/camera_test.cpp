// A camera that goes and comes, and what its pictures are worth.
#include "kiosk/camera.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <future>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>

#include "kiosk/picture_state.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"
#include "tests/sim/film.h"
#include "tests/sim/page.h"

namespace evisa::kiosk {
namespace {

using namespace std::chrono_literals;

cv::Mat noisy(std::uint64_t seed, double mean = 120) {
  cv::Mat frame(480, 640, CV_8UC1);
  cv::RNG(seed).fill(frame, cv::RNG::NORMAL, mean, 6);
  return frame;
}
reader::GrayView view(const cv::Mat& gray) { return {gray.data, gray.cols, gray.rows, gray.step}; }

TEST(KioskPictureState, TellsALivePictureFromAFrozenOne) {
  const Moment start = Moment{} + 1h;
  PictureState camera(true);
  for (int i = 0; i < 60; ++i)
    EXPECT_EQ(camera.judge(view(noisy(static_cast<std::uint64_t>(i) + 1)), start + i * 66ms),
              CameraState::live);
  const cv::Mat stuck = noisy(99);
  EXPECT_EQ(camera.judge(view(stuck), start + 10s), CameraState::live);
  EXPECT_EQ(camera.judge(view(stuck), start + 11s), CameraState::live);
  EXPECT_EQ(camera.judge(view(stuck), start + 12s), CameraState::frozen);
  EXPECT_EQ(camera.judge(view(noisy(7)), start + 13s), CameraState::live);
}

TEST(KioskPictureState, AFilmMayShowTheSamePictureTwice) {
  PictureState film(false);
  const cv::Mat still = noisy(1);
  for (int i = 0; i < 10; ++i)
    EXPECT_EQ(film.judge(view(still), Moment{} + 1h + i * 1s), CameraState::live);
}

TEST(KioskPictureState, TellsADarkPicture) {
  PictureState camera(true);
  EXPECT_EQ(camera.judge(view(noisy(1, 3)), Moment{} + 1h), CameraState::dark);
  cv::Mat lamp = noisy(2, 3);  // dark all around, but something is there
  lamp(cv::Rect(100, 100, 200, 200)) = 200;
  EXPECT_EQ(camera.judge(view(lamp), Moment{} + 1h), CameraState::live);
}

/// What a camera told.
struct Told {
  std::promise<void> lost, seal;
  std::atomic<bool> was_lost{false}, was_read{false};
  std::atomic<int> frames{0};
  CameraEvents events() {
    return {.state =
                [this](CameraState state, const std::string&) {
                  if (state == CameraState::lost && !was_lost.exchange(true)) lost.set_value();
                },
            .seen =
                [this](const reader::Frame&, const Sight& sight) {
                  ++frames;
                  if (sight.reading.seal && !was_read.exchange(true)) seal.set_value();
                },
            .wanted = [] { return true; }};
  }
};

void film(const std::filesystem::path& folder, int frames) {
  std::filesystem::create_directory(folder);
  const auto page = sim::page_with_qr(crypto::as_bytes(sample::one().text));
  for (int i = 0; i < frames; ++i)
    cv::imwrite((folder / ("frame_" + std::to_string(i) + ".png")).string(),
                sim::film_frame(page, {}, {.frames = frames}, i));
}

TEST(KioskCamera, IsOpenedAgainUntilItIsThere) {
  const sample::TempFolder folder;
  const auto source = folder / "film";
  Told told;
  const Camera camera(source.string(), told.events());
  ASSERT_EQ(told.lost.get_future().wait_for(30s), std::future_status::ready);
  film(folder / "made", 3);
  std::filesystem::rename(folder / "made", source);
  EXPECT_EQ(told.seal.get_future().wait_for(60s), std::future_status::ready);
}

TEST(KioskCamera, PlaysAFilmAgainAndAgain) {
  const sample::TempFolder folder;
  film(folder / "film", 2);
  Told told;
  const Camera camera((folder / "film").string(), told.events());
  for (int i = 0; i < 600 && told.frames < 6; ++i) std::this_thread::sleep_for(100ms);
  EXPECT_GE(told.frames, 6);
  EXPECT_FALSE(told.was_lost);
}

}  // namespace
}  // namespace evisa::kiosk
