// Applications: what is read, what is refused and how it is said.
#include "issuer/application.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "issuer/application_file.h"
#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

using crypto::Json;
using testing::application_json;

std::vector<std::string> fields_with_problems(const ApplicationReading& reading) {
  std::vector<std::string> fields;
  for (const auto& problem : reading.problems) fields.push_back(problem.field);
  return fields;
}

TEST(IssuerApplication, ReadsEveryField) {
  const auto a = testing::application();
  EXPECT_EQ(a.application_number, "16546778150002");
  EXPECT_EQ(a.invitation_number, "3622000302");
  EXPECT_EQ(a.inviter, "Steppe Travel");
  EXPECT_EQ(a.status, visa::VisaStatus::issued);
  EXPECT_EQ(a.category.text(), "B12");
  EXPECT_EQ(a.name, (visa::MrzName{"SHARMA", "RAVI KUMAR", false}));
  EXPECT_EQ(a.sex, visa::Sex::male);
  EXPECT_EQ(a.birth.display(), "1990-01-15");
  EXPECT_EQ(a.nationality.text(), "IND");
  EXPECT_EQ(a.passport_number.text(), "Z1234567");
  EXPECT_EQ(a.passport_issuing_state.text(), "IND");
  EXPECT_EQ(a.passport_expiry.iso(), "2031-07-04");
  EXPECT_EQ(a.valid_from.iso(), "2026-11-10");
  EXPECT_EQ(a.valid_until.iso(), "2027-01-05");
  EXPECT_EQ(a.stay_days, 30);
  EXPECT_EQ(a.entries, 1U);
  ASSERT_EQ(a.entry_points.size(), 2U);
  EXPECT_EQ(a.entry_points[0].text(), "ALA");  // in order, whatever the order they came in
  EXPECT_FALSE(a.accompanied_by_children);
}

TEST(IssuerApplication, WritesBackAsTheSameApplication) {
  const auto a = testing::application();
  EXPECT_EQ(testing::read(to_json(a)), a);
}

struct BadField {
  const char* key;
  Json value;
};
class IssuerApplicationField : public ::testing::TestWithParam<BadField> {};

TEST_P(IssuerApplicationField, IsRefusedByName) {
  auto json = application_json();
  json[GetParam().key] = GetParam().value;
  const auto reading = read_application(json);
  EXPECT_FALSE(reading.application);
  EXPECT_THAT(fields_with_problems(reading), ::testing::ElementsAre(GetParam().key));
}

INSTANTIATE_TEST_SUITE_P(
    Table, IssuerApplicationField,
    ::testing::Values(
        BadField{"application_number", "12345"}, BadField{"application_number", 16546778150002},
        BadField{"application_number", "123456789012345678901"},
        BadField{"invitation_number", "36220O0302"}, BadField{"inviter", ""},
        BadField{"inviter", "a\nb"}, BadField{"inviter", "a\u202Eb"},
        BadField{"inviter", "a\u2066b"}, BadField{"inviter", "a\u200Bb"},
        BadField{"inviter", "\uFEFFab"}, BadField{"inviter", "   "},
        BadField{"inviter", std::string(201, 'a')}, BadField{"status", "perhaps"},
        BadField{"category", "b12"}, BadField{"category", "TOURIST"}, BadField{"surname", "Sh4rma"},
        BadField{"surname", ""}, BadField{"given_names", 7},
        BadField{"surname", std::string(201, 'A')}, BadField{"sex", "male"}, BadField{"sex", "m"},
        BadField{"birth_date", "1990-02-30"}, BadField{"birth_date", "15.01.1990"},
        BadField{"nationality", "india"}, BadField{"passport_number", "Z12345678901"},
        BadField{"passport_number", ""}, BadField{"passport_issuing_state", "1ND"},
        BadField{"passport_expiry", "2031-13-01"}, BadField{"valid_from", 20261110},
        BadField{"valid_until", nullptr}, BadField{"stay_days", 0}, BadField{"stay_days", "30"},
        BadField{"stay_days", 30.5}, BadField{"stay_days", 18446744073709551615ULL},
        BadField{"stay_days", -1}, BadField{"entries", 256}, BadField{"entry_points", "ALA"},
        BadField{"entry_points", {"ALA", "ALA"}}, BadField{"entry_points", {"ALA", 3}},
        BadField{"accompanied_by_children", "false"}));

TEST(IssuerApplication, SaysWhatWasFoundAndWhatWasExpected) {
  auto json = application_json();
  json["stay_days"] = "thirty";
  const auto reading = read_application(json);
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(to_string(reading.problems[0]),
            "stay_days: found \"thirty\", expected a whole number, 1 to 253");
}

