// PNG and JPEG files: read, or refused with a clear reason.
#include "reader/read_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#define ZX_USE_UTF8 1
#include <ZXing/BitMatrix.h>
#include <ZXing/MultiFormatWriter.h>

#include <opencv2/imgproc.hpp>

#include "tests/sample/must.h"
#include "tests/sim/camera.h"
#include "tests/sim/passport.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::bytes, test::encoded, test::seal;
using testing::HasSubstr;

crypto::Bytes png() {
  static const crypto::Bytes one = encoded(test::seal_page().gray, ".png");
  return one;
}
crypto::Bytes jpeg() {
  static const crypto::Bytes one = encoded(test::seal_page().gray, ".jpg");
  return one;
}

Error refused(const crypto::Bytes& content, const FileLimits& limits = {}) {
  const auto readings = read_bytes(content, limits);
  if (readings) {
    ADD_FAILURE() << "read";
    return {};
  }
  return readings.error();
}

TEST(ReadFile, ReadsTheSealFromPngAndJpeg) {
  const test::Folder folder;
  for (const auto& path : {folder.write("a.png", png()), folder.write("b.jpg", jpeg())}) {
    const auto readings = read_file(path);
    ASSERT_TRUE(readings) << readings.error().message;
    ASSERT_EQ(readings->size(), 1U);
    EXPECT_EQ(readings->front().seal, seal());
  }
}

TEST(ReadFile, ReadsTheMrzOfAPassportsPhotograph) {
  const auto mrz = sim::random_mrz(visa::MrzFormat::td3, 11);
  const sim::Page page = sample::must(sim::passport_page(mrz, {}));
  sim::Shot shot;
  shot.width = 1280;
  shot.height = 960;
  shot.camera_height_mm = sim::height_for_scale(shot, 20, 2.54);
  const auto readings = read_bytes(encoded(sim::photograph(page, shot), ".jpg"));
  ASSERT_TRUE(readings) << readings.error().message;
  ASSERT_EQ(readings->front().mrzs.size(), 1U);
  const FoundMrz& found = readings->front().mrzs.front();
  EXPECT_THAT(found.lines, testing::ElementsAre(mrz.line1, mrz.line2));
  EXPECT_TRUE(found.sure);
  EXPECT_FALSE(found.from_text_layer);
  ASSERT_EQ(found.confidence.size(), 2U);
  EXPECT_THAT(found.confidence[0], testing::Each(testing::Ge(0.9F)));
}

TEST(ReadFile, FindsNoMrzOnAPageWithoutOne) {
  const auto readings = read_bytes(png());
  ASSERT_TRUE(readings);
  EXPECT_TRUE(readings->front().mrzs.empty());
}

TEST(ReadFile, BelievesTheContentNotTheName) {
  const test::Folder folder;
  EXPECT_TRUE(read_file(folder.write("page.pdf", png())));
  const auto text = read_file(folder.write("text.png", bytes("just some words\n")));
  ASSERT_FALSE(text);
  EXPECT_EQ(text.error().code, Errc::unsupported);
  EXPECT_THAT(text.error().message, HasSubstr("found text"));
  EXPECT_THAT(text.error().message, HasSubstr("text.png"));
}

TEST(ReadFile, NamesWhatWasHandedOverInstead) {
  EXPECT_THAT(refused(bytes("GIF89a.......")).message, HasSubstr("a GIF image"));
  EXPECT_THAT(refused(bytes("PK\x03\x04.....")).message, HasSubstr("a ZIP archive"));
  EXPECT_THAT(refused({0x00, 0xFE, 0x01}).message, HasSubstr("begins with 00fe01"));
  EXPECT_EQ(refused(bytes("RIFF1234WEBPVP8 ")).code, Errc::unsupported);
}

TEST(ReadFile, RefusesAnEmptyFile) { EXPECT_EQ(refused({}).code, Errc::malformed); }

TEST(ReadFile, SaysThatAFileIsMissing) {
  const auto readings = read_file("/nowhere/at/all.png");
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, Errc::not_found);
}

TEST(ReadFile, RefusesFoldersAndDevices) {
  const test::Folder folder;
  for (const auto& path : {folder.path(), std::filesystem::path("/dev/zero")}) {
    const auto readings = read_file(path);
    ASSERT_FALSE(readings);
    EXPECT_EQ(readings.error().code, Errc::io);
  }
}

TEST(ReadFile, RefusesAFileLargerThanTheLimit) {
  const test::Folder folder;
  FileLimits limits;
  limits.bytes = 1000;
  const auto readings = read_file(folder.write("a.png", png()), limits);
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, Errc::out_of_range);
  EXPECT_THAT(readings.error().message, HasSubstr("at most 1000"));
}

TEST(ReadFile, RefusesAPictureCutAnywhere) {
  for (const auto& whole : {png(), jpeg()}) {
    for (std::size_t i = 1; i < 40; ++i) {
      const auto size = whole.size() * i / 40;
      const crypto::Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
      EXPECT_EQ(refused(cut).code, Errc::malformed) << size;
    }
  }
}

