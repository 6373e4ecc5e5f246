// The rule set: built-in values, text form, limits.
#include "visa/rule_set.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

RuleSet parsed(std::string_view lines) {
  const auto rules = RuleSet::parse("ruleset_id = test\n" + std::string{lines});
  EXPECT_TRUE(rules) << rules.error().message;
  return rules.value_or(RuleSet{});
}

Result<RuleSet> parse_with(std::string_view lines) {
  return RuleSet::parse("ruleset_id = test\n" + std::string{lines});
}

TEST(VisaRuleSet, HasTheDefaultsOfTheRules) {
  // rules.md 5.8 and section 3.
  const RuleSet& rules = RuleSet::builtin();
  EXPECT_EQ(rules.ruleset_id, "kz-evisa-default-1");
  EXPECT_EQ(rules.local_time, LocalTime::kazakhstan());
  ASSERT_EQ(rules.checkpoints_allowed.size(), 2U);
  EXPECT_EQ(rules.checkpoints_allowed[0].text(), "NQZ");
  EXPECT_EQ(rules.checkpoints_allowed[1].text(), "ALA");
  EXPECT_EQ(rules.other_intl_airport, Policy::second_look);
  EXPECT_EQ(rules.non_airport, Policy::refuse);
  EXPECT_EQ(rules.exit_checkpoint_rule, Policy::second_look);
  EXPECT_EQ(rules.categories, (std::vector{CategoryGroup::tourist, CategoryGroup::business,
                                           CategoryGroup::treatment}));
  EXPECT_EQ(rules.entries_max, 1U);
  EXPECT_EQ(rules.passport_months_min, 3);
  EXPECT_EQ(rules.passport_months_notice, 6);
  EXPECT_EQ(rules.valid_until_means, ValidUntilMeans::exit_by);
  EXPECT_TRUE(rules.stay_counts_entry_day);
  EXPECT_EQ(rules.data_stale_second_look_min, 1440);
  EXPECT_EQ(rules.offline_entry, OfflineEntry::allow_provisional);
  EXPECT_TRUE(rules.visa_free.empty());
  EXPECT_TRUE(rules.severity_overrides.empty());
}

TEST(VisaRuleSet, KnowsItsCategories) {
  const RuleSet& rules = RuleSet::builtin();
  EXPECT_EQ(rules.category_rules.size(), 5U);
  const CategoryRule* treatment = rules.find_category(CategoryCode::parse("C12").value());
  ASSERT_NE(treatment, nullptr);
  EXPECT_EQ(treatment->group, CategoryGroup::treatment);
  EXPECT_EQ(treatment->annex, 2U);
  EXPECT_EQ(treatment->validity_cap_days, 180);
  EXPECT_EQ(treatment->stay_cap_days, 90);
  EXPECT_EQ(rules.find_category(CategoryCode::parse("B12").value())->annex, 1U);
  EXPECT_EQ(rules.find_category(CategoryCode::parse("A5").value()), nullptr);
}

TEST(VisaRuleSet, TextRoundTrips) {
  const auto again = RuleSet::parse(RuleSet::builtin().text());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, RuleSet::builtin());
}

TEST(VisaRuleSet, TextRoundTripsWithEveryKeyChanged) {
  const RuleSet rules = parsed(
      "timezone_offset = -03:30 until 2001-02-03T04:05:06Z, +05:00\n"
      "checkpoints_allowed = ALA, NQZ, CIT\nother_intl_airport = ALLOW\n"
      "non_airport = SECOND_LOOK\nexit_checkpoint_rule = ALLOW\n"
      "categories = TOURIST, INVESTOR\ncategory.B12 = TOURIST, 2, 60, 20\n"
      "category.A5 = INVESTOR, 2, 365, 180\nentries_max = 2\npassport_months_min = 4\n"
      "passport_months_notice = 7\nblank_pages_min = 1\nvalid_until_means = ENTER_BY\n"
      "stay_counts_entry_day = false\nqueue_grace_min = 1\nearly_wait_min = 2\n"
      "arrival_tight_min = 3\ndup_minutes = 4\ndup_checkpoint_minutes = 5\n"
      "reverse_self_minutes = 6\ndata_stale_min = 7\ndata_stale_second_look_min = 8\n"
      "clock_skew_max_s = 9\nclock_ahead_max_days = 11\nchildren_rule = REFUSE\nchild_age = 16\nprintout_missing = ALLOW\n"
      "host_notice_days = 5\noffline_entry = SECOND_LOOK\nvisa_free = CHN, D, GEO\n"
      "severity.PRINTOUT_MISSING.entry = NOTICE\nseverity.VISA_REVOKED.entry = SECOND_LOOK\n");
  const auto again = RuleSet::parse(rules.text());
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(*again, rules);
  EXPECT_EQ(again->text(), rules.text());
  EXPECT_NE(rules, RuleSet::builtin());
  EXPECT_EQ(rules.find_category(CategoryCode::parse("A5").value())->group, CategoryGroup::investor);
}

