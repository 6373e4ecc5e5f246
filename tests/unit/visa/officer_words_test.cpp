// The words around reason codes, in three languages.
#include "visa/officer_words.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "visa/reason.h"
#include "visa/text_template.h"
#include "visa/visa.h"

namespace evisa::visa {
namespace {

TEST(OfficerWords, SayAKeyInTheOfficersLanguage) {
  EXPECT_EQ(officer_word("date_of_birth", Language::en), "date of birth");
  EXPECT_EQ(officer_word("date_of_birth", Language::ru), "дата рождения");
  EXPECT_EQ(officer_word("date_of_birth", Language::kk), "туған күні");
  EXPECT_EQ(officer_word("date_of_birth", Language::zh), "date of birth");
}

TEST(OfficerWords, LeaveWhatTheyDoNotKnow) {
  EXPECT_EQ(officer_word("B12", Language::ru), "B12");
  EXPECT_EQ(officer_words("", Language::ru), "");
  EXPECT_EQ(officer_words("7", Language::ru), "7");
}

TEST(OfficerWords, SayEveryItemOfAList) {
  EXPECT_EQ(officer_words("sex, date_of_birth", Language::ru), "пол, дата рождения");
  EXPECT_EQ(officer_words("sex, B12, name", Language::en), "sex, B12, name");
}

TEST(OfficerWords, FillTheirPlaceholders) {
  const std::vector<std::pair<std::string, std::string>> params{{"date", "2026-12-19"}};
  EXPECT_EQ(officer_phrase("to_leave_by", Language::en, params), "to leave by 2026-12-19");
  EXPECT_EQ(officer_phrase("to_leave_by", Language::ru, {}), "выехать до ?");
}

TEST(OfficerWords, HaveEqualPlaceholdersInEveryLanguage) {
  const auto keys = officer_word_keys();
  ASSERT_GT(keys.size(), 50U);
  for (const auto key : keys) {
    const auto names = placeholders(officer_word(key, Language::en));
    ASSERT_TRUE(names) << key;
    EXPECT_EQ(placeholders(officer_word(key, Language::ru)), names) << key;
    EXPECT_EQ(placeholders(officer_word(key, Language::kk)), names) << key;
  }
}

TEST(OfficerWords, HoldNoLatinLetterInRussianAndKazakh) {
  for (const auto key : officer_word_keys())
    for (const auto language : {Language::ru, Language::kk}) {
      const std::string text =
          fill(officer_word(key, language), [](std::string_view) { return std::string(); });
      EXPECT_TRUE(std::ranges::none_of(text, [](unsigned char c) {
        return c < 0x80 && std::isalpha(c) != 0;
      })) << text;
    }
}

TEST(OfficerWords, KnowEveryOutcomeAndRevocationReason) {
  using R = RevocationReason;
  for (const R why : {R::false_data, R::invitation_withdrawn, R::passport_replaced,
                      R::holder_request, R::security, R::issued_in_error, R::other})
    EXPECT_NE(officer_word(to_string(why), Language::ru), to_string(why));
  for (const Severity severity :
       {Severity::ok, Severity::notice, Severity::second_look, Severity::refuse})
    EXPECT_NE(officer_word(to_string(severity), Language::kk), to_string(severity));
}

}  // namespace
}  // namespace evisa::visa
