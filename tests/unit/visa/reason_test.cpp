// Reason codes, severities and texts.
#include "visa/reason.h"

#include <gtest/gtest.h>

#include "expect_error.h"
#include "visa/embedded_data.h"

namespace evisa::visa {
namespace {

const ReasonTable& table() { return ReasonTable::builtin(); }

std::vector<ReasonCode> all_codes() {
  std::vector<ReasonCode> codes;
  for (std::size_t i = 0; i < kReasonCount; ++i) codes.push_back(static_cast<ReasonCode>(i));
  return codes;
}

/// The built-in table with one text replaced by another; both must differ.
std::string changed(std::string_view from, std::string_view to) {
  std::string csv{k_reasons_csv};
  const auto at = csv.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  if (at != std::string::npos) csv.replace(at, from.size(), to);
  return csv;
}

TEST(VisaReason, KnowsFiftyTwoCodesByName) {
  EXPECT_EQ(kReasonCount, 52U);
  for (const ReasonCode code : all_codes()) EXPECT_EQ(find_reason_code(to_string(code)), code);
  EXPECT_EQ(to_string(ReasonCode::VISA_NOT_FOUND), "VISA_NOT_FOUND");
  EXPECT_EQ(to_string(ReasonCode::HOST_NOTIFY), "HOST_NOTIFY");
  EXPECT_FALSE(find_reason_code("VISA_NOT_FOUN"));
  EXPECT_FALSE(find_reason_code(""));
}

TEST(VisaReason, RoundTripsWords) {
  for (const Direction d : {Direction::entry, Direction::exit, Direction::boarding}) {
    EXPECT_EQ(parse_direction(to_string(d)), d);
  }
  for (const Severity s :
       {Severity::ok, Severity::notice, Severity::second_look, Severity::refuse}) {
    EXPECT_EQ(parse_severity(to_string(s)), s);
  }
  for (const Language l : {Language::en, Language::ru, Language::kk, Language::zh}) {
    EXPECT_EQ(parse_language(to_string(l)), l);
  }
  expect_error(parse_direction("ENTRY"), Errc::malformed, "ENTRY");
  expect_error(parse_severity("refuse"), Errc::malformed, "refuse");
  expect_error(parse_language("de"), Errc::malformed, "de");
}

TEST(VisaReason, OrdersSeverities) {
  EXPECT_LT(Severity::ok, Severity::notice);
  EXPECT_LT(Severity::notice, Severity::second_look);
  EXPECT_LT(Severity::second_look, Severity::refuse);
}

TEST(VisaReasonTable, HasTheSeveritiesOfTheDecisionTable) {
  // rules.md 5.4, a few rows of each kind.
  EXPECT_EQ(table().severity(ReasonCode::VISA_NOT_FOUND, Direction::entry), Severity::refuse);
  EXPECT_EQ(table().severity(ReasonCode::VISA_NOT_FOUND, Direction::exit), Severity::second_look);
  EXPECT_EQ(table().severity(ReasonCode::VISA_EXPIRED, Direction::exit), std::nullopt);
  EXPECT_EQ(table().severity(ReasonCode::SEX_MISMATCH, Direction::exit), Severity::notice);
  EXPECT_EQ(table().severity(ReasonCode::ENTRY_RECORDED, Direction::entry), Severity::ok);
  EXPECT_EQ(table().severity(ReasonCode::SEAL_UNREADABLE, Direction::boarding),
            Severity::second_look);
}

TEST(VisaReasonTable, NeverRefusesAnExit) {
  for (const ReasonCode code : all_codes()) {
    EXPECT_NE(table().severity(code, Direction::exit), Severity::refuse) << to_string(code);
  }
}

TEST(VisaReasonTable, FillsPlaceholders) {
  const Reason reason{ReasonCode::VISA_EXPIRED, Severity::refuse, {{"date", "2026-01-05"}}};
  EXPECT_EQ(table().officer_text(reason, Language::en),
            "Validity ended 2026-01-05 (last day included).");
  EXPECT_THAT(table().officer_text(reason, Language::ru), testing::HasSubstr("2026-01-05"));
  EXPECT_EQ(table().traveller_text(reason, Language::zh), "该电子签证已于2026-01-05到期。");
}

TEST(VisaReasonTable, PrintsAQuestionMarkForAMissingParameter) {
  const Reason reason{ReasonCode::VISA_REVOKED, Severity::refuse, {{"why", "{date}"}}};
  EXPECT_EQ(table().officer_text(reason, Language::en), "Visa revoked on ?: {date}.");
}

TEST(VisaReasonTable, LeavesNoPlaceholderInAnyText) {
  for (const ReasonCode code : all_codes()) {
    for (const Language l : {Language::en, Language::ru, Language::kk, Language::zh}) {
      const Reason reason{code, Severity::ok, {}};
      const std::string officer = table().officer_text(reason, l);
      EXPECT_FALSE(officer.empty()) << to_string(code);
      for (const std::string& text : {officer, table().traveller_text(reason, l)}) {
        EXPECT_EQ(text.find_first_of("{}"), std::string::npos) << text;
      }
    }
  }
}

TEST(VisaReasonTable, FallsBackToEnglishForChineseOfficers) {
  EXPECT_EQ(table().officer_template(ReasonCode::BLANK_PAGES_LOW, Language::zh),
            "Fewer than 2 blank pages.");
}

TEST(VisaReasonTable, TellsTheTravellerNothingWhereTheTableSaysSo) {
  const Reason reason{ReasonCode::ARRIVAL_TIGHT, Severity::notice, {{"minutes", "5"}}};
  EXPECT_EQ(table().traveller_text(reason, Language::en), "");
}

TEST(VisaReasonTable, TakesAReplacementWithOtherWordsAndSeverities) {
  const auto words =
      ReasonTable::parse(changed("Validity ended {date} (last day included).", "Ended on {date}."));
  ASSERT_TRUE(words) << words.error().message;
  EXPECT_EQ(words->officer_template(ReasonCode::VISA_EXPIRED, Language::en), "Ended on {date}.");
  const auto softer = ReasonTable::parse(changed("VISA_EXPIRED,R,", "VISA_EXPIRED,S,"));
  ASSERT_TRUE(softer) << softer.error().message;
  EXPECT_EQ(softer->severity(ReasonCode::VISA_EXPIRED, Direction::entry), Severity::second_look);
}

struct BadTable {
  const char* from;
  const char* to;
  Errc code;
  const char* message;
};

TEST(VisaReasonTable, RefusesReplacementsBeyondTheLimits) {
  for (const auto& [from, to, code, message] : {
           BadTable{"VISA_REVOKED,R,", "VISA_REVOKED,N,", Errc::out_of_range,
                    "VISA_REVOKED at entry"},
           BadTable{"ENTRY_ALREADY_USED,R,", "ENTRY_ALREADY_USED,OK,", Errc::out_of_range,
                    "ENTRY_ALREADY_USED at entry"},
           BadTable{"PASSPORT_NUMBER_MISMATCH,R,", "PASSPORT_NUMBER_MISMATCH,N,",
                    Errc::out_of_range, "PASSPORT_NUMBER_MISMATCH at entry"},
           BadTable{"OVERSTAY,-,S,", "OVERSTAY,-,R,", Errc::out_of_range, "nobody is locked in"},
           BadTable{"VISA_EXPIRED,R,-,R", "VISA_EXPIRED,-,-,R", Errc::out_of_range,
                    "VISA_EXPIRED at entry may not be switched off"},
           BadTable{"VISA_EXPIRED,R,", "VISA_EXPIRED,X,", Errc::malformed, "found severity \"X\""},
           BadTable{"Validity ended {date} ", "Validity ended {day} ", Errc::malformed,
                    "VISA_EXPIRED"},
           BadTable{"Validity ended {date} ", "Validity ended ", Errc::malformed, "VISA_EXPIRED"},
           BadTable{"Validity ended {date} ", "Validity ended {date ", Errc::malformed,
                    "VISA_EXPIRED"},
           BadTable{"Fewer than 2 blank pages.", "", Errc::malformed, "BLANK_PAGES_LOW"},
           BadTable{"Fewer than 2 blank pages.", "Fewer {} pages.", Errc::malformed,
                    "BLANK_PAGES_LOW"},
           BadTable{"\nVISA_EXPIRED,", "\nVISA_LAPSED,", Errc::malformed,
                    "\"VISA_LAPSED\" is not known"},
           BadTable{"\nVISA_EXPIRED,", "\nVISA_REVOKED,", Errc::malformed, "is there twice"},
           BadTable{"code,entry,", "code,entrance,", Errc::malformed,
                    "column \"entry\" is missing"},
       }) {
    expect_error(ReasonTable::parse(changed(from, to)), code, message);
  }
}

TEST(VisaReasonTable, RefusesAReplacementThatLacksACode) {
  std::string csv{k_reasons_csv};
  csv.resize(csv.rfind("\nHOST_NOTIFY") + 1);
  expect_error(ReasonTable::parse(csv), Errc::malformed, "HOST_NOTIFY is missing");
}

}  // namespace
}  // namespace evisa::visa
