// Passport readers that type.
#include <gtest/gtest.h>

#include "reader/mrz/typed_mrz.h"
#include "tests/unit/reader/mrz_evidence.h"

namespace evisa::reader::mrz {
namespace {

using test::kTd3Line1, test::kTd3Line2;

const std::string kMrz = kTd3Line1 + "\r\n" + kTd3Line2;

/// What the keys of a US keyboard type under another layout.
std::string typed_as(const std::string& mrz, bool kazakh) {
  const std::string latin = "QWERTYUIOPASDFGHJKLZXCVBNM<", digits = "1234567890";
  const std::vector<std::string> letters = {"Й", "Ц", "У", "К", "Е", "Н", "Г", "Ш", "Щ",
                                            "З", "Ф", "Ы", "В", "А", "П", "Р", "О", "Л",
                                            "Д", "Я", "Ч", "С", "М", "И", "Т", "Ь", "Б"};
  const std::vector<std::string> row = {"\"", "ә", "і", "ң", "ғ", ",", ".", "ү", "ұ", "қ"};
  std::string out;
  for (const char c : mrz) {
    const auto letter = latin.find(c), digit = digits.find(c);
    if (letter != std::string::npos) {
      out += letters[letter];
    } else if (digit != std::string::npos && kazakh) {
      out += row[digit];
    } else {
      out += c;
    }
  }
  return out;
}

TEST(TypedMrz, ReadsTwoLinesAndOneRun) {
  for (const auto& text : {kMrz, kTd3Line1 + kTd3Line2, '\x02' + kMrz + "\r\n\x03",
                           kTd3Line1 + '\r' + kTd3Line2 + '\r'}) {
    const auto mrz = read_typed_mrz(text);
    ASSERT_TRUE(mrz) << mrz.error().message;
    EXPECT_EQ(mrz->lines.line1, kTd3Line1);
    EXPECT_EQ(mrz->lines.line2, kTd3Line2);
    EXPECT_TRUE(mrz->checks_hold);
  }
}

TEST(TypedMrz, MapsRussianAndKazakhLayoutsBack) {
  for (const bool kazakh : {false, true}) {
    const auto mrz = read_typed_mrz(typed_as(kMrz, kazakh));
    ASSERT_TRUE(mrz) << kazakh << ' ' << mrz.error().message;
    EXPECT_EQ(mrz->lines.line1, kTd3Line1);
    EXPECT_EQ(mrz->lines.line2, kTd3Line2);
  }
}

TEST(TypedMrz, SaysThatACheckDigitIsWrong) {
  auto text = kMrz;
  text.back() = '9';
  const auto mrz = read_typed_mrz(text);
  ASSERT_TRUE(mrz);
  EXPECT_FALSE(mrz->checks_hold);
}

TEST(TypedMrz, DoesNotGuessALayoutWithoutCheckDigits) {
  auto text = typed_as(kMrz, false);
  text.back() = '9';
  EXPECT_FALSE(read_typed_mrz(text));
}

TEST(TypedMrz, RefusesWhatIsNoMrz) {
  EXPECT_EQ(read_typed_mrz("").error().code, Errc::malformed);
  EXPECT_EQ(read_typed_mrz("P<UTO").error().code, Errc::malformed);
  EXPECT_EQ(read_typed_mrz(std::string(600, '<')).error().code, Errc::out_of_range);
  EXPECT_EQ(read_typed_mrz("\xff\xfe").error().code, Errc::malformed);
  EXPECT_FALSE(read_typed_mrz(kMrz).value().lines.line1.empty());
}

TEST(TypedMrz, CollectsBytesUntilAMessageIsWhole) {
  for (const auto& text : {kMrz + "\r\n", '\x02' + kMrz + '\x03', kTd3Line1 + kTd3Line2 + '\r',
                           "\r\n" + kMrz + "\n\n"}) {
    TypedMrzLine line;
    int messages = 0;
    for (const char byte : text) {
      if (const auto mrz = line.add(byte)) {
        ++messages;
        ASSERT_TRUE(*mrz) << mrz->error().message;
        EXPECT_EQ((*mrz)->lines.line2, kTd3Line2);
      }
    }
    EXPECT_EQ(messages, 1);
  }
}

TEST(TypedMrz, GivesUpOnAnEndlessLineAndReadsTheNext) {
  TypedMrzLine line;
  int errors = 0, good = 0;
  for (const char byte : std::string(513, 'A') + "\r" + kMrz + "\r") {
    if (const auto mrz = line.add(byte)) (*mrz ? good : errors) += 1;
  }
  EXPECT_EQ(errors, 1);
  EXPECT_EQ(good, 1);
}

}  // namespace
}  // namespace evisa::reader::mrz
