// What a camera may do wrong in a day, with a real stream: it goes and comes back, is black, stands
// still, hangs upside down, is a 4K one, sends broken pictures.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <opencv2/imgcodecs.hpp>

#include "kiosk/camera.h"
#include "tests/sample/eventually.h"
#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sample/temp_folder.h"
#include "tests/sim/avi.h"
#include "tests/sim/film.h"
#include "tests/sim/page.h"
#include "tests/unit/kiosk/stream_camera.h"

namespace evisa::kiosk {
namespace {

using sample::eventually;

std::vector<unsigned char> jpeg_of(const cv::Mat& frame) {
  std::vector<unsigned char> jpeg;
  cv::imencode(".jpg", frame, jpeg, {cv::IMWRITE_JPEG_QUALITY, 90});
  return jpeg;
}

cv::Mat page_frame(int index, const sim::Shot& shot = {}) {
  static const auto page = sim::page_with_qr(crypto::as_bytes(sample::one().text));
  return sim::film_frame(page, shot, {.frames = 4}, index);
}

Jpegs page_film(const sim::Shot& shot = {}) {
  Jpegs jpegs;
  for (int i = 0; i < 4; ++i) jpegs.push_back(jpeg_of(page_frame(i, shot)));
  return jpegs;
}

/// A sensor's noise about one grey.
Jpegs noise(double mean, int frames) {
  Jpegs jpegs;
  for (int i = 0; i < frames; ++i) {
    cv::Mat frame(1080, 1920, CV_8UC1);
    cv::RNG(static_cast<std::uint64_t>(i) + 1).fill(frame, cv::RNG::NORMAL, mean, 3);
    jpegs.push_back(jpeg_of(frame));
  }
  return jpegs;
}

/// What the booth's camera tells.
class Watch {
 public:
  [[nodiscard]] CameraEvents events() {
    return {.state =
                [this](CameraState state, const std::string&) {
                  state_ = state;
                  ++told_;
                },
            .seen =
                [this](const reader::Frame&, const Sight& sight) {
                  ++frames_;
                  if (!sight.reading.seal) return;
                  if (*sight.reading.seal == sample::one().seal)
                    ++seals_;
                  else
                    ++wrong_;
                },
            .wanted = [this] { return wanted_.load(); }};
  }
  [[nodiscard]] bool is(CameraState state) const {
    return eventually([&] { return state_ == state; });
  }
  [[nodiscard]] bool reads() const {
    const int before = seals_;
    return eventually([&] { return seals_ > before; });
  }
  [[nodiscard]] bool goes_on() const {
    const int before = frames_;
    return eventually([&] { return frames_ > before + 3; });
  }
  [[nodiscard]] int wrong() const { return wrong_; }
  [[nodiscard]] int told() const { return told_; }
  void want(bool wanted) { wanted_ = wanted; }

 private:
  std::atomic<CameraState> state_{CameraState::opening};
  std::atomic<int> seals_{0}, frames_{0}, wrong_{0}, told_{0};
  std::atomic<bool> wanted_{true};
};

class KioskLiveCamera : public testing::Test {
 protected:
  void plug_in(Jpegs jpegs) {
    stream_.show(std::move(jpegs));
    stream_.plug_in();
  }
  StreamCamera stream_;
  Watch watch_;
};

TEST_F(KioskLiveCamera, IsUnpluggedAndBack) {
  plug_in(page_film());
  const Camera camera(stream_.url(), watch_.events());
  ASSERT_TRUE(watch_.reads());
  EXPECT_TRUE(watch_.is(CameraState::live));
  stream_.unplug();
  EXPECT_TRUE(watch_.is(CameraState::lost));
  stream_.plug_in();
  EXPECT_TRUE(watch_.is(CameraState::live));
  EXPECT_TRUE(watch_.reads());
}

TEST_F(KioskLiveCamera, IsBlackThenStandsStillThenWorks) {
  plug_in(noise(4, 8));
  const Camera camera(stream_.url(), watch_.events());
  EXPECT_TRUE(watch_.is(CameraState::dark));
  stream_.show(noise(120, 1));
  EXPECT_TRUE(watch_.is(CameraState::frozen));
  stream_.show(page_film());
  EXPECT_TRUE(watch_.is(CameraState::live));
  EXPECT_TRUE(watch_.reads());
}

TEST_F(KioskLiveCamera, IsGlancedAtNowAndThenWhileNobodyWantsToKnow) {
  watch_.want(false);
  plug_in(page_film());
  const Camera camera(stream_.url(), watch_.events());
  ASSERT_TRUE(watch_.is(CameraState::live));
  const int told = watch_.told(), sent = stream_.sent();
  ASSERT_TRUE(eventually([&] { return stream_.sent() >= sent + 60; }));
  EXPECT_LT(3 * (watch_.told() - told), stream_.sent() - sent);
  stream_.show(noise(4, 8));
  EXPECT_TRUE(watch_.is(CameraState::dark));
  stream_.show(page_film());
  watch_.want(true);
  EXPECT_TRUE(watch_.reads());
  stream_.unplug();
  watch_.want(false);
  EXPECT_TRUE(watch_.is(CameraState::lost));
}

TEST_F(KioskLiveCamera, HangsUpsideDown) {
  sim::Shot over;
  over.rotation = 180;
  plug_in(page_film(over));
  const Camera camera(stream_.url(), watch_.events());
  EXPECT_TRUE(watch_.reads());
}

TEST_F(KioskLiveCamera, HasFourTimesAsManyPixels) {
  sim::Shot large;
  large.width = 3840;
  large.height = 2160;
  large.focal = 3000;
  plug_in(page_film(large));
  const Camera camera(stream_.url(), watch_.events());
  EXPECT_TRUE(watch_.reads());
  EXPECT_TRUE(watch_.is(CameraState::live));
}

TEST_F(KioskLiveCamera, SendsBrokenPicturesAmongGoodOnes) {
  Jpegs jpegs = page_film();
  auto cut = jpegs[0], spoilt = jpegs[1];
  cut.resize(cut.size() / 3);
  for (std::size_t i = 200; i < spoilt.size(); i += 97) spoilt[i] ^= 0x5A;
  const std::vector<unsigned char> rubbish(5000, 0xA7);
  plug_in({cut, jpegs[2], spoilt, rubbish, jpegs[3], {}, jpegs[0]});
  const Camera camera(stream_.url(), watch_.events());
  EXPECT_TRUE(watch_.reads());
  EXPECT_TRUE(watch_.goes_on());
  EXPECT_EQ(watch_.wrong(), 0);
}

TEST(KioskBrokenFilm, IsPlayedAsFarAsItGoesAndToldWhenItDoesNot) {
  const sample::TempFolder folder;
  const auto whole = folder / "whole.avi", cut = folder / "cut.avi", none = folder / "none.avi";
  auto film = sample::must(sim::AviWriter::open(whole, {1920, 1080}, 15));
  for (int i = 0; i < 4; ++i) sample::must(film.add(page_frame(i)));
  sample::must(film.finish());
  std::filesystem::copy_file(whole, cut);
  std::filesystem::resize_file(cut, std::filesystem::file_size(whole) * 6 / 10);
  std::ofstream(none) << "RIFF, and then nothing of a film";

  Watch of_cut, of_none;
  const Camera half(cut.string(), of_cut.events());
  EXPECT_TRUE(of_cut.reads());
  const Camera rubbish(none.string(), of_none.events());
  EXPECT_TRUE(of_none.is(CameraState::lost));
}

}  // namespace
}  // namespace evisa::kiosk
