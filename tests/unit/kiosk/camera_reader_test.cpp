// When the booth's camera is read in full, and when it rests: never at the price of a document.
#include "kiosk/camera_reader.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "tests/sample/sample.h"
#include "tests/sim/page.h"

namespace evisa::kiosk {
namespace {

reader::GrayView view(const cv::Mat& gray) { return {gray.data, gray.cols, gray.rows, gray.step}; }

/// A camera that looks at the middle of the page: three pixels a module.
sim::Shot shot() {
  sim::Shot shot;
  shot.width = 960;
  shot.height = 540;
  shot.camera_height_mm = sim::height_for_scale(shot, 3, 0.75);
  shot.noise_ne = 0;
  shot.jpegq = 0;
  return shot;
}

const cv::Mat& desk() {
  static const cv::Mat one = sim::photograph_desk(shot());
  return one;
}
const cv::Mat& paper() {
  static const cv::Mat one =
      sim::photograph(sim::page_with_qr(crypto::as_bytes(sample::one().text)), shot());
  return one;
}

/// `part` of the way from the empty desk to the paper on it, with a sensor's noise.
cv::Mat frame_at(double part, int index) {
  cv::Mat mixed, noise(desk().size(), CV_16SC1), out;
  cv::addWeighted(paper(), part, desk(), 1 - part, 0, mixed);
  cv::RNG(static_cast<std::uint64_t>(index) + 1).fill(noise, cv::RNG::NORMAL, 0, 1.5);
  cv::add(mixed, noise, out, cv::noArray(), CV_8U);
  return out;
}

/// Every look at its clock is a millisecond later: how busy the machine is does not count.
reader::FrameReader ticking() {
  return reader::FrameReader(std::chrono::milliseconds(60),
                             [now = std::chrono::milliseconds(0)]() mutable {
                               return now += std::chrono::milliseconds(1);
                             });
}

/// The camera has looked at this for so many frames.
CameraReader rested(double part, int frames = 40) {
  CameraReader camera(ticking());
  for (int i = 0; i < frames; ++i) (void)camera.read(view(frame_at(part, i)));
  return camera;
}

/// Frames until `read` gives the seal, of 160; `part_at`: how much of the paper there is in each.
template <class Read, class PartAt>
int frames_until_read(const PartAt& part_at, const Read& read) {
  for (int i = 0; i < 160; ++i) {
    if (read(frame_at(part_at(i), 300 + i))) return i;
  }
  return 1000;
}

/// By a camera that rested, and by a reader that never does.
template <class PartAt>
std::pair<int, int> rested_and_awake(const PartAt& part_at) {
  CameraReader camera = rested(0);
  auto awake = ticking();
  return {frames_until_read(part_at,
                            [&](const cv::Mat& frame) {
                              return camera.read(view(frame)).reading.seal.has_value();
                            }),
          frames_until_read(part_at, [&](const cv::Mat& frame) {
            awake.scene_changed();
            return awake.read(view(frame)).seal.has_value();
          })};
}

TEST(KioskCameraReader, RestsAtAnEmptyDesk) {
  CameraReader camera = rested(0);
  int read = 0;
  for (int i = 0; i < 60; ++i) read += camera.read(view(frame_at(0, 100 + i))).fresh ? 1 : 0;
  EXPECT_LE(read, 1);
}

TEST(KioskCameraReader, RestsSoonWhereNothingLooksLikeACode) {
  const cv::Mat blank(540, 960, CV_8UC1, cv::Scalar(180));
  CameraReader camera(ticking());
  int fresh = 0;
  for (int i = 0; i < 30; ++i) fresh += camera.read(view(blank)).fresh ? 1 : 0;
  EXPECT_LE(fresh, 5);
}

TEST(KioskCameraReader, ReadsWhatAppearsInItsFirstFrame) {
  CameraReader camera = rested(0);
  const Sight sight = camera.read(view(frame_at(1, 200)));
  EXPECT_TRUE(sight.fresh);
  EXPECT_EQ(sight.reading.seal, sample::one().seal);
}

TEST(KioskCameraReader, ReadsAPaperOfLowContrastAsSoonAsOneThatNeverRests) {
  for (const double part : {0.3, 0.15}) {
    const auto [at_rest, awake] = rested_and_awake([part](int) { return part; });
    ASSERT_LT(awake, 160) << part;
    EXPECT_LE(at_rest, awake + 1) << part;
  }
}

TEST(KioskCameraReader, ReadsAPaperThatFadesInAsSoonAsOneThatNeverRests) {
  const auto [at_rest, awake] = rested_and_awake([](int i) { return i / 400.0; });
  ASSERT_LT(awake, 160);
  EXPECT_LE(at_rest, awake + 4);  // their searches begin with different frames
}

TEST(KioskCameraReader, ReadsAPaperThatWasThereFromTheStart) {
  CameraReader camera(ticking());
  int fresh = 0;
  for (int i = 0; i < 30; ++i) {
    const Sight sight = camera.read(view(frame_at(1, i)));
    EXPECT_EQ(sight.reading.seal, sample::one().seal) << i;
    fresh += sight.fresh ? 1 : 0;
  }
  EXPECT_GE(fresh, 2);   // frames must agree before a seal counts
  EXPECT_LE(fresh, 15);  // and then it only lies there
}

TEST(KioskCameraReader, SeesAtOnceThatThePaperHasGone) {
  CameraReader camera = rested(1);
  const Sight sight = camera.read(view(frame_at(0, 500)));
  EXPECT_TRUE(sight.fresh);
  EXPECT_FALSE(sight.reading.seal);
}

TEST(KioskCameraReader, LooksCloselyNowAndThenAllTheSame) {
  CameraReader camera = rested(0);
  int read = 0;
  for (int i = 0; i < 200; ++i) read += camera.read(view(frame_at(0, 600))).fresh ? 1 : 0;
  EXPECT_GE(read, 2);
}

}  // namespace
}  // namespace evisa::kiosk