TEST(VisaRuleSet, AbsentKeysKeepTheBuiltInValue) {
  RuleSet rules = parsed("child_age = 16\n");
  EXPECT_EQ(rules.child_age, 16);
  rules.child_age = RuleSet::builtin().child_age;
  rules.ruleset_id = RuleSet::builtin().ruleset_id;
  EXPECT_EQ(rules, RuleSet::builtin());
}

TEST(VisaRuleSet, TakesCommentsBlanksAndCrLf) {
  const auto rules =
      RuleSet::parse("; a comment\r\n\r\n ruleset_id=x ; another\r\n\tchild_age =7\r\n");
  ASSERT_TRUE(rules) << rules.error().message;
  EXPECT_EQ(rules->ruleset_id, "x");
  EXPECT_EQ(rules->child_age, 7);
}

TEST(VisaRuleSet, NamesTheNearestKeyForAnUnknownOne) {
  const auto rules = parse_with("passport_month_min = 3\n");
  expect_error(rules, Errc::malformed, "line 2, passport_month_min: no such key");
  EXPECT_EQ(rules.error().hint, "did you mean passport_months_min?");
  EXPECT_EQ(parse_with("childage = 3\n").error().hint, "did you mean child_age?");
}

struct BadLine {
  const char* line;
  Errc code;
  const char* message;
};

void expect_refused(std::initializer_list<BadLine> lines) {
  for (const BadLine& bad : lines) {
    SCOPED_TRACE(bad.line);
    expect_error(parse_with(bad.line), bad.code, bad.message);
  }
}

TEST(VisaRuleSet, RefusesBadValues) {
  expect_refused(
      {BadLine{"child_age", Errc::malformed, "expected key = value"},
       BadLine{"= 3", Errc::malformed, "expected key = value"},
       BadLine{"child_age = 3\nchild_age = 3", Errc::malformed,
               "line 3, child_age: the key is there twice"},
       BadLine{"category.B12 = TOURIST, 1, 2, 3\ncategory.B12 = TOURIST, 1, 2, 3", Errc::malformed,
               "twice"},
       BadLine{"child_age = ", Errc::malformed, "expected a number"},
       BadLine{"child_age = -1", Errc::malformed, "expected a number"},
       BadLine{"child_age = 1.5", Errc::malformed, "expected a number"},
       BadLine{"child_age = 121", Errc::out_of_range, "expected 0 to 120"},
       BadLine{"entries_max = 0", Errc::out_of_range, "expected 1 to 254"},
       BadLine{"clock_skew_max_s = 999999999999", Errc::malformed, "expected a number"},
       BadLine{"non_airport = refuse", Errc::malformed, "ALLOW, SECOND_LOOK or REFUSE"},
       BadLine{"stay_counts_entry_day = yes", Errc::malformed, "true or false"},
       BadLine{"valid_until_means = LEAVE", Errc::malformed, "EXIT_BY or ENTER_BY"},
       BadLine{"offline_entry = ALLOW", Errc::malformed, "ALLOW_PROVISIONAL or SECOND_LOOK"},
       BadLine{"checkpoints_allowed = ", Errc::malformed, "the list is empty"},
       BadLine{"checkpoints_allowed = NQZ, NQZ", Errc::malformed, "NQZ is there twice"},
       BadLine{"checkpoints_allowed = NQZ,", Errc::malformed, "airport code"},
       BadLine{"checkpoints_allowed = Astana", Errc::malformed, "airport code"},
       BadLine{"categories = TOURIST, WORK", Errc::malformed, "found \"WORK\""},
       BadLine{"visa_free = China", Errc::malformed, "country code"},
       BadLine{"category.B12 = TOURIST, 1, 90", Errc::malformed, "expected group, annex"},
       BadLine{"category.B12 = TOURIST, 0, 90, 30", Errc::out_of_range, "found 0"},
       BadLine{"category.B12 = TOURIST, 1, 0, 30", Errc::out_of_range, "found 0"},
       BadLine{"category.B12 = TOURIST, 1, 90, x", Errc::malformed, "found \"x\""},
       BadLine{"category.b12 = TOURIST, 1, 90, 30", Errc::malformed, "visa category"},
       BadLine{"category. = TOURIST, 1, 90, 30", Errc::malformed, "visa category"},
       BadLine{"ruleset_id = x", Errc::malformed, "twice"},
       BadLine{"passport_months_notice = 2", Errc::out_of_range, "below passport_months_min"},
       BadLine{"data_stale_min = 1441", Errc::out_of_range, "below data_stale_min"}});
}