TEST(IssuerApplication, CountsTheLettersOfTheInviter) {
  auto json = application_json();
  std::string name;
  for (int i = 0; i < 200; ++i) name += "Қ";
  json["inviter"] = name;
  EXPECT_EQ(testing::read(json).inviter, name);
  json["inviter"] = name + "Қ";
  EXPECT_THAT(read_application(json).problems.at(0).found, ::testing::HasSubstr("200 letters"));
}

TEST(IssuerApplication, NamesTheForbiddenCharacterOfTheInviter) {
  auto json = application_json();
  json["inviter"] = "Steppe\u200BTravel";
  const auto problem = read_application(json).problems.at(0);
  EXPECT_THAT(problem.found, ::testing::HasSubstr("U+200B at letter 7"));
  EXPECT_EQ(problem.found.find("\u200B"), std::string::npos);
}

TEST(IssuerApplication, TellsEveryWrongFieldAtOnce) {
  auto json = application_json();
  json["sex"] = "?";
  json["stay_days"] = 0;
  json.erase("nationality");
  json.erase("accompanied_by_children");
  EXPECT_THAT(fields_with_problems(read_application(json)),
              ::testing::UnorderedElementsAre("sex", "stay_days", "nationality",
                                              "accompanied_by_children"));
}

TEST(IssuerApplication, RefusesAnUnknownKeyAndNamesTheNearest) {
  auto json = application_json();
  json["passport_expire"] = "2031-07-04";
  const auto reading = read_application(json);
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_THAT(reading.problems[0].found, ::testing::HasSubstr("passport_expire"));
  EXPECT_THAT(reading.problems[0].expected, ::testing::HasSubstr("passport_expiry"));
}

TEST(IssuerApplication, TransliteratesANameAndTellsTheOffice) {
  auto json = application_json();
  json["surname"] = "Gonçalves d'Ávila";
  json["given_names"] = "João-Luís";
  const auto reading = read_application(json);
  ASSERT_TRUE(reading.application);
  EXPECT_EQ(reading.application->name.primary, "GONCALVES DAVILA");
  EXPECT_EQ(reading.application->name.secondary, "JOAO LUIS");
  ASSERT_EQ(reading.notices.size(), 2U);
  EXPECT_EQ(reading.notices[0].field, "surname");
}

TEST(IssuerApplication, TakesTheNameAsThePassportsMrzShowsIt) {
  auto json = application_json();
  json.erase("surname");
  json.erase("given_names");
  json["mrz_name"] = {{"primary", "LYU"}, {"secondary", "XIAOMING"}};
  EXPECT_EQ(testing::read(json).name, (visa::MrzName{"LYU", "XIAOMING", false}));
}

TEST(IssuerApplication, RefusesTwoFormsOfTheName) {
  auto json = application_json();
  json["mrz_name"] = {{"primary", "SHARMA"}};
  EXPECT_THAT(fields_with_problems(read_application(json)), ::testing::ElementsAre("mrz_name"));
}

TEST(IssuerApplication, RefusesAnMrzNameThatIsNoMrz) {
  auto json = application_json();
  json.erase("surname");
  json.erase("given_names");
  for (const char* primary : {"", "Lyu", "LYU<", " LYU", "A  B", "LÜ"}) {
    json["mrz_name"] = {{"primary", primary}};
    EXPECT_THAT(fields_with_problems(read_application(json)),
                ::testing::ElementsAre("mrz_name.primary"))
        << primary;
  }
}

TEST(IssuerApplication, AcceptsAHolderWithOneName) {
  auto json = application_json();
  json.erase("given_names");
  EXPECT_EQ(testing::read(json).name, (visa::MrzName{"SHARMA", "", false}));
}

TEST(IssuerApplication, TellsThatANameWillBeCut) {
  auto json = application_json();
  json["surname"] = "Venkatasubramanian Krishnamoorthy";
  json["given_names"] = "Lakshminarayanan";
  const auto reading = read_application(json);
  ASSERT_TRUE(reading.application);
  EXPECT_EQ(reading.application->name.secondary, "LAKSHMINARAYANAN");
  ASSERT_EQ(reading.notices.size(), 1U);
  EXPECT_EQ(reading.notices[0].field, "name");
}

