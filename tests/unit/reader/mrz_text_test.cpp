// MRZ lines in extracted text.
#include "reader/mrz_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evisa::reader {
namespace {

using testing::ElementsAre;

const std::string kTd3a = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<";  // Doc 9303-4 appendix B
const std::string kTd3b = "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
const std::string kMrvBa = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<";  // Doc 9303-7 appendix C
const std::string kMrvBb = "L8988901C4XXX4009078F9612109<<<<<<<<";

TEST(MrzText, FindsTd3AndMrvBLines) {
  const auto found =
      find_mrzs("Visa\n" + kTd3a + "\n" + kTd3b + "\nand\n" + kMrvBa + "\r\n" + kMrvBb + "\r\n");
  ASSERT_EQ(found.size(), 2U);
  EXPECT_THAT(found[0].lines, ElementsAre(kTd3a, kTd3b));
  EXPECT_THAT(found[1].lines, ElementsAre(kMrvBa, kMrvBb));
}

TEST(MrzText, IgnoresBlanksWithinAndBetweenLines) {
  const auto found =
      find_mrzs("  " + kTd3a.substr(0, 20) + " " + kTd3a.substr(20) + "\n\n" + kTd3b + "  ");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_THAT(found[0].lines, ElementsAre(kTd3a, kTd3b));
}

TEST(MrzText, ListsAnMrzOnceThatThePageHoldsTwice) {
  const auto one = kTd3a + "\n" + kTd3b + "\f";
  EXPECT_EQ(find_mrzs(one + one).size(), 1U);
}

TEST(MrzText, DoesNotTakeOtherTextForAnMrz) {
  const std::string base32 = "KZV1ABCDEFGHIJKLMNOPQRSTUVWXYZ234567ABCDEFGH";
  const std::string text[] = {"",
                              "\n\n",
                              kTd3a,
                              kTd3a + "\n" + kMrvBb,
                              kTd3a + "\nwords between\n" + kTd3b,
                              base32 + "\n" + base32,
                              "p" + kTd3a.substr(1) + "\n" + kTd3b,
                              kTd3a + "<\n" + kTd3b + "<"};
  for (const auto& one : text) EXPECT_TRUE(find_mrzs(one).empty()) << one;
}

TEST(MrzText, FindsAnMrzBehindAStrayLine) {
  EXPECT_EQ(find_mrzs(kTd3a + "\nPassport\n" + kTd3a + "\n" + kTd3b).size(), 1U);
}

}  // namespace
}  // namespace evisa::reader
