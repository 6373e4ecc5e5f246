// A booth that is shown rubbish, by its real reader, desk and messages. HOSTILE_FRAMES=10000 makes
// it long, HOSTILE_SEED another one.
#include <gmock/gmock.h>

#include <cstdlib>

#include "kiosk/seen_message.h"
#include "reader/frame_reader.h"
#include "reader/mrz/read_mrz.h"
#include "reader/mrz/vote.h"
#include "tests/unit/kiosk/desk_fixture.h"
#include "tests/unit/kiosk/hostile_frames.h"

namespace evisa::kiosk {
namespace {

using testing::AnyOf;
using testing::Not;

int number_from(const char* name, int otherwise) {
  const char* given = std::getenv(name);  // NOLINT: no other thread changes the environment
  return given != nullptr ? std::atoi(given) : otherwise;
}

class KioskHostile : public DeskFixture {
 protected:
  HostileFrames frames() const {
    return {static_cast<std::uint64_t>(number_from("HOSTILE_SEED", 1)), sample::one().seal};
  }
  /// Nothing but words and numbers of our own reaches the page.
  static void expect_no_text_of_codes(const std::string& message) {
    const Json seen = must(crypto::parse_json(message));
    for (const auto& code : seen["codes"]) {
      EXPECT_THAT(code["kind"].get<std::string>(), AnyOf("visa", "other"));
      EXPECT_EQ(code.size(), 2U);
    }
    EXPECT_EQ(message.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                        "0123456789_<?{}[]:,\"-"),
              std::string::npos)
        << message;
  }
  /// Whatever was shown: no admission from it.
  void expect_no_admission(int frame) {
    const std::string told = desk_->state();
    EXPECT_EQ(told.find("script"), std::string::npos) << frame;
    const Json now = must(crypto::parse_json(told));
    if (now["verdict"].is_null()) return;
    EXPECT_THAT(now["verdict"]["outcome"].get<std::string>(), AnyOf("SECOND_LOOK", "REFUSE"))
        << frame;
  }
};

TEST_F(KioskHostile, NoFrameCrashesTheBoothOrGivesAVerdictFromRubbish) {
  log_in();
  auto hostile = frames();
  reader::FrameReader codes;
  reader::mrz::MrzVote passport;
  const int count = number_from("HOSTILE_FRAMES", 30);
  int read = 0, judged = 0;
  for (int i = 0; i < count; ++i) {
    const cv::Mat frame = hostile.next();
    const reader::GrayView view{frame.data, frame.cols, frame.rows, frame.step};
    for (int again = 0; again < 2; ++again) {  // held still: a code counts when it is read twice
      at_ += 66ms;
      Sight sight{.reading = codes.read(view), .mrz = {}};
      passport.add(reader::mrz::read_mrz(view, {.short_lines = false}));
      sight.mrz = passport.joint();
      sight.mrz_sure = passport.accepted();
      read += sight.reading.barcodes.empty() ? 0 : 1;
      EXPECT_TRUE(!sight.reading.seal || *sight.reading.seal != sample::one().seal);
      expect_no_text_of_codes(seen_message(sight));
      desk_->see(sight, at_);
    }
    if (i % 3 == 0)
      std::ignore = ask({{"type", "passport"}, {"lines", sample::one().passport_mrz}});
    expect_no_admission(i);
    judged += state()["verdict"].is_null() ? 0 : 1;
    if (i % 5 == 4) must(ask({{"type", "clear"}, {"visit", state()["visit"]["number"]}}));
  }
  EXPECT_EQ(must(booth_->log().size()), 0U);
  EXPECT_GT(read, count / 4);
  std::printf("%d frames twice: %d times codes were read, %d verdicts, none to admit\n", count,
              read, judged);
}

TEST_F(KioskHostile, NoScanIsTakenForMoreThanItIs) {
  log_in();
  auto hostile = frames();
  for (int i = 0; i < number_from("HOSTILE_FRAMES", 300); ++i) {
    const auto content = hostile.content();
    std::string text;
    for (const auto byte : content)  // as a keyboard would send it
      text += byte < 0x80 ? std::string(1, static_cast<char>(byte)) : std::string("\xd0\x96");
    std::ignore =
        ask({{"type", i % 2 == 0 ? "code" : "passport"}, {i % 2 == 0 ? "text" : "lines", text}});
    if (i % 7 == 0)
      std::ignore = ask({{"type", "passport"}, {"lines", sample::one().passport_mrz}});
    expect_no_admission(i);
    if (i % 5 == 4) must(ask({{"type", "clear"}, {"visit", state()["visit"]["number"]}}));
  }
  EXPECT_EQ(must(booth_->log().size()), 0U);
}

}  // namespace
}  // namespace evisa::kiosk