TEST(VisaRuleSet, RefusesBadOffsets) {
  expect_refused(
      {BadLine{"timezone_offset =", Errc::malformed, "no UTC offset"},
       BadLine{"timezone_offset = 5", Errc::malformed, "found UTC offset \"5\""},
       BadLine{"timezone_offset = +5:00", Errc::malformed, "found UTC offset"},
       BadLine{"timezone_offset = +05:60", Errc::malformed, "found UTC offset"},
       BadLine{"timezone_offset = +15:00", Errc::malformed, "14 hours"},
       BadLine{"timezone_offset = +06:00, +05:00", Errc::malformed, "every offset but the last"},
       BadLine{"timezone_offset = +06:00 until 2024-02-29T18:00:00Z", Errc::malformed,
               "every offset but the last"},
       BadLine{"timezone_offset = +06:00 until 2024-02-30T18:00:00Z, +05:00", Errc::out_of_range,
               "2024-02-30"},
       BadLine{"timezone_offset = +06:00 until 2024-02-29T18:00:00Z, +05:00 until "
               "2024-02-29T18:00:00Z, +04:00",
               Errc::malformed, "ascending"}});
}

TEST(VisaRuleSet, RefusesSeveritiesBeyondTheLimits) {
  expect_refused(
      {BadLine{"severity.VISA_REVOKED.entry = NOTICE", Errc::out_of_range, "VISA_REVOKED at entry"},
       BadLine{"severity.ENTRY_ALREADY_USED.entry = OK", Errc::out_of_range, "ENTRY_ALREADY_USED"},
       BadLine{"severity.PASSPORT_NUMBER_MISMATCH.entry = NOTICE", Errc::out_of_range,
               "PASSPORT_NUMBER_MISMATCH"},
       BadLine{"severity.OVERSTAY.exit = REFUSE", Errc::out_of_range, "nobody is locked in"},
       BadLine{"exit_checkpoint_rule = REFUSE", Errc::out_of_range, "at most SECOND_LOOK"},
       BadLine{"severity.VISA_EXPIRED.exit = NOTICE", Errc::out_of_range, "does not apply to exit"},
       BadLine{"severity.VISA_LAPSED.entry = NOTICE", Errc::malformed,
               "found \"VISA_LAPSED.entry\""},
       BadLine{"severity.VISA_EXPIRED = NOTICE", Errc::malformed, "reason code, a dot"},
       BadLine{"severity.VISA_EXPIRED.arrival = NOTICE", Errc::malformed, "found direction"},
       BadLine{"severity.VISA_EXPIRED.entry = WARN", Errc::malformed, "found severity"}});
}

TEST(VisaRuleSet, RequiresAnId) {
  expect_error(RuleSet::parse("child_age = 3\n"), Errc::malformed, "ruleset_id is missing");
  expect_error(RuleSet::parse(""), Errc::malformed, "ruleset_id is missing");
  expect_error(RuleSet::parse("ruleset_id =\n"), Errc::malformed, "1 to 64");
  expect_error(RuleSet::parse("ruleset_id = a b\n"), Errc::malformed, "1 to 64");
}

TEST(VisaRuleSet, OverridesSeverities) {
  const RuleSet rules = parsed(
      "severity.PRINTOUT_MISSING.entry = NOTICE\nseverity.NAME_MISMATCH.boarding = REFUSE\n");
  const ReasonTable& table = ReasonTable::builtin();
  EXPECT_EQ(rules.severity(table, ReasonCode::PRINTOUT_MISSING, Direction::entry),
            Severity::notice);
  EXPECT_EQ(rules.severity(table, ReasonCode::NAME_MISMATCH, Direction::boarding),
            Severity::refuse);
  EXPECT_EQ(rules.severity(table, ReasonCode::NAME_MISMATCH, Direction::entry),
            Severity::second_look);
  EXPECT_EQ(rules.severity(table, ReasonCode::VISA_EXPIRED, Direction::exit), std::nullopt);
}

}  // namespace
}  // namespace evisa::visa
