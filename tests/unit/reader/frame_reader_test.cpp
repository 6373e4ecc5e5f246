// The strong reader on simulated frames: what other readers leave, within its time.
#include "reader/frame_reader.h"

#include <gtest/gtest.h>

#include <ctime>

#include "reader/barcode_scan.h"
#include "reader/finder_count.h"
#include "reader/region_finder.h"
#include "tests/sim/levels.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::code_of, test::other_seal, test::seal, test::view;

/// Every look at it is a millisecond later.
FrameReader::Clock ticking() {
  return [now = std::chrono::milliseconds(0)]() mutable {
    return now += std::chrono::milliseconds(1);
  };
}

const sim::Page& page() {
  static const sim::Page one = sim::page_with_qr(code_of(seal()), 0.7);
  return one;
}

/// The code of `page_with_qr`: modules of 0.7 mm in the middle of the page.
sim::CodeArea area() {
  const double side = 57 * 0.7;
  return {{(210 - side) / 2, (297 - side) / 2, side, side}, 0.7};
}

cv::Mat frame_of(std::string_view scenario, std::string_view name, int index) {
  for (const auto& level : sim::levels()) {
    if (level.scenario == scenario && level.name == name)
      return sim::take(sim::scene_of(level, page(), area(), index, 9), page(), area());
  }
  ADD_FAILURE() << "no level " << scenario << " " << name;
  return {1, 1, CV_8UC1};
}

/// Frames of a page at rest until it is read; at most `most`.
std::optional<crypto::Bytes> read_at_rest(const cv::Mat& frame, int most = 40) {
  FrameReader reader(std::chrono::milliseconds(60), ticking());
  for (int i = 0; i < most; ++i) {
    if (auto reading = reader.read(view(frame)); reading.seal) return reading.seal;
  }
  return std::nullopt;
}

struct Level {
  const char *scenario, *name;
};

class StrongReader : public testing::TestWithParam<Level> {};

TEST_P(StrongReader, ReadsWhatPlainReadersLeave) {
  int read = 0;
  for (int index = 0; index < 3; ++index) {
    const auto found = read_at_rest(frame_of(GetParam().scenario, GetParam().name, index));
    if (!found) continue;
    EXPECT_EQ(*found, seal());
    ++read;
  }
  EXPECT_GE(read, 2) << GetParam().scenario << " " << GetParam().name;
}

INSTANTIATE_TEST_SUITE_P(Levels, StrongReader,
                         testing::Values(Level{"curveR", "40"}, Level{"crease", "30deg+crack1"},
                                         Level{"occFinder", "0.1"}, Level{"gblur", "1.5"},
                                         Level{"scale", "1.75"}, Level{"noiseNe", "25"}),
                         [](const auto& level) {
                           return std::string(level.param.scenario) + std::to_string(level.index);
                         });

TEST(FrameReader, ReadsACleanFrameAtOnce) {
  FrameReader reader(std::chrono::milliseconds(60), ticking());
  EXPECT_EQ(reader.read(view(sim::photograph(page(), {}))).seal, seal());
}

TEST(FrameReader, LeavesTheFrameAsItIs) {
  const cv::Mat frame = frame_of("gblur", "2", 0), before = frame.clone();
  FrameReader reader(std::chrono::milliseconds(60), ticking());
  for (int i = 0; i < 4; ++i) (void)reader.read(view(frame));
  EXPECT_EQ(cv::norm(frame, before, cv::NORM_INF), 0);
}

/// Eight frames of a page in a hand, each unreadable by itself.
int first_read_of_sequence(const sim::Level& level, int index) {
  const auto scene = sim::scene_of(level, page(), area(), index, 9);
  FrameReader reader(std::chrono::milliseconds(60), ticking());
  for (int i = 0; i < 8; ++i) {
    const cv::Mat frame = sim::take(sim::moment_of(scene, i), page(), area());
    const Reading reading = reader.read(view(frame));
    if (!reading.seal) continue;
    EXPECT_EQ(*reading.seal, seal());
    return i + 1;
  }
  return 100;
}

