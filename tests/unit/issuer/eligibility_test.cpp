// Eligibility: one change to an application in order, one problem.
#include "issuer/eligibility.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/issuer/sample.h"

namespace evisa::issuer {
namespace {

using testing::application_json;
using testing::date;

const IssuingRules kRules{&visa::RuleSet::builtin(), &visa::CountryTable::builtin(),
                          &visa::AirportTable::builtin()};

Eligibility check(const crypto::Json& changes, bool approved = false) {
  auto json = application_json();
  json.update(changes);
  return check_eligibility(testing::read(json), kRules, date("2026-11-01"), approved);
}

std::vector<std::string> problems(const Eligibility& eligibility) {
  std::vector<std::string> fields;
  for (const auto& problem : eligibility.problems) fields.push_back(problem.field);
  return fields;
}

TEST(IssuerEligibility, HasNothingAgainstAnApplicationInOrder) {
  const auto eligibility = check(crypto::Json::object());
  EXPECT_TRUE(eligibility.problems.empty());
  EXPECT_TRUE(eligibility.notices.empty());
}

struct Case {
  const char* name;
  crypto::Json changes;
  std::vector<std::string> fields;
};
class IssuerEligibilityRule : public ::testing::TestWithParam<Case> {};

TEST_P(IssuerEligibilityRule, DecidesByField) {
  EXPECT_EQ(problems(check(GetParam().changes)), GetParam().fields);
}

using Fields = std::vector<std::string>;
INSTANTIATE_TEST_SUITE_P(
    Table, IssuerEligibilityRule,
    ::testing::Values(
        Case{"NotPaid", {{"status", "Payment not done"}}, {"status"}},
        Case{"Denied", {{"status", "denied"}}, {"status"}},
        Case{"WithChildren", {{"accompanied_by_children", true}}, {"accompanied_by_children"}},
        Case{"UnknownCategory", {{"category", "D9"}}, {"category"}},
        Case{"TwoEntries", {{"entries", 2}}, {"entries"}},
        Case{"UnlimitedEntries", {{"entries", 0}}, {"entries"}},
        Case{"NotListed",
             {{"nationality", "BRA"}, {"passport_issuing_state", "BRA"}},
             {"nationality"}},
        Case{"ListedForTouristsOnly", {{"category", "B1"}}, {"nationality"}},
        Case{"ListedForBusiness",
             {{"category", "B1"}, {"nationality", "ZAF"}, {"passport_issuing_state", "ZAF"}},
             {}},
        Case{"MainlandTourist", {{"nationality", "CHN"}, {"passport_issuing_state", "CHN"}}, {}},
        Case{"MacaoTrap",
             {{"category", "B1"}, {"nationality", "CHN"}, {"passport_issuing_state", "CHN"}},
             {"nationality"}},
        Case{"BornTomorrow", {{"birth_date", "2026-11-02"}}, {"birth_date"}},
        Case{"BornToday", {{"birth_date", "2026-11-01"}}, {}},
        Case{"BornInAYearToCome", {{"birth_date", "2027-\?\?-\?\?"}}, {"birth_date"}},
        Case{"PassportADayShort", {{"passport_expiry", "2027-04-04"}}, {"passport_expiry"}},
        Case{"PassportJustLongEnough", {{"passport_expiry", "2027-04-05"}}, {}},
        // 30 November + 3 months ends with February
        Case{"PassportMonthEnd",
             {{"valid_until", "2026-11-30"}, {"stay_days", 9}, {"passport_expiry", "2027-02-28"}},
             {}},
        Case{"EndsBeforeItBegins",
             {{"valid_until", "2026-11-09"}, {"stay_days", 1}},
             {"valid_until"}},
        Case{"OneDay", {{"valid_until", "2026-11-10"}, {"stay_days", 1}}, {}},
        Case{"OverBeforeToday",
             {{"valid_from", "2026-10-01"}, {"valid_until", "2026-10-31"}},
             {"valid_until"}},
        Case{"EndsToday", {{"valid_from", "2026-10-01"}, {"valid_until", "2026-11-01"}}, {}},
        Case{"NinetyDays", {{"valid_until", "2027-02-07"}}, {}},
        Case{"NinetyOneDays", {{"valid_until", "2027-02-08"}}, {"valid_until"}},
        Case{"AnotherCentury",
             {{"valid_from", "2085-01-01"},
              {"valid_until", "2085-02-01"},
              {"passport_expiry", "2086-01-01"}},
             {"valid_until"}},
        Case{"StayOverTheCap", {{"stay_days", 31}}, {"stay_days"}},
        Case{"StayLongerThanValidity",
             {{"valid_until", "2026-11-19"}, {"stay_days", 11}},
             {"stay_days"}},
        Case{"StayAsLongAsValidity", {{"valid_until", "2026-11-19"}, {"stay_days", 10}}, {}},
        Case{"TreatmentMayStayLonger",
             {{"category", "C12"},
              {"nationality", "ZAF"},
              {"valid_until", "2027-05-08"},
              {"stay_days", 90}},
             {}},
        Case{"AnotherAirport", {{"entry_points", {"ALA", "CIT"}}}, {"entry_points"}},
        Case{"UnknownAirport", {{"entry_points", {"XXX"}}}, {"entry_points"}},
        Case{"FormerCodeOfAstana", {{"entry_points", {"TSE"}}}, {}}),
    [](const auto& tested) { return tested.param.name; });

TEST(IssuerEligibility, TellsEveryProblemAtOnce) {
  EXPECT_THAT(
      problems(
          check({{"status", "denied"}, {"stay_days", 31}, {"entries", 2}, {"category", "B1"}})),
      ::testing::UnorderedElementsAre("status", "entries", "nationality"));  // B1 allows 31 days
}

TEST(IssuerEligibility, LeavesTheMacaoTrapToAPerson) {
  const crypto::Json macao = {
      {"category", "B1"}, {"nationality", "CHN"}, {"passport_issuing_state", "CHN"}};
  const auto undecided = check(macao);
  EXPECT_EQ(problems(undecided), Fields{"nationality"});
  EXPECT_THAT(undecided.problems.front().expected, ::testing::HasSubstr("--approve-territory"));
  const auto approved = check(macao, true);
  EXPECT_TRUE(approved.problems.empty());
  ASSERT_EQ(approved.notices.size(), 1U);
  EXPECT_EQ(approved.notices[0].field, "nationality");
}

TEST(IssuerEligibility, ApprovalOfATerritoryOpensNothingElse) {
  EXPECT_EQ(problems(check({{"nationality", "BRA"}, {"passport_issuing_state", "BRA"}}, true)),
            Fields{"nationality"});
  EXPECT_EQ(problems(check({{"category", "B1"},
                            {"nationality", "CHN"},
                            {"passport_issuing_state", "CHN"},
                            {"entries", 2}},
                           true)),
            Fields{"entries"});
}

TEST(IssuerEligibility, GivesANoticeForAPassportUnderSixMonths) {
  const auto eligibility = check({{"passport_expiry", "2027-07-04"}});
  EXPECT_TRUE(eligibility.problems.empty());
  ASSERT_EQ(eligibility.notices.size(), 1U);
  EXPECT_EQ(eligibility.notices[0].field, "passport_expiry");
  EXPECT_TRUE(check({{"passport_expiry", "2027-07-05"}}).notices.empty());
}

TEST(IssuerEligibility, GivesANoticeForAPassportOfAnotherState) {
  const auto eligibility = check({{"passport_issuing_state", "UNO"}});
  EXPECT_TRUE(eligibility.problems.empty());
  ASSERT_EQ(eligibility.notices.size(), 1U);
  EXPECT_EQ(eligibility.notices[0].field, "passport_issuing_state");
}

TEST(IssuerEligibility, UsesAllAllowedAirportsWhenNoneWasAskedFor) {
  auto json = application_json();
  json.erase("entry_points");
  const auto points = entry_points_of(testing::read(json), kRules);
  ASSERT_EQ(points.size(), 2U);
  EXPECT_EQ(points[0].text(), "ALA");
  EXPECT_EQ(points[1].text(), "NQZ");
}

TEST(IssuerEligibility, CountsAnAirportAndItsFormerCodeOnce) {
  auto json = application_json();
  json["entry_points"] = {"TSE", "NQZ"};
  const auto points = entry_points_of(testing::read(json), kRules);
  ASSERT_EQ(points.size(), 1U);
  EXPECT_EQ(points[0].text(), "NQZ");
}

TEST(IssuerEligibility, GoesByTheRuleSetItIsGiven) {
  auto rules = visa::RuleSet::builtin();
  rules.passport_months_min = 6;
  rules.categories = {visa::CategoryGroup::business};
  const IssuingRules strict{&rules, kRules.countries, kRules.airports};
  auto json = application_json();
  json["passport_expiry"] = "2027-07-04";
  EXPECT_EQ(problems(check_eligibility(testing::read(json), strict, date("2026-11-01"))),
            (Fields{"category", "passport_expiry"}));
}

}  // namespace
}  // namespace evisa::issuer
