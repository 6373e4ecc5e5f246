// Country, airport and category codes, sex.
#include "visa/codes.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

TEST(VisaCodes, ReadsCountryCodesWithAndWithoutFillers) {
  EXPECT_EQ(CountryCode::parse("KAZ")->text(), "KAZ");
  EXPECT_EQ(CountryCode::parse("D<<")->text(), "D");
  EXPECT_EQ(CountryCode::parse("D")->mrz(), "D<<");
  EXPECT_EQ(CountryCode::parse("D<<").value(), CountryCode::parse("D").value());
  EXPECT_TRUE(CountryCode{}.empty());
  EXPECT_EQ(CountryCode{}.text(), "");
}

TEST(VisaCodes, ReadsGermanysIsoCodeAsTheOneOfItsPassports) {
  EXPECT_EQ(CountryCode::parse("DEU").value(), CountryCode::parse("D<<").value());
  EXPECT_EQ(CountryCode::parse("DEU")->mrz(), "D<<");
  EXPECT_NE(CountryCode::parse("DE").value(), CountryCode::parse("D").value());
}

TEST(VisaCodes, RefusesOtherCountryCodes) {
  for (const char* text : {"", "<<<", "K<Z", "<KA", "kaz", "KAZA", "K4Z", "D<<<", "D  "}) {
    expect_error(CountryCode::parse(text), Errc::malformed, "country code");
  }
}

TEST(VisaCodes, ReadsAirportCodes) {
  EXPECT_EQ(AirportCode::parse("NQZ")->text(), "NQZ");
  EXPECT_EQ(AirportCode{}.text(), "");
  for (const char* text : {"", "NQ", "UACC", "nqz", "N Z", "NQ1"}) {
    expect_error(AirportCode::parse(text), Errc::malformed, "airport code");
  }
}

TEST(VisaCodes, ReadsCategories) {
  EXPECT_EQ(CategoryCode::parse("B12")->text(), "B12");
  EXPECT_EQ(CategoryCode::parse("C")->text(), "C");
  EXPECT_EQ(CategoryCode::parse("AB12")->text(), "AB12");
  for (const char* text : {"", "B1234", "b12", "B-1", "B1<"}) {
    expect_error(CategoryCode::parse(text), Errc::malformed, "category");
  }
}

TEST(VisaCodes, ReadsSex) {
  EXPECT_EQ(parse_sex('F'), Sex::female);
  EXPECT_EQ(parse_sex('M'), Sex::male);
  EXPECT_EQ(parse_sex('<'), Sex::unspecified);
  EXPECT_EQ(parse_sex('X'), Sex::unspecified);
  for (const char c : {'f', 'm', 'A', '0', ' '}) expect_error(parse_sex(c), Errc::malformed);
  for (const Sex sex : {Sex::female, Sex::male, Sex::unspecified}) {
    EXPECT_EQ(parse_sex(mrz_char(sex)), sex);
  }
}

}  // namespace
}  // namespace evisa::visa
