// What the page says: values, labels and rules in each language, and texts made to fit.
#include "issuer/page_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "issuer/page_fields.h"
#include "issuer/page_pdf.h"
#include "issuer/page_rules.h"
#include "issuer/page_text.h"
#include "issuer/print_language.h"
#include "printout_sample.h"

namespace evisa::issuer {
namespace {

using testing::HasSubstr;

struct StayCase {
  visa::DurationOfStay stay;
  std::string main, words;
};

TEST(PrintoutValues, WritesTheDurationOfStay) {
  const std::vector<StayCase> cases{
      {{.days = 30}, "30", "days"},
      {{.days = 15, .months = 2}, "2 + 15", "months + days"},
      {{.years = 1}, "1", "years"},
      {{}, "–", "until the last day of validity"},
      {{255, 255, 255}, "–", "decided on entry"},
      {{254, 254, 254}, "–", "as national law says"},
  };
  for (const auto& [stay, main, words] : cases) {
    EXPECT_EQ(stay_value(stay, false).main, main);
    EXPECT_THAT(stay_value(stay, false).more, HasSubstr(words));
  }
}

TEST(PrintoutValues, WritesUnknownPartsOfABirthDateAsX) {
  EXPECT_EQ(birth_value({1958, {}, {}}).main, "XX XXX 1958");
  EXPECT_EQ(birth_value({1958, 3, {}}).more, "XX.03.1958");
  EXPECT_EQ(birth_value({1958, 3, 7}).main, "07 MAR 1958");
}

TEST(PrintoutValues, WritesEntriesAndSex) {
  EXPECT_EQ(entries_value(0, false).main, "MULT");
  EXPECT_THAT(entries_value(1, false).more, HasSubstr("single"));
  EXPECT_TRUE(entries_value(2, false).more.empty());
  EXPECT_EQ(sex_value(visa::Sex::unspecified, false).main, "X");
  EXPECT_THAT(sex_value(visa::Sex::female, true).more, HasSubstr("女"));
}

TEST(PrintoutValues, NamesCountriesAndSaysNoCodeTwice) {
  const auto value = [](const char* code) {
    return country_value(visa::CountryCode::parse(code).value(), {.chinese = true});
  };
  EXPECT_EQ(value("BRA").main, "BRA");
  EXPECT_EQ(value("BRA").more, "Бразилия / Brazil / 巴西");
  EXPECT_EQ(value("COD").more.find("COD"), std::string::npos);
  EXPECT_EQ(value("XXA").main, "XXA");
  EXPECT_EQ(value("XXA").more, "");
}

TEST(PrintoutWords, SaysEqualWordsOnce) {
  EXPECT_EQ(join({"Ангола", "Ангола", "Angola", "安哥拉"}, false), "Ангола / Angola");
  EXPECT_EQ(join({"Ангола", "Ангола", "Angola", "安哥拉"}, true), "Ангола / Angola / 安哥拉");
}

TEST(PrintoutWords, HasEveryLabelInEveryLanguage) {
  for (const Field& field : page_fields(PageTables{}.rules))
    for (const auto language : kPageLanguages) EXPECT_FALSE(field.label.in(language).empty());
  for (const Words& rule : traveller_rules(sample::record().visa, PageTables{}))
    for (const auto language : kPageLanguages) EXPECT_FALSE(rule.in(language).empty());
}

TEST(PrintoutLanguage, RefusesAnotherShapeOfFile) {
  for (const char* pdf :
       {"", "%PDF-1.5\n", "<< /Type /Catalog\n>>\nendobj\n\nstartxref\n7\n%%EOF"}) {
    const auto bytes = crypto::as_bytes(pdf);
    const auto result = with_language(crypto::Bytes(bytes.begin(), bytes.end()), "en");
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code, Errc::unsupported);
  }
}

TEST(PrintoutText, ShrinksBeforeItRefuses) {
  auto page = PdfPage::open({"t", "en", {}}).value();
  PageText text(page);
  const std::string words = "Saint Vincent and the Grenadines";
  const TextStyle style{.size = 12, .smallest = 6};
  EXPECT_TRUE(text.draw(words, {10, 10, 45, 6}, style).has_value());
  EXPECT_FALSE(text.draw(words, {10, 10, 20, 4}, style).has_value());
}

}  // namespace
}  // namespace evisa::issuer
