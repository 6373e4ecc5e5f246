// Sources of frames: folder, video file, stream, and what is not there.
#include "reader/frame_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <opencv2/imgproc.hpp>
#include <thread>

#include "tests/sample/must.h"
#include "tests/sim/avi.h"
#include "tests/unit/reader/mjpeg_server.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::encoded, test::MjpegServer, test::seal;
using testing::HasSubstr, testing::Not;

/// A picture whose brightness says which it is.
cv::Mat numbered(int number) { return cv::Mat(120, 160, CV_8UC1, cv::Scalar(20 + number * 8)); }
int number_of(const Frame& frame) { return (frame.gray[frame.gray.size() / 2] - 20 + 4) / 8; }

Error refused(const std::string& spec) {
  const auto source = open_frames(spec);
  if (source) {
    ADD_FAILURE() << spec << " opened";
    return {};
  }
  return source.error();
}

TEST(FrameSource, GivesThePicturesOfAFolderInOrder) {
  const test::Folder folder;
  folder.write("b.png", encoded(numbered(2), ".png"));
  folder.write("a.JPG", encoded(numbered(1), ".jpg"));
  folder.write("c.jpeg", encoded(numbered(3), ".jpg"));
  folder.write("notes.txt", test::bytes("not a picture"));
  auto source = sample::must(open_frames(folder.path()));
  EXPECT_FALSE(source->live());
  for (int i = 1; i <= 3; ++i) {
    const auto frame = sample::must(source->next());
    ASSERT_TRUE(frame);
    EXPECT_EQ(number_of(*frame), i);
    EXPECT_EQ(frame->number, static_cast<std::uint64_t>(i - 1));
    EXPECT_EQ(frame->width, 160);
    EXPECT_EQ(frame->height, 120);
  }
  EXPECT_FALSE(sample::must(source->next()));
  EXPECT_FALSE(sample::must(source->next()));
}

TEST(FrameSource, NamesADamagedPictureAndGoesOn) {
  const test::Folder folder;
  folder.write("a.png", test::bytes("no picture"));
  folder.write("b.png", encoded(numbered(2), ".png"));
  auto source = sample::must(open_frames(folder.path()));
  const auto damaged = source->next();
  ASSERT_FALSE(damaged);
  EXPECT_THAT(damaged.error().message, HasSubstr("a.png"));
  EXPECT_EQ(number_of(sample::must(source->next()).value()), 2);
}

TEST(FrameSource, GivesEveryFrameOfAVideoFile) {
  const test::Folder folder;
  const auto path = folder.path() / "film.avi";
  auto avi = sample::must(sim::AviWriter::open(path, {160, 120}, 15));
  for (int i = 0; i < 20; ++i) sample::must(avi.add(numbered(i)));
  sample::must(avi.finish());
  auto source = sample::must(open_frames(path));
  EXPECT_FALSE(source->live());
  for (int i = 0; i < 20; ++i) {
    const auto frame = sample::must(source->next());
    ASSERT_TRUE(frame) << i;
    EXPECT_EQ(number_of(*frame), i);
    EXPECT_EQ(frame->number, static_cast<std::uint64_t>(i));
  }
  EXPECT_FALSE(sample::must(source->next()));
}

TEST(FrameSource, FramesOfAFilmedPageHoldTheSeal) {
  const test::Folder folder;
  const auto path = folder.path() / "film.avi";
  auto avi = sample::must(sim::AviWriter::open(path, {1920, 1080}, 15));
  sample::must(avi.add(sim::photograph(test::seal_page(300), {})));
  sample::must(avi.finish());
  auto source = sample::must(open_frames(path));
  EXPECT_EQ(read_frame(sample::must(source->next()).value().view()).seal, seal());
}

TEST(FrameSource, ReadsAStreamToItsEnd) {
  std::vector<crypto::Bytes> jpegs;
  for (int i = 0; i < 12; ++i) jpegs.push_back(encoded(numbered(i), ".jpg"));
  MjpegServer server(jpegs, 20, MjpegServer::After::close);
  auto source = sample::must(open_frames(server.url()));
  EXPECT_TRUE(source->live());
  int last = -1;
  while (true) {
    const auto frame = source->next();
    if (!frame) {
      EXPECT_EQ(frame.error().code, Errc::io);
      break;
    }
    EXPECT_GT(number_of(**frame), last);
    last = number_of(**frame);
  }
  EXPECT_GE(last, 10);
}

