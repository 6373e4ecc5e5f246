// Reading MRZs: the specimens of Doc 9303, invented lines, and everything that can be wrong.
#include "visa/mrz.h"

#include <gtest/gtest.h>

#include <set>

#include "expect_error.h"

namespace evisa::visa {
namespace {

const Date kToday = Date::parse("2026-11-20").value();

std::set<std::string> defect_fields(const Mrz& mrz) {
  std::set<std::string> fields;
  for (const MrzDefect& defect : mrz.defects) fields.insert(defect.field);
  return fields;
}

using Fields = std::set<std::string>;

// Doc 9303-4 appendix B (TD3), Doc 9303-7 appendices (MRV-A, MRV-B); line 2 as in rules.md 6.3.
constexpr const char* kIcaoTd3 =
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C36UTO7408122F1204159ZE184226B<<<<<10";
constexpr const char* kIcaoMrvA =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<";
constexpr const char* kIcaoMrvB =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n"
    "L898902C<3UTO6908061F9406236ZE184226";
constexpr const char* kOlderMrvA =
    "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
    "L8988901C4XXX4009078F96121096ZE184226B<<<<<<";

// Invented people; check digits computed (rules.md 6.3).
constexpr const char* kSharmaTd3 =
    "P<INDSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<\n"
    "Z1234567<1IND9001158M3107047<<<<<<<<<<<<<<<4";
constexpr const char* kSharmaMrvA =
    "V<KAZSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<\n"
    "Z1234567<1IND9001158M2701057B12<<<<<<<<<<<<<";
constexpr const char* kSharmaMrvB =
    "V<KAZSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<\n"
    "Z1234567<1IND9001158M2701057B12<<<<<";
constexpr const char* kLyuTd3 =
    "P<CHNLYU<<XIAOMING<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
    "E123456782CHN8502290F3001019<<<<<<<<<<<<<<<2";

TEST(VisaMrz, ReadsTheIcaoPassportSpecimen) {
  const auto mrz = parse_mrz(kIcaoTd3, Date::parse("2012-01-01").value());
  ASSERT_TRUE(mrz) << mrz.error().message;
  EXPECT_EQ(mrz->format, MrzFormat::td3);
  EXPECT_EQ(mrz->document_code, "P");
  EXPECT_EQ(mrz->issuing_state.text(), "UTO");
  EXPECT_EQ(mrz->name, (MrzName{"ERIKSSON", "ANNA MARIA", false}));
  EXPECT_EQ(mrz->document_number, "L898902C3");
  EXPECT_EQ(mrz->nationality.text(), "UTO");
  EXPECT_EQ(mrz->birth.display(), "1974-08-12");
  EXPECT_EQ(mrz->sex, Sex::female);
  EXPECT_EQ(mrz->expiry->iso(), "2012-04-15");
  EXPECT_EQ(mrz->optional_data, "ZE184226B");
  EXPECT_EQ(defect_fields(*mrz), Fields{});
}

TEST(VisaMrz, ReadsTheIcaoVisaSpecimens) {
  const Date then = Date::parse("1994-01-01").value();
  for (const char* text : {kIcaoMrvA, kIcaoMrvB}) {
    const auto mrz = parse_mrz(text, then);
    ASSERT_TRUE(mrz) << mrz.error().message;
    EXPECT_EQ(mrz->format, text == kIcaoMrvA ? MrzFormat::mrv_a : MrzFormat::mrv_b);
    EXPECT_EQ(mrz->document_code, "V");
    EXPECT_EQ(mrz->document_number, "L898902C");
    EXPECT_EQ(mrz->birth.display(), "1969-08-06");
    EXPECT_EQ(mrz->expiry->iso(), "1994-06-23");
    EXPECT_EQ(mrz->optional_data, text == kIcaoMrvA ? "ZE184226B" : "ZE184226");
    EXPECT_EQ(defect_fields(*mrz), Fields{});
  }
}

TEST(VisaMrz, ReadsAnOlderSpecimenWithAPlaceholderNationality) {
  const auto mrz = parse_mrz(kOlderMrvA, Date::parse("1996-01-01").value());
  ASSERT_TRUE(mrz);
  EXPECT_EQ(mrz->nationality.text(), "XXX");
  EXPECT_EQ(mrz->expiry->iso(), "1996-12-10");
  EXPECT_EQ(defect_fields(*mrz), Fields{});
}

TEST(VisaMrz, ReadsInventedPassportAndVisas) {
  const auto passport = parse_mrz(kSharmaTd3, kToday);
  ASSERT_TRUE(passport);
  EXPECT_EQ(passport->document_number, "Z1234567");
  EXPECT_EQ(passport->birth.display(), "1990-01-15");
  EXPECT_EQ(passport->expiry->iso(), "2031-07-04");
  EXPECT_EQ(passport->optional_data, "");
  EXPECT_EQ(defect_fields(*passport), Fields{});
  for (const char* text : {kSharmaMrvA, kSharmaMrvB}) {
    const auto visa = parse_mrz(text, kToday);
    ASSERT_TRUE(visa);
    EXPECT_EQ(visa->issuing_state.text(), "KAZ");
    EXPECT_EQ(visa->name, passport->name);
    EXPECT_EQ(visa->document_number, passport->document_number);
    EXPECT_EQ(visa->expiry->iso(), "2027-01-05");
    EXPECT_EQ(visa->optional_data, "B12");
    EXPECT_EQ(defect_fields(*visa), Fields{});
  }
}

TEST(VisaMrz, ReportsADateThatDoesNotExist) {
  // Every check digit holds; 29 February 1985 does not exist.
  const auto mrz = parse_mrz(kLyuTd3, kToday);
  ASSERT_TRUE(mrz);
  ASSERT_EQ(mrz->defects.size(), 1U);
  EXPECT_EQ(mrz->defects[0].field, "date_of_birth");
  EXPECT_EQ(mrz->defects[0].found, "850229");
  EXPECT_EQ(mrz->birth.display(), "1985-02-29");
  EXPECT_EQ(mrz->name.display(), "LYU XIAOMING");
}

TEST(VisaMrz, ReadsLinesHoweverTheyAreSeparated) {
  const auto expected = parse_mrz(kSharmaTd3, kToday);
  const std::string text = kSharmaTd3;
  const std::string line1 = text.substr(0, 44), line2 = text.substr(45);
  for (const std::string& form : {line1 + line2, line1 + "\r\n" + line2 + "\r\n",
                                  "\n  " + line1 + " \n\n\t" + line2 + "\n"}) {
    const auto mrz = parse_mrz(form, kToday);
    ASSERT_TRUE(mrz) << mrz.error().message;
    EXPECT_EQ(mrz->line1, expected->line1);
    EXPECT_EQ(mrz->line2, expected->line2);
  }
}

TEST(VisaMrz, RefusesOtherLengthsAndSaysWhichItFound) {
  const std::string text = kSharmaTd3;
  expect_error(parse_mrz("", kToday), Errc::malformed, "found nothing");
  expect_error(parse_mrz(" \n\r\n", kToday), Errc::malformed, "found nothing");
  expect_error(parse_mrz(text.substr(0, 44), kToday), Errc::malformed, "1 line of 44 characters");
  expect_error(parse_mrz(text.substr(0, 88), kToday), Errc::malformed, "lines of 44 and 43");
  expect_error(parse_mrz(text + "<", kToday), Errc::malformed, "lines of 44 and 45");
  expect_error(parse_mrz(text + "\nX", kToday), Errc::malformed, "more than 2 lines");
  expect_error(parse_mrz(std::string(30, '<') + "\n" + std::string(30, '<'), kToday),
               Errc::malformed, "lines of 30 and 30");
}

TEST(VisaMrz, RefusesCharactersOutsideTheMrzAndSaysWhere) {
  std::string text = kSharmaTd3;
  text[45 + 13] = 'o';
  expect_error(parse_mrz(text, kToday), Errc::malformed, "line 2, position 14: found 'o'");
  text = kSharmaTd3;
  text[4] = ' ';
  expect_error(parse_mrz(text, kToday), Errc::malformed, "line 1, position 5: found byte 0x20");
  text[4] = '\xD0';
  expect_error(parse_mrz(text, kToday), Errc::malformed, "found byte 0xd0");
}

TEST(VisaMrz, RefusesIdentityCardsOfTheMrvBSize) {
  std::string text = kSharmaMrvB;
  text[0] = 'I';
  expect_error(parse_mrz(text, kToday), Errc::malformed, "found document code I<");
}

struct DefectCase {
  std::size_t line2_position;  // 1-based, as the standard counts
  char replacement;
  Fields fields;
};

TEST(VisaMrz, FindsEveryWrongCheckDigit) {
  for (const auto& [position, replacement, fields] :
       {DefectCase{10, '9', {"document_number", "composite"}},
        DefectCase{20, '9', {"date_of_birth", "composite"}},
        DefectCase{28, '8', {"date_of_expiry", "composite"}},
        DefectCase{43, '9', {"personal_number", "composite"}}, DefectCase{44, '9', {"composite"}},
        DefectCase{10, '<', {"document_number", "composite"}},
        DefectCase{44, '<', {"composite"}}}) {
    std::string text = kIcaoTd3;
    text[44 + position] = replacement;
    const auto mrz = parse_mrz(text, Date::parse("2012-01-01").value());
    ASSERT_TRUE(mrz);
    EXPECT_EQ(defect_fields(*mrz), fields) << position;
  }
}

TEST(VisaMrz, NamesTheDigitFoundAndTheOneExpected) {
  std::string text = kIcaoMrvA;
  text[44 + 10] = '5';
  const auto mrz = parse_mrz(text, kToday);
  ASSERT_TRUE(mrz);
  ASSERT_EQ(mrz->defects.size(), 1U);
  EXPECT_EQ(mrz->defects[0].field, "document_number");
  EXPECT_EQ(mrz->defects[0].found, "5");
  EXPECT_EQ(mrz->defects[0].expected, "3");
}

TEST(VisaMrz, FindsEveryChangeThatACheckDigitCanSee) {
  // Nationality and sex have no check digit; all else of line 2 has one.
  for (std::size_t position = 1; position <= 44; ++position) {
    if ((position >= 11 && position <= 13) || position == 21) continue;
    std::string text = kIcaoTd3;
    char& c = text[44 + position];
    c = c == '5' ? '6' : '5';
    if (text == kIcaoTd3) continue;
    const auto mrz = parse_mrz(text, Date::parse("2012-01-01").value());
    ASSERT_TRUE(mrz);
    // F, P and Z are worth 15, 25 and 35: a check digit cannot tell them from 5 (rules.md 6.3).
    const bool equal_value =
        std::string_view{"FPZ"}.find(kIcaoTd3[44 + position]) != std::string_view::npos;
    EXPECT_EQ(mrz->defects.empty(), equal_value) << position;
  }
}

TEST(VisaMrz, AcceptsBothCheckDigitsOfAnEmptyPersonalNumber) {
  std::string text = kSharmaTd3;
  ASSERT_EQ(text[44 + 43], '<');
  text[44 + 43] = '0';
  EXPECT_EQ(defect_fields(parse_mrz(text, kToday).value()), Fields{});
  text[44 + 43] = '1';
  EXPECT_TRUE(defect_fields(parse_mrz(text, kToday).value()).contains("personal_number"));
}

std::string with_birth(std::string_view birth, char check) {
  std::string text = kSharmaMrvA;
  text.replace(45 + 13, 6, birth);
  text[45 + 19] = check;
  return text;
}

TEST(VisaMrz, ReadsUnknownPartsOfTheBirthDate) {
  struct Case {
    const char* birth;
    char check;
    const char* shown;
  };
  for (const auto& [birth, check, shown] :
       {Case{"90<<<<", '3', "1990-\?\?-\?\?"}, Case{"9001<<", '0', "1990-01-\?\?"},
        Case{"<<<<<<", '0', "\?\?\?\?-\?\?-\?\?"}, Case{"<<0115", '5', "\?\?\?\?-01-15"}}) {
    const auto mrz = parse_mrz(with_birth(birth, check), kToday);
    ASSERT_TRUE(mrz);
    EXPECT_EQ(mrz->birth.display(), shown);
    EXPECT_EQ(defect_fields(*mrz), Fields{}) << birth;
    EXPECT_FALSE(mrz->birth.complete());
  }
}

TEST(VisaMrz, ReportsBirthDatesThatCannotBe) {
  for (const char* birth : {"901301", "900100", "900132", "900431", "9O0115", "9<0115", "90<115",
                            "90011<", "900000", "<<0230", "ABCDEF"}) {
    const auto mrz = parse_mrz(with_birth(birth, '0'), kToday);
    ASSERT_TRUE(mrz) << birth;
    EXPECT_TRUE(std::ranges::any_of(mrz->defects, [](const MrzDefect& defect) {
      return defect.field == "date_of_birth" && defect.expected == "a date that exists";
    })) << birth;
  }
}

TEST(VisaMrz, PutsABirthDateLaterThisYearIntoTheCenturyBefore) {
  EXPECT_EQ(parse_mrz(with_birth("261120", '3'), kToday)->birth.display(), "2026-11-20");
  EXPECT_EQ(parse_mrz(with_birth("261121", '4'), kToday)->birth.display(), "1926-11-21");
  EXPECT_EQ(parse_mrz(with_birth("270101", '0'), kToday)->birth.display(), "1927-01-01");
}

TEST(VisaMrz, ReportsFieldsOutsideTheirKind) {
  struct Case {
    std::size_t at;  // index in the text of two lines
    const char* replacement;
    const char* field;
  };
  for (const auto& [at, replacement, field] :
       {Case{0, "<P", "document_code"}, Case{0, "5<", "document_code"},
        Case{2, "1ND", "issuing_state"}, Case{2, "<<<", "issuing_state"}, Case{5, "5", "name"},
        Case{5, "<", "name"}, Case{55, "I<D", "nationality"}, Case{55, "<ND", "nationality"},
        Case{65, "A", "sex"}, Case{66, "310231", "date_of_expiry"},
        Case{66, "<<<<<<", "date_of_expiry"}, Case{66, "3107O4", "date_of_expiry"},
        Case{45, "<<<<<<<<<0", "document_number"}}) {
    std::string text = kSharmaTd3;
    text.replace(at, std::string_view{replacement}.size(), replacement);
    const auto mrz = parse_mrz(text, kToday);
    ASSERT_TRUE(mrz) << mrz.error().message;
    EXPECT_TRUE(defect_fields(*mrz).contains(field)) << replacement;
  }
}

TEST(VisaMrz, ReadsSexXAsUnspecified) {
  std::string text = kSharmaTd3;
  text[45 + 20] = 'X';
  const auto mrz = parse_mrz(text, kToday);
  EXPECT_EQ(mrz->sex, Sex::unspecified);
  EXPECT_EQ(defect_fields(*mrz), Fields{});
}

TEST(VisaMrz, ReadsGermanysOneLetterCode) {
  std::string text = kSharmaMrvA;
  text.replace(45 + 10, 3, "D<<");
  EXPECT_EQ(parse_mrz(text, kToday)->nationality.text(), "D");
}

std::string seal_text(std::string_view two_lines, std::size_t width) {
  return std::string{two_lines.substr(0, width)} + std::string{two_lines.substr(width + 1, 28)};
}

TEST(VisaSealMrz, ReadsBothFormats) {
  for (const auto& [text, width, format] :
       {std::tuple{kSharmaMrvA, 44U, MrzFormat::mrv_a}, {kSharmaMrvB, 36U, MrzFormat::mrv_b}}) {
    const auto mrz = parse_seal_mrz(seal_text(text, width), kToday);
    ASSERT_TRUE(mrz) << mrz.error().message;
    EXPECT_EQ(mrz->format, format);
    EXPECT_EQ(mrz->name.display(), "SHARMA RAVI KUMAR");
    EXPECT_EQ(mrz->document_number, "Z1234567");
    EXPECT_EQ(mrz->expiry->iso(), "2027-01-05");
    EXPECT_EQ(mrz->optional_data, "");
    EXPECT_EQ(mrz->line2.size(), 28U);
    EXPECT_EQ(defect_fields(*mrz), Fields{});
  }
}

TEST(VisaSealMrz, ReportsWrongCheckDigits) {
  std::string text = seal_text(kSharmaMrvA, 44);
  text.back() = '8';
  EXPECT_EQ(defect_fields(parse_seal_mrz(text, kToday).value()), Fields{"date_of_expiry"});
}

TEST(VisaSealMrz, RefusesOtherLengthsCodesAndCharacters) {
  const std::string text = seal_text(kSharmaMrvA, 44);
  expect_error(parse_seal_mrz("", kToday), Errc::malformed, "found 0 characters");
  expect_error(parse_seal_mrz(text + "<", kToday), Errc::malformed, "found 73 characters");
  expect_error(parse_seal_mrz("P" + text.substr(1), kToday), Errc::malformed, "code 'P'");
  expect_error(parse_seal_mrz(text.substr(0, 71) + "a", kToday), Errc::malformed,
               "line 2, position 28");
}

TEST(VisaMrz, NamesItsFormats) {
  EXPECT_EQ(to_string(MrzFormat::td3), "TD3");
  EXPECT_EQ(to_string(MrzFormat::mrv_a), "MRV-A");
  EXPECT_EQ(to_string(MrzFormat::mrv_b), "MRV-B");
}

}  // namespace
}  // namespace evisa::visa
