// The officer is told why a code in view did not count.
#include "kiosk/camera_text.h"

#include <gtest/gtest.h>

#include "tests/sample/must.h"
#include "tests/sample/sample.h"
#include "tests/sim/film.h"
#include "tests/sim/page.h"

namespace evisa::kiosk {
namespace {

using sample::must;
using visa::Language;

/// A camera under which each frame shows a page of its own.
class Pages : public reader::FrameSource {
 public:
  explicit Pages(std::vector<sim::Page> pages) : pages_(std::move(pages)) {}
  Result<std::optional<reader::Frame>> next() override {
    if (at_ == pages_.size()) return std::nullopt;
    const cv::Mat gray = sim::film_frame(pages_[at_], {}, {}, 0);
    reader::Frame frame;
    frame.gray.assign(gray.datastart, gray.dataend);
    frame.width = gray.cols;
    frame.height = gray.rows;
    frame.number = at_++;
    return frame;
  }
  bool live() const override { return false; }

 private:
  std::vector<sim::Page> pages_;
  std::size_t at_ = 0;
};

Watched watch(std::vector<sim::Page> pages) {
  Pages camera(std::move(pages));
  return must(watch_for_seal(camera, {.stable_frames = 3, .frames = 10}));
}

/// The sample's code with one character of its signature changed: another e-visa to the reader.
std::string other_code() {
  std::string text = sample::one().text;
  text[text.size() - 20] = text[text.size() - 20] == 'A' ? 'B' : 'A';
  return text;
}
sim::Page page_of(const std::string& code) { return sim::page_with_qr(crypto::as_bytes(code)); }
sim::Page page_of_both() {
  sim::Page page = sim::blank_page();
  sim::print_qr(page, crypto::as_bytes(sample::one().text), 20, 100);
  sim::print_qr(page, crypto::as_bytes(other_code()), 115, 100);
  return page;
}

TEST(KioskCameraText, TellsOfTwoEVisasInOneFrame) {
  const auto watched = watch({page_of_both(), page_of_both(), sim::blank_page()});
  EXPECT_TRUE(watched.several_seals);
  EXPECT_FALSE(watched.stable);
  EXPECT_EQ(camera_text(watched, Language::en),
            "camera: two different e-visas in view: show one at a time\n");
  EXPECT_NE(camera_text(watched, Language::ru).find("две разные"), std::string::npos);
  EXPECT_NE(camera_text(watched, Language::kk).find("екі түрлі"), std::string::npos);
  EXPECT_TRUE(camera_json(watched)["several_seals"].get<bool>());
}

TEST(KioskCameraText, TellsOfTwoEVisasInTurn) {
  const auto one = page_of(sample::one().text), other = page_of(other_code());
  const auto watched = watch({one, other, one, other});
  EXPECT_EQ(watched.frames_read, 4U);
  EXPECT_TRUE(watched.several_seals);
}

TEST(KioskCameraText, TellsOfACodeThatWasNotReadOftenEnough) {
  const auto one = page_of(sample::one().text);
  const auto watched = watch({sim::blank_page(), one, sim::blank_page(), sim::blank_page()});
  EXPECT_EQ(camera_text(watched, Language::en),
            "camera: code read in 1 of 4 frames only: hold it still\n");
  EXPECT_NE(camera_text(watched, Language::ru).find("1 из 4"), std::string::npos);
  EXPECT_NE(camera_text(watched, Language::kk).find("4 кадрдың тек 1"), std::string::npos);
  EXPECT_FALSE(camera_json(watched)["several_seals"].get<bool>());
}

TEST(KioskCameraText, IsSilentOnceOneSealIsStable) {
  const auto one = page_of(sample::one().text);
  const auto watched = watch({page_of_both(), one, one, one});
  EXPECT_TRUE(watched.stable);
  EXPECT_FALSE(watched.several_seals);
  EXPECT_EQ(camera_text(watched, Language::en), "");
}

TEST(KioskCameraText, LeavesAnEmptyDeskToTheReasons) {
  const auto watched = watch({sim::blank_page(), sim::blank_page()});
  EXPECT_EQ(camera_text(watched, Language::en), "");
  EXPECT_EQ(camera_json(watched)["frames"], 2);
}

}  // namespace
}  // namespace evisa::kiosk