TEST(FrameSource, ASlowReaderOfAStreamGetsTheNewestFrame) {
  std::vector<crypto::Bytes> jpegs;
  for (int i = 0; i < 28; ++i) jpegs.push_back(encoded(numbered(i), ".jpg"));
  MjpegServer server(jpegs, 40, MjpegServer::After::stall);
  auto source = sample::must(open_frames(server.url()));
  const auto first = sample::must(source->next()).value();
  // While all others arrive nobody asks; then one frame is there, and it is none of the old ones.
  while (server.sent() < 28) std::this_thread::sleep_for(std::chrono::milliseconds(10));
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  const auto newest = sample::must(source->next()).value();
  EXPECT_GT(number_of(newest), number_of(first) + 10);
  EXPECT_GE(number_of(newest), 24);
}

TEST(FrameSource, PassesFramesOver) {
  std::vector<crypto::Bytes> jpegs;
  for (int i = 0; i < 28; ++i) jpegs.push_back(encoded(numbered(i), ".jpg"));
  MjpegServer server(jpegs, 20, MjpegServer::After::close);
  auto source = sample::must(open_frames(server.url()));
  int passed = 0;
  while (passed < 3 && sample::must(source->skip())) ++passed;
  EXPECT_EQ(passed, 3);
  EXPECT_GE(sample::must(source->next()).value().number, 3U);
  auto more = source->skip();
  while (more) more = source->skip();
  EXPECT_EQ(more.error().code, Errc::io);  // the end is told all the same
}

TEST(FrameSource, LeavesOutWhatIsNoPicture) {
  std::vector<crypto::Bytes> jpegs;
  for (int i = 0; i < 29; ++i) {
    auto jpeg = encoded(numbered(i), ".jpg");
    if (i > 20 && i % 2 == 0) jpeg.resize(jpeg.size() / 3);
    jpegs.push_back(std::move(jpeg));
  }
  MjpegServer server(jpegs, 20, MjpegServer::After::close);
  auto source = sample::must(open_frames(server.url()));
  int last = -1;
  for (auto frame = source->next(); frame; frame = source->next()) {
    last = number_of(**frame);
    EXPECT_TRUE(last <= 20 || last % 2 == 1) << last;
  }
  EXPECT_GE(last, 25);
}

TEST(FrameSource, SaysThatAStreamStalled) {
  // FFmpeg looks at some twenty frames before a stream counts as open.
  const std::vector<crypto::Bytes> jpegs(30, encoded(numbered(1), ".jpg"));
  MjpegServer server(jpegs, 10, MjpegServer::After::stall);
  auto source = sample::must(open_frames(server.url()));
  Result<std::optional<Frame>> frame = source->next();
  while (frame) frame = source->next();
  EXPECT_EQ(frame.error().code, Errc::io);
  EXPECT_THAT(frame.error().message, HasSubstr(server.url()));
}

TEST(FrameSource, SaysThatAStreamDoesNotOpen) {
  const auto error = refused("http://officer:secret@127.0.0.1:1/stream.mjpeg");
  EXPECT_EQ(error.code, Errc::unavailable);
  EXPECT_THAT(error.message, Not(HasSubstr("secret")));
  EXPECT_FALSE(error.hint.empty());
}

TEST(FrameSource, SaysThatACameraDoesNotOpen) {
  const auto error = refused("97");
  EXPECT_EQ(error.code, Errc::unavailable);
  EXPECT_THAT(error.message, HasSubstr("camera 97"));
  EXPECT_EQ(refused("999999999999").code, Errc::not_found);
}

TEST(FrameSource, SaysThatAFileIsMissing) {
  for (const char* spec : {"/nowhere/film.avi", "", "-1", "concat:/etc/passwd"}) {
    EXPECT_EQ(refused(spec).code, Errc::not_found) << spec;
  }
}

TEST(FrameSource, RefusesFilesWithoutVideo) {
  const test::Folder folder;
  for (const auto& path :
       {folder.write("empty.avi", {}), folder.write("text.avi", test::bytes("words, no film")),
        folder.write("cut.avi", test::bytes("RIFF\x10\0\0\0AVI LIST"))}) {
    EXPECT_EQ(refused(path).code, Errc::unsupported) << path;
  }
  EXPECT_EQ(refused("/dev/null").code, Errc::unsupported);
}

TEST(FrameSource, RefusesAFolderWithoutPictures) {
  const test::Folder folder;
  EXPECT_EQ(refused(folder.path()).code, Errc::unsupported);
}

}  // namespace
}  // namespace evisa::reader