TEST(IssuerApplication, FoldsCyrillicInThePassportNumberWithANotice) {
  auto json = application_json();
  json["passport_number"] = "ЕК4455667";  // Cyrillic Е and К
  const auto reading = read_application(json);
  ASSERT_TRUE(reading.application);
  EXPECT_EQ(reading.application->passport_number.text(), "EK4455667");
  ASSERT_EQ(reading.notices.size(), 1U);
  EXPECT_THAT(reading.notices[0].text, ::testing::HasSubstr("ЕК4455667"));
}

TEST(IssuerApplication, KeepsUnknownPartsOfABirthDate) {
  auto json = application_json();
  json["birth_date"] = "1968-\?\?-\?\?";
  const auto a = testing::read(json);
  EXPECT_EQ(a.birth.year, 1968);
  EXPECT_FALSE(a.birth.month);
  EXPECT_EQ(testing::read(to_json(a)), a);
}

TEST(IssuerApplication, ShowsNothingThatATerminalObeys) {
  auto json = application_json();
  json["category"] = "\x1b[2J\xe2\x80\xae";
  const auto reading = read_application(json);
  ASSERT_EQ(reading.problems.size(), 1U);
  EXPECT_EQ(reading.problems[0].found, R"("\u001b[2J\u202e")");
}

TEST(IssuerApplicationFile, ReadsEachLineByItself) {
  const std::string text =
      application_json().dump() + "\r\n\n{\"application_number\":}\n" + application_json().dump();
  const auto rows = testing::must(read_applications(text, ApplicationFormat::json_lines));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_TRUE(rows[0].reading.application);
  EXPECT_EQ(rows[1].line, 3U);
  EXPECT_FALSE(rows[1].reading.application);
  EXPECT_EQ(rows[1].reading.problems.size(), 1U);
  EXPECT_EQ(rows[2].line, 4U);
  EXPECT_TRUE(rows[2].reading.application);
}

TEST(IssuerApplicationFile, RefusesAJsonFileThatIsNone) {
  for (const char* text : {"", "{", "{} {}", "{\"sex\":\"M\",\"sex\":\"F\"}"}) {
    const auto rows = read_applications(text, ApplicationFormat::json);
    ASSERT_FALSE(rows) << text;
    EXPECT_EQ(rows.error().code, Errc::malformed);
  }
}

TEST(IssuerApplicationFile, RefusesAFileWithoutApplications) {
  EXPECT_EQ(read_applications("\n\n", ApplicationFormat::json_lines).error().code, Errc::malformed);
}

constexpr std::string_view kHeader =
    "application_number,invitation_number,inviter,status,category,surname,given_names,sex,birth_"
    "date,nationality,"
    "passport_number,passport_issuing_state,passport_expiry,valid_from,valid_until,stay_days,entry_"
    "points,"
    "accompanied_by_children\n";

TEST(IssuerApplicationFile, ReadsTheSameFromCsvAsFromJson) {
  const std::string text =
      std::string(kHeader) +
      "16546778150002,3622000302,Steppe Travel,Approved. Payment completed,B12,Sharma,Ravi Kumar,M,"
      "1990-01-15,IND,Z1234567,IND,2031-07-04,2026-11-10,2027-01-05,30,NQZ ALA,false\n";
  const auto rows = testing::must(read_applications(text, ApplicationFormat::csv));
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].line, 2U);
  ASSERT_TRUE(rows[0].reading.application);
  EXPECT_EQ(*rows[0].reading.application, testing::application());
}

TEST(IssuerApplicationFile, TellsEveryWrongCellOfACsvRow) {
  const std::string text = std::string(kHeader) +
                           "1,3622000302,x,issued,B12,Sharma,,M,1990-01-15,IND,Z1234567,IND,"
                           "2031-07-04,2026-11-10,2027-01-05,3O,ALA,no\n";
  const auto rows = testing::must(read_applications(text, ApplicationFormat::csv));
  EXPECT_THAT(fields_with_problems(rows.at(0).reading),
              ::testing::UnorderedElementsAre("application_number", "stay_days",
                                              "accompanied_by_children"));
}

TEST(IssuerApplicationFile, RefusesAColumnItDoesNotKnow) {
  const auto rows = read_applications("application_nummer\n1\n", ApplicationFormat::csv);
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().message, ::testing::HasSubstr("application_nummer"));
  EXPECT_THAT(rows.error().hint, ::testing::HasSubstr("application_number"));
}

TEST(IssuerApplicationFile, RefusesACsvWithoutAColumnThatMustBeThere) {
  const auto rows = read_applications("application_number,sex\n1,M\n", ApplicationFormat::csv);
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().message, ::testing::HasSubstr("invitation_number is missing"));
}

}  // namespace
}  // namespace evisa::issuer
