// PDF files: pages, text layer, and files that mean harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "reader/read_file.h"
#include "tests/unit/reader/pages.h"

namespace evisa::reader {
namespace {

using test::code_of, test::pdf, test::seal;
using testing::ElementsAre, testing::HasSubstr;

constexpr auto kLine1 = "P<INDSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<";
constexpr auto kLine2 = "Z1234567<1IND9001158M3107047<<<<<<<<<<<<<<<4";

TEST(ReadPdf, ReadsTheSealAndTheMrzOfThePage) {
  const auto readings = read_bytes(pdf({{code_of(seal()), {"Some words", kLine1, kLine2}}}));
  ASSERT_TRUE(readings) << readings.error().message;
  ASSERT_EQ(readings->size(), 1U);
  EXPECT_EQ(readings->front().seal, seal());
  EXPECT_NEAR(readings->front().width, 1653, 2);
  ASSERT_EQ(readings->front().mrzs.size(), 1U);
  EXPECT_THAT(readings->front().mrzs[0].lines, ElementsAre(kLine1, kLine2));
  EXPECT_TRUE(readings->front().mrzs[0].from_text_layer);
}

TEST(ReadPdf, ReadsAsManyPagesAsItIsTold) {
  const auto file = pdf({{}, {code_of(seal()), {}}, {}});
  const auto first = read_bytes(file);
  ASSERT_TRUE(first);
  EXPECT_EQ(first->size(), 1U);
  FileLimits limits;
  limits.pdf_pages = 2;
  const auto two = read_bytes(file, limits);
  ASSERT_TRUE(two);
  ASSERT_EQ(two->size(), 2U);
  EXPECT_FALSE(two->at(0).seal);
  EXPECT_EQ(two->at(1).seal, seal());
}

TEST(ReadPdf, RefusesAPageThatIsTooLarge) {
  const auto readings = read_bytes(pdf({{{}, {}, 200000, 200000}}));
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, Errc::out_of_range);
  EXPECT_THAT(readings.error().message, HasSubstr("at most 64000000"));
}

TEST(ReadPdf, RefusesAFileThatIsOnlyAHeader) {
  for (const char* text : {"%PDF-1.4\n", "%PDF-1.7\n%%EOF", "%PDF-"}) {
    const auto readings = read_bytes(test::bytes(text));
    ASSERT_FALSE(readings);
    EXPECT_EQ(readings.error().code, Errc::malformed);
  }
}

TEST(ReadPdf, RefusesAPageTreeThatLoops) {
  const auto readings = read_bytes(test::bytes(
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
      "2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"));
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, Errc::malformed);
}

TEST(ReadPdf, GivesUpOnAPageThatTakesForEver) {
  // A pattern of patterns: each of the eight levels draws the next a thousand times.
  std::string objects;
  for (int i = 4; i < 12; ++i) {
    const std::string next = "/X" + std::to_string(i + 1) + " Do\n";
    std::string stream;
    for (int k = 0; k < 1000; ++k) stream += i < 11 ? next : "0 0 9 9 re f\n";
    objects += std::to_string(i) +
               " 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X" +
               std::to_string(i + 1) + " " + std::to_string(i + 1) + " 0 R>>>>/Length " +
               std::to_string(stream.size()) + ">>stream\n" + stream + "endstream endobj\n";
  }
  const auto readings = read_bytes(test::bytes(
      "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 "
      "R]/Count 1>>endobj\n"
      "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 20 0 "
      "R/Resources<</XObject<</X4 4 0 R>>>>>>endobj\n" +
      objects +
      "20 0 obj<</Length 7>>stream\n/X4 Do\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"));
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, Errc::malformed);
  EXPECT_THAT(readings.error().message, HasSubstr("too much work"));
}

TEST(ReadPdf, SurvivesDamageAnywhere) {
  const auto whole = pdf({{code_of(seal()), {kLine1, kLine2}}});
  std::mt19937 random(7);
  for (int i = 0; i < 40; ++i) {
    auto damaged = whole;
    for (int k = 0; k < 20; ++k)
      damaged[random() % damaged.size()] = static_cast<std::uint8_t>(random());
    damaged.resize(damaged.size() - random() % (damaged.size() / 2));
    const auto readings = read_bytes(damaged);
    if (!readings) {
      EXPECT_TRUE(readings.error().code == Errc::malformed ||
                  readings.error().code == Errc::unsupported ||
                  readings.error().code == Errc::out_of_range)
          << readings.error().message;
      continue;
    }
    for (const auto& reading : *readings) {
      EXPECT_TRUE(!reading.seal || *reading.seal == seal());
    }
  }
}

TEST(ReadPdf, SaysThatAFileIsLocked) {
  const test::Folder folder;
  const auto open = folder.write("open.pdf", pdf({{}}));
  const auto locked = folder.path() / "locked.pdf";
  const auto command = "qpdf --warning-exit-0 --encrypt secret secret 256 -- " + open.string() +
                       " " + locked.string() + " >/dev/null 2>&1";
  if (std::system(command.c_str()) != 0) GTEST_SKIP() << "qpdf is not installed";
  const auto readings = read_file(locked);
  ASSERT_FALSE(readings);
  EXPECT_EQ(readings.error().code, Errc::unsupported);
  EXPECT_THAT(readings.error().message, HasSubstr("password"));
}

}  // namespace
}  // namespace evisa::reader
