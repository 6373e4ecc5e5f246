// Visa numbers and passport numbers.
#include "visa/document_numbers.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

TEST(VisaNumberText, RoundTrips) {
  for (const std::uint32_t random : {0U, 1U, 12345678U, 99999999U}) {
    const auto number = VisaNumber::compose(26, random);
    ASSERT_TRUE(number);
    const std::string text = number->text();
    EXPECT_EQ(text.size(), 11U);
    EXPECT_EQ(text.substr(0, 2), "26");
    EXPECT_EQ(VisaNumber::parse(text), *number);
    EXPECT_EQ(VisaNumber::from_ordinal(number->ordinal()), *number);
  }
}

TEST(VisaNumberText, ReadsWhatAPersonTypes) {
  const auto number = VisaNumber::compose(26, 12345678).value();
  const std::string t = number.text();
  EXPECT_EQ(VisaNumber::parse(t.substr(0, 2) + " " + t.substr(2, 4) + "-" + t.substr(6)), number);
}

TEST(VisaNumberText, RefusesEveryWrongCheckDigitAndNamesBoth) {
  const std::string right = VisaNumber::compose(26, 12345678)->text();
  for (char c = '0'; c <= '9'; ++c) {
    std::string text = right;
    text.back() = c;
    if (text == right) continue;
    expect_error(VisaNumber::parse(text), Errc::out_of_range,
                 std::string{"check digit is "} + c + ", expected " + right.back());
  }
}

TEST(VisaNumberText, RefusesAnythingButElevenDigits) {
  for (const char* text : {"", "2612345678", "261234567890", "26-1234567a-1", " 26123456781",
                           "26123456781 ", "26123456781\n", "2612345678O", "２６123456781"}) {
    expect_error(VisaNumber::parse(text), Errc::malformed, "11 digits");
  }
}

TEST(VisaNumberText, RefusesToComposeBeyondItsRange) {
  expect_error(VisaNumber::compose(100, 0), Errc::out_of_range);
  expect_error(VisaNumber::compose(26, 100'000'000), Errc::out_of_range);
  expect_error(VisaNumber::from_ordinal(10'000'000'000), Errc::out_of_range);
}

TEST(VisaPassportNumber, ReadsMrzAndTypedForms) {
  EXPECT_EQ(PassportNumber::parse("Z1234567<")->text(), "Z1234567");
  EXPECT_EQ(PassportNumber::parse(" z123-4567 ")->text(), "Z1234567");
  EXPECT_EQ(PassportNumber::parse("E12345678")->mrz(), "E12345678");
  EXPECT_EQ(PassportNumber::parse("1")->mrz(), "1<<<<<<<<");
}

TEST(VisaPassportNumber, RefusesOthers) {
  for (const char* text : {"", "<<<<<<<<<", "1234567890", "AB<12", "АВ1234567", "A.1", "   "}) {
    expect_error(PassportNumber::parse(text), Errc::malformed, "passport number");
  }
}

}  // namespace
}  // namespace evisa::visa