TEST(FrameReader, JoinsWhatFramesOfAMovingHandShow) {
  for (const auto& level : {sim::Level{"noiseNe", "12", 12}, sim::Level{"lowlight", "0.012", 0.012},
                            sim::Level{"glareR", "0.25", 0.25}}) {
    int read = 0;
    for (int index = 0; index < 3; ++index)
      read += first_read_of_sequence(level, index) <= 8 ? 1 : 0;
    EXPECT_GE(read, 2) << level.scenario;
  }
}

/// A sheet full of little codes, a new one every `step` pixels.
cv::Mat crowd(int step, double module_px) {
  sim::Page sheet{cv::Mat(1080, 1920, CV_8UC1, 255), 25.4};
  for (int y = 0; y + step + 8 < 1080; y += step) {
    for (int x = 0; x + step + 8 < 1920; x += step)
      sim::print_qr(sheet, test::bytes(std::to_string(y * 100 + x)), x, y, module_px);
  }
  return sheet.gray;
}

TEST(FrameReader, GivesUpOnASheetOfAThousandCodesInsteadOfTryingEveryThreeFinders) {
  // Without the limit this takes most of a minute.
  const cv::Mat sheet = crowd(50, 2);
  EXPECT_GE(count_finders(view(sheet), 200), 200);
  EXPECT_TRUE(scan_barcodes(view(sheet), Symbologies::qr, Ink::local).empty());
  FrameReader reader(std::chrono::milliseconds(60), ticking());
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(reader.read(view(sheet)).seal);
}

TEST(CountFinders, CountsCodesWhoseModulesAreOnePixel) {
  // ZXing finds them as well; where they are not counted a frame takes it minutes.
  for (const int step : {30, 34, 38}) {
    const cv::Mat sheet = crowd(step, step / 31.0);
    ASSERT_GE(count_finders(view(sheet), 200), 200) << step;
    EXPECT_TRUE(scan_barcodes(view(sheet), Symbologies::qr, Ink::local).empty()) << step;
  }
}

TEST(CountFinders, CountsThoseOfAPageAndNoneOfNoise) {
  const cv::Mat frame = sim::photograph(page(), {});
  EXPECT_GE(count_finders(view(frame), 100), 3);
  EXPECT_LT(count_finders(view(frame), 100), 12);  // data modules may look like one
  cv::Mat noise(1080, 1920, CV_8UC1);
  cv::RNG(3).fill(noise, cv::RNG::UNIFORM, 0, 256);
  EXPECT_LT(count_finders(view(noise), 1000), 30);
  EXPECT_EQ(count_finders({}, 10), 0);
}

TEST(FrameReader, KeepsToItsTimeBySomeMarginOnWhateverItIsShown) {
  // The clock is the work itself: whatever the machine is busy with besides does not count.
  const auto work_time = [] {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return std::chrono::seconds(now.tv_sec) + std::chrono::nanoseconds(now.tv_nsec);
  };
  for (const auto& [scenario, name] : {std::pair{"glareR", "0.4"}, {"mix", "hard"}}) {
    FrameReader reader(std::chrono::milliseconds(60), work_time);
    const cv::Mat frame = frame_of(scenario, name, 0);
    for (int i = 0; i < 6; ++i) {
      (void)reader.read(view(frame));
      // Every step began only when it was allowed to take what was left.
      std::chrono::nanoseconds before{};
      for (const auto& step : reader.steps()) {
        EXPECT_LE(before + step.allowed, std::chrono::milliseconds(60)) << step.name;
        before += step.took;
      }
    }
  }
}

TEST(FrameReader, BeginsNoStepForWhichNoTimeIsLeft) {
  // A clock that jumps: every step seems to take 30 ms, so one frame has time for one at most.
  int looks = 0;
  FrameReader reader(std::chrono::milliseconds(60),
                     [&looks] { return std::chrono::milliseconds(30) * ++looks; });
  const cv::Mat frame = frame_of("gblur", "2", 1);
  for (int i = 0; i < 6; ++i) {
    looks = 0;
    (void)reader.read(view(frame));
    EXPECT_LE(looks, 6);
  }
}

