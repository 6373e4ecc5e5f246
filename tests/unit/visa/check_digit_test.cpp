// The two check digits.
#include "visa/check_digit.h"

#include <gtest/gtest.h>

#include <string>

namespace evisa::visa {
namespace {

struct DigitCase {
  const char* text;
  char digit;
};

TEST(VisaCheckDigit, AgreesWithTheIcaoSpecimens) {
  // Doc 9303-4 and 9303-7: TD3, MRV-A and an older MRV-A specimen (rules.md 6.3).
  for (const auto& [text, digit] :
       {DigitCase{"L898902C3", '6'}, DigitCase{"740812", '2'}, DigitCase{"120415", '9'},
        DigitCase{"ZE184226B<<<<<", '1'}, DigitCase{"L898902C<", '3'}, DigitCase{"690806", '1'},
        DigitCase{"940623", '6'}, DigitCase{"L8988901C", '4'}, DigitCase{"400907", '8'},
        DigitCase{"961210", '9'}, DigitCase{"L898902C3674081221204159ZE184226B<<<<<1", '0'}}) {
    EXPECT_EQ(mrz_check_digit(text), digit) << text;
  }
}

TEST(VisaCheckDigit, RefusesCharactersOutsideTheMrz) {
  for (const char* text : {"a", "A B", "Ä", "1-2"}) EXPECT_EQ(mrz_check_digit(text), 0) << text;
}

TEST(VisaCheckDigit, DoesNotSeeLookAlikesOfEqualValue) {
  // rules.md 6.3: L and 1, G and 6 are equal modulo 10; O and 0 are not.
  EXPECT_EQ(mrz_check_digit("L12"), mrz_check_digit("112"));
  EXPECT_EQ(mrz_check_digit("G12"), mrz_check_digit("612"));
  EXPECT_NE(mrz_check_digit("O12"), mrz_check_digit("012"));
}

TEST(VisaCheckDigit, AgreesWithIso7064Examples) {
  EXPECT_EQ(mod_11_10_check_digit("0794"), '5');  // the standard's own example
  // Test values published for the German tax number, which is the same scheme over ten digits.
  EXPECT_EQ(mod_11_10_check_digit("8609574271"), '9');
  EXPECT_EQ(mod_11_10_check_digit("4703689281"), '6');
  EXPECT_EQ(mod_11_10_check_digit("6592997048"), '9');
}

TEST(VisaCheckDigit, SeesEverySingleDigitError) {
  const std::string number = "2612345678";
  const char right = mod_11_10_check_digit(number);
  for (std::size_t i = 0; i < number.size(); ++i) {
    for (char c = '0'; c <= '9'; ++c) {
      std::string wrong = number;
      wrong[i] = c;
      if (wrong != number) {
        EXPECT_NE(mod_11_10_check_digit(wrong), right) << wrong;
      }
    }
  }
}

TEST(VisaCheckDigit, RefusesNonDigits) {
  EXPECT_EQ(mod_11_10_check_digit("12a4"), 0);
  EXPECT_EQ(mod_11_10_check_digit("12 4"), 0);
}

}  // namespace
}  // namespace evisa::visa
