// Pictures are decoded in a process of their own: the same pixels, the same refusals, and nothing
// that a decoder does to itself reaches this one.
#include "reader/picture_apart.h"

#include <gtest/gtest.h>
#include <sys/resource.h>

#include <thread>
#include <vector>

#include "reader/read_file.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::encoded;

constexpr int kPixels = 64'000'000;

crypto::Bytes page(const char* kind) { return encoded(test::seal_page().gray, kind); }

/// Page faults of processes that this one started and that have ended.
long faults_of_children() {
  rusage usage{};
  ::getrusage(RUSAGE_CHILDREN, &usage);
  return usage.ru_minflt;
}

TEST(PictureApart, GivesTheSamePixels) {
  for (const char* kind : {".png", ".jpg"}) {
    const auto apart = decode_picture_apart(page(kind), kPixels);
    ASSERT_TRUE(apart) << apart.error().message;
    const auto here = decode_picture(page(kind), kPixels);
    EXPECT_EQ(apart->width, here->width);
    EXPECT_EQ(apart->height, here->height);
    EXPECT_EQ(apart->pixels, here->pixels);
  }
}

TEST(PictureApart, RefusesInTheSameWords) {
  auto cut = page(".png");
  cut.resize(cut.size() / 2);
  for (const auto& [file, pixels] : {std::pair{cut, kPixels}, std::pair{page(".jpg"), 100},
                                     std::pair{test::bytes("GIF89a......."), kPixels}}) {
    const auto apart = decode_picture_apart(file, pixels), here = decode_picture(file, pixels);
    ASSERT_FALSE(apart);
    EXPECT_EQ(apart.error().code, here.error().code);
    EXPECT_EQ(apart.error().message, here.error().message);
    EXPECT_EQ(apart.error().hint, here.error().hint);
  }
}

TEST(PictureApart, IsWhereReceivedFilesAreDecoded) {
  for (const char* kind : {".png", ".jpg"}) {
    const long before = faults_of_children();
    ASSERT_TRUE(read_bytes(page(kind)));
    EXPECT_GT(faults_of_children(), before) << kind;
  }
}

TEST(PictureApart, ADecoderWithoutRoomIsADamagedPicture) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "address space is not limited under a sanitizer";
#else
  const auto large = encoded(cv::Mat(6000, 8000, CV_8U, cv::Scalar(255)), ".png");
  ASSERT_TRUE(decode_picture_apart(large, kPixels));
  const auto stopped = decode_picture_apart(large, kPixels, {.memory = 8U << 20});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, Errc::malformed);
  EXPECT_TRUE(decode_picture_apart(page(".png"), kPixels)) << "and the next one is decoded";
#endif
}

TEST(PictureApart, ManyAtOnce) {
  const auto file = page(".png");
  const auto expected = decode_picture(file, kPixels);
  std::vector<std::jthread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int round = 0; round < 4; ++round) {
        const auto apart = decode_picture_apart(file, kPixels);
        EXPECT_TRUE(apart && apart->pixels == expected->pixels);
      }
    });
  }
}

}  // namespace
}  // namespace evisa::reader
