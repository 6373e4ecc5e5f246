// Texts for a reason code where its own text would not be true.
#include "visa/reason_variants.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "visa/text_template.h"

namespace evisa::visa {
namespace {

TEST(ReasonVariants, ReplaceTheCodesText) {
  const Reason reason{
      ReasonCode::MRZ_CHECK_FAILED, Severity::second_look, {{"variant", "not_read"}}};
  const auto& table = ReasonTable::builtin();
  EXPECT_TRUE(table.officer_text(reason, Language::en).starts_with("The passport was not read."));
  EXPECT_TRUE(table.officer_text(reason, Language::ru).starts_with("Паспорт не считан."));
  EXPECT_EQ(table.officer_text(reason, Language::zh), table.officer_text(reason, Language::en));
  EXPECT_EQ(table.traveller_text(reason, Language::zh), "请将护照放在读取器上。");
}

TEST(ReasonVariants, LeaveTheTravellersTextWhereTheyHaveNone) {
  const Reason own{ReasonCode::NAME_MISMATCH, Severity::second_look, {}};
  const Reason variant{
      ReasonCode::NAME_MISMATCH, Severity::second_look, {{"variant", "others_differ"}}};
  const auto& table = ReasonTable::builtin();
  EXPECT_EQ(table.traveller_text(variant, Language::ru), table.traveller_text(own, Language::ru));
}

TEST(ReasonVariants, OfAnotherCodeOrNameAreNotTaken) {
  const Reason reason{ReasonCode::NAME_MISMATCH, Severity::second_look, {{"variant", "not_read"}}};
  EXPECT_EQ(find_variant(reason), nullptr);
  EXPECT_EQ(find_variant({ReasonCode::NAME_MISMATCH, Severity::second_look, {}}), nullptr);
}

TEST(ReasonVariants, AreWholeAndUnique) {
  std::set<std::pair<ReasonCode, std::string>> seen;
  ASSERT_GE(reason_variants().size(), 20U);
  for (const auto& variant : reason_variants()) {
    EXPECT_TRUE(seen.emplace(variant.code, variant.name).second) << variant.name;
    const auto english = placeholders(variant.officer[0]);
    ASSERT_TRUE(english) << variant.name;
    for (const auto& text : variant.officer) {
      EXPECT_FALSE(text.empty()) << variant.name;
      const auto names = placeholders(text);
      ASSERT_TRUE(names) << text;
      // {found} is a technical detail in English: other languages leave it out.
      Placeholders expected = *english;
      if (!names->contains("found")) expected.erase("found");
      EXPECT_EQ(*names, expected) << text;
    }
    const bool none = std::ranges::all_of(variant.traveller, &std::string::empty);
    const bool all = std::ranges::none_of(variant.traveller, &std::string::empty);
    EXPECT_TRUE(none || all) << variant.name;
    for (const auto& text : variant.traveller)
      EXPECT_EQ(text.find_first_of("{}"), std::string::npos) << text;
  }
}

TEST(ReasonTexts, SayFieldsAndReasonsInTheReadersLanguage) {
  const auto& table = ReasonTable::builtin();
  const Reason field{
      ReasonCode::MRZ_CHECK_FAILED, Severity::second_look, {{"field", "date_of_birth, composite"}}};
  EXPECT_TRUE(table.officer_text(field, Language::ru)
                  .starts_with("Контрольная цифра поля дата рождения, все поля вместе"));
  const Reason why{
      ReasonCode::VISA_REVOKED, Severity::refuse, {{"date", "2026-01-05"}, {"why", "false_data"}}};
  EXPECT_EQ(table.officer_text(why, Language::en), "Visa revoked on 2026-01-05: false data.");
  EXPECT_EQ(table.officer_text(why, Language::kk),
            "Визаның күші 2026-01-05 күні жойылды: жалған мәліметтер.");
}

TEST(ReasonTexts, NameATerritoryInTheReadersLanguage) {
  const Reason reason{ReasonCode::NATIONALITY_TERRITORY,
                      Severity::second_look,
                      {{"nat", "CHN"}, {"territory", "MAC"}}};
  const std::string text = ReasonTable::builtin().officer_text(reason, Language::ru);
  EXPECT_NE(text.find("(MAC)"), std::string::npos) << text;
  EXPECT_EQ(text.find("Macao"), std::string::npos) << text;
}

TEST(ReasonTexts, LeaveNamesAsTheyAre) {
  const Reason reason{
      ReasonCode::NAME_MISMATCH, Severity::second_look, {{"a", "security"}, {"b", "sex"}}};
  EXPECT_NE(
      ReasonTable::builtin().officer_text(reason, Language::ru).find("виза security, паспорт sex"),
      std::string::npos);
}

}  // namespace
}  // namespace evisa::visa