TEST(ReadFile, RefusesAPngWithAFlippedBitInItsPixels) {
  auto damaged = png();
  damaged[damaged.size() / 2] ^= 0x10;
  EXPECT_EQ(refused(damaged).code, Errc::malformed);
}

TEST(ReadFile, RefusesAPictureBombBeforeDecodingIt) {
  auto bomb = png();
  for (const std::size_t at : {16U, 20U}) bomb[at] = 0x7F;  // two thousand million pixels each way
  const auto error = refused(bomb);
  EXPECT_EQ(error.code, Errc::out_of_range);
  EXPECT_THAT(error.message, HasSubstr("at most 64000000"));
  auto zero = png();
  std::fill_n(zero.begin() + 16, 8, std::uint8_t{0});
  EXPECT_EQ(refused(zero).code, Errc::malformed);
}

TEST(ReadFile, RefusesAJpegThatClaimsToBeHuge) {
  auto bomb = jpeg();
  for (std::size_t at = 0; at + 9 < bomb.size(); ++at) {
    if (bomb[at] != 0xFF || bomb[at + 1] != 0xC0) continue;
    std::fill_n(bomb.begin() + static_cast<std::ptrdiff_t>(at) + 5, 4, std::uint8_t{0xFF});
    break;
  }
  EXPECT_EQ(refused(bomb).code, Errc::out_of_range);
}

TEST(ReadFile, RefusesAJpegOfEndlessScans) {
  const auto whole = jpeg();
  std::size_t scan = 0;
  while (whole[scan] != 0xFF || whole[scan + 1] != 0xDA) ++scan;
  crypto::Bytes many(whole.begin(), whole.end() - 2);
  for (int i = 0; i < 100; ++i)
    many.insert(many.end(), whole.begin() + static_cast<std::ptrdiff_t>(scan), whole.end() - 2);
  many.insert(many.end(), {0xFF, 0xD9});
  EXPECT_EQ(refused(many).code, Errc::out_of_range);
}

TEST(ReadFile, ReadsAnyRotationOfAPicture) {
  int read = 0;
  const cv::Mat upright = test::seal_page(150).gray;
  for (int degrees = 0; degrees < 360; degrees += 30) {
    const cv::Mat move = cv::getRotationMatrix2D(
        {static_cast<float>(upright.cols) / 2, static_cast<float>(upright.rows) / 2}, degrees, 1);
    cv::Mat turned;
    cv::warpAffine(upright, turned, move, upright.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT,
                   255);
    const auto readings = read_bytes(encoded(turned, ".png"));
    read += readings && readings->front().seal == seal();
  }
  EXPECT_EQ(read, 12);
}

struct Foreign {
  ZXing::BarcodeFormat format;
  const char* name;
  const wchar_t* text;
};

TEST(ReadFile, ListsForeignSymbologies) {
  using ZXing::BarcodeFormat;
  const Foreign table[] = {{BarcodeFormat::DataMatrix, "DataMatrix", L"BOARDING 42"},
                           {BarcodeFormat::Aztec, "Aztec", L"M1DOE/JOHN EABC123"},
                           {BarcodeFormat::PDF417, "PDF417", L"M1DOE/JOHN EABC123"},
                           {BarcodeFormat::Code128, "Code128", L"HOTEL-4711"},
                           {BarcodeFormat::EAN13, "EAN-13", L"4006381333931"}};
  for (const auto& foreign : table) {
    const auto symbol =
        ZXing::MultiFormatWriter(foreign.format).setMargin(10).encode(foreign.text, 400, 200);
    cv::Mat gray(symbol.height() + 40, symbol.width() + 40, CV_8UC1, cv::Scalar(255));
    for (int y = 0; y < symbol.height(); ++y) {
      for (int x = 0; x < symbol.width(); ++x) {
        if (symbol.get(x, y)) gray.at<std::uint8_t>(y + 20, x + 20) = 0;
      }
    }
    const auto readings = read_bytes(encoded(gray, ".png"));
    ASSERT_TRUE(readings);
    ASSERT_EQ(readings->front().barcodes.size(), 1U) << foreign.name;
    EXPECT_EQ(readings->front().barcodes[0].symbology, foreign.name);
    const std::wstring text = foreign.text;
    EXPECT_EQ(readings->front().barcodes[0].bytes, crypto::Bytes(text.begin(), text.end()));
    EXPECT_FALSE(readings->front().seal);
  }
}

TEST(ReadFile, AnswersAPageWithoutCodesWithAnEmptyReading) {
  const auto readings = read_bytes(encoded(sim::blank_page(100).gray, ".png"));
  ASSERT_TRUE(readings);
  ASSERT_EQ(readings->size(), 1U);
  EXPECT_TRUE(readings->front().barcodes.empty());
  EXPECT_FALSE(readings->front().seal);
}

}  // namespace
}  // namespace evisa::reader