SeenModules noisy(const crypto::Bytes& content, float spread, unsigned seed) {
  sim::Page flat{cv::Mat(400, 400, CV_8UC1, 255), 25.4};
  sim::print_qr(flat, content, 4, 4, 4);
  SymbolSearch search(view(flat.gray), {0, 0, 400, 400});
  while (search.step()) {
  }
  SeenModules seen = *search.seen();
  cv::RNG random(seed);
  for (int y = 0; y < seen.modules.size(); ++y)
    for (int x = 0; x < seen.modules.size(); ++x)
      seen.modules.at(x, y) += static_cast<float>(random.gaussian(static_cast<double>(spread)));
  return seen;
}

TEST(Evidence, JoinsSightingsThatAloneDoNotDecode) {
  Evidence evidence;
  EXPECT_FALSE(evidence.read());
  for (unsigned i = 0; i < 12; ++i) {
    const auto seen = noisy(code_of(seal()), 0.9F, i + 1);
    EXPECT_FALSE(decode_either_way(seen.modules));
    evidence.add(seen);
  }
  EXPECT_EQ(evidence.sightings(), 12);
  const auto code = evidence.read();
  ASSERT_TRUE(code);
  EXPECT_EQ(code->bytes, code_of(seal()));
}

TEST(Evidence, NeverJoinsDifferentDocuments) {
  Evidence evidence;
  for (unsigned i = 0; i < 4; ++i) evidence.add(noisy(code_of(seal()), 0.9F, i + 1));
  evidence.add(noisy(code_of(other_seal()), 0.9F, 99));
  EXPECT_EQ(evidence.sightings(), 1);
  for (unsigned i = 0; i < 11; ++i) evidence.add(noisy(code_of(other_seal()), 0.9F, 100 + i));
  const auto code = evidence.read();
  ASSERT_TRUE(code);
  EXPECT_EQ(code->bytes, code_of(other_seal()));
}

TEST(Evidence, TakesNothingFromTheSameFrameTwice) {
  Evidence evidence;
  const auto seen = noisy(code_of(seal()), 0.5F, 1);
  EXPECT_TRUE(evidence.add(seen));
  EXPECT_FALSE(evidence.add(seen));
  EXPECT_EQ(evidence.sightings(), 1);
}

TEST(FindRegions, FindsTheCodeAmongTextAndNothingElseToReadIn) {
  const cv::Mat frame = frame_of("gblur", "2.5", 0);
  const auto regions = find_regions(view(frame));
  ASSERT_FALSE(regions.empty());
  EXPECT_NEAR(regions[0].x + regions[0].width / 2, frame.cols / 2, 80);
  EXPECT_NEAR(regions[0].y + regions[0].height / 2, frame.rows / 2, 80);
  EXPECT_TRUE(find_regions({}).empty());
}

TEST(ReadFrame, ReadsInvertedAndMirroredCodes) {
  sim::Page flat{cv::Mat(300, 300, CV_8UC1, 255), 25.4};
  sim::print_qr(flat, test::bytes("https://example.org/inverted"), 40, 40, 5);
  cv::Mat inverted = 255 - flat.gray, mirrored(flat.gray.size(), CV_8UC1);
  for (int y = 0; y < 300; ++y)
    for (int x = 0; x < 300; ++x)
      mirrored.at<std::uint8_t>(y, x) = flat.gray.at<std::uint8_t>(y, 299 - x);
  for (const cv::Mat& picture : {inverted, mirrored}) {
    const Reading reading = read_frame(view(picture), {.thorough = true});
    ASSERT_EQ(reading.barcodes.size(), 1U);
    EXPECT_EQ(reading.barcodes[0].bytes, test::bytes("https://example.org/inverted"));
  }
}

}  // namespace
}  // namespace evisa::reader
