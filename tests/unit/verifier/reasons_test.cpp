// The whole decision table: every row for entry, exit and boarding, every reason code, each reached
// through real seals, real validation and the real tables. rules.md 5.4, 5.7;
// visa/data/reasons.csv.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/unit/verifier/decision_cases.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::Direction;
using visa::EventKind;
using visa::ReasonCode;
using visa::Severity;

TEST(DecisionTable, GivesEachReasonAtTheTablesSeverity) {
  for (const Case& c : decision_cases()) {
    for (const Direction direction : kDirections) {
      if (!applies_here(c, direction)) continue;
      const auto severity = visa::ReasonTable::builtin().severity(c.code, direction);
      const Inspection inspection = scene_for(c, direction).run();
      const visa::Reason* reason = find_reason(inspection, c.code);
      SCOPED_TRACE(title(c, direction) + ": " + codes(inspection));
      if (!severity) {
        EXPECT_EQ(reason, nullptr);
        continue;
      }
      ASSERT_NE(reason, nullptr);
      EXPECT_EQ(reason->severity, *severity);
      EXPECT_GE(inspection.outcome, *severity);
    }
  }
}

TEST(DecisionTable, GivesEachReasonInItsOwnRow) {
  for (const Case& c : decision_cases()) {
    for (const Direction direction : kDirections) {
      if (!applies_here(c, direction)) continue;
      if (!visa::ReasonTable::builtin().severity(c.code, direction)) continue;
      const Inspection inspection = scene_for(c, direction).run();
      bool found = false;
      for (const Check& check : inspection.checks)
        found |= c.check.contains(check.id) &&
                 std::ranges::find(check.reasons, c.code) != check.reasons.end();
      EXPECT_TRUE(found) << title(c, direction) << " not in row " << c.check;
    }
  }
}

TEST(DecisionTable, NamesNothingElseInPlainCases) {
  // One change, one reason: the checks do not echo each other.
  const std::set<ReasonCode> alone{ReasonCode::CLOCK_UNTRUSTED,
                                   ReasonCode::DATA_STALE,
                                   ReasonCode::SEX_MISMATCH,
                                   ReasonCode::BIRTHDATE_MISMATCH,
                                   ReasonCode::BIRTHDATE_PARTIAL,
                                   ReasonCode::NAME_MISMATCH,
                                   ReasonCode::DOCNO_AMBIGUOUS,
                                   ReasonCode::VISA_NOT_YET_VALID,
                                   ReasonCode::VISA_EXPIRED,
                                   ReasonCode::ENTRY_ALREADY_USED,
                                   ReasonCode::ENTRY_OPEN_STAY,
                                   ReasonCode::SEAL_INVALID,
                                   ReasonCode::SEAL_UNREADABLE,
                                   ReasonCode::SEAL_SIGNER_UNKNOWN,
                                   ReasonCode::SEAL_SIGNER_REVOKED,
                                   ReasonCode::VISA_REVOKED,
                                   ReasonCode::NAME_TRUNCATED,
                                   ReasonCode::NAME_TRANSLITERATION,
                                   ReasonCode::PRINTOUT_MISSING,
                                   ReasonCode::VISA_NOT_FOUND,
                                   ReasonCode::PASSPORT_CONDITION,
                                   ReasonCode::CHILDREN_TRAVELLING,
                                   ReasonCode::VISA_NOT_ISSUED,
                                   ReasonCode::CHECKPOINT_NOT_ALLOWED,
                                   ReasonCode::CHECKPOINT_OTHER_AIRPORT};
  for (const Case& c : decision_cases()) {
    if (!alone.contains(c.code)) continue;
    const Inspection inspection = scene_for(c, Direction::entry).run();
    EXPECT_EQ(inspection.reasons.size(), 1U)
        << title(c, Direction::entry) << ": " << codes(inspection);
    EXPECT_EQ(inspection.headline, c.code);
  }
}

TEST(DecisionTable, ReachesEveryReasonCode) {
  std::set<ReasonCode> reached;
  for (const Case& c : decision_cases())
    for (const Direction direction : kDirections)
      for (const auto& reason : scene_for(c, direction).run().reasons) reached.insert(reason.code);
  Scene scene;
  scene.with_trust([&](const Trust& trust) {
    visa::Crossing recorded;
    recorded.time = scene.request.now;
    for (const auto kind : {EventKind::entry, EventKind::exit}) {
      recorded.kind = kind;
      for (const auto& reason : after_record(scene.run(), recorded, trust))
        reached.insert(reason.code);
    }
  });
  for (std::size_t i = 0; i < visa::kReasonCount; ++i) {
    const auto code = static_cast<ReasonCode>(i);
    EXPECT_TRUE(reached.contains(code)) << to_string(code) << " is never given";
  }
}

TEST(DecisionTable, FillsEveryPlaceholderOfEveryText) {
  for (const Case& c : decision_cases())
    for (const Direction direction : kDirections)
      for (const auto& reason : scene_for(c, direction).run().reasons)
        for (const auto language : {visa::Language::en, visa::Language::ru, visa::Language::kk}) {
          const auto& table = visa::ReasonTable::builtin();
          const std::string text =
              table.officer_text(reason, language) + table.traveller_text(reason, language);
          EXPECT_EQ(text.find('{'), std::string::npos) << title(c, direction) << ": " << text;
        }
}

TEST(DecisionTable, NeverRefusesOnLeaving) {
  for (const Case& c : decision_cases()) {
    const Inspection inspection = scene_for(c, Direction::exit).run();
    EXPECT_LE(inspection.outcome, Severity::second_look) << title(c, Direction::exit);
  }
}

TEST(DecisionTable, EndsEveryCheckInItsOrder) {
  const std::vector<std::string> order{"clock_and_data",
                                       "passport_mrz",
                                       "visa_record",
                                       "visa_status",
                                       "not_revoked",
                                       "passport_number",
                                       "citizenship",
                                       "date_of_birth",
                                       "sex",
                                       "name",
                                       "single_entry",
                                       "date_window",
                                       "checkpoint",
                                       "passport_expiry",
                                       "passport_months",
                                       "passport_notice",
                                       "category",
                                       "annex_list",
                                       "seal",
                                       "printout",
                                       "officer_ticks",
                                       "duplicate_scan",
                                       "exit_stay"};
  for (const Case& c : decision_cases()) {
    std::vector<std::string> ids;
    for (const Check& check : scene_for(c, Direction::entry).run().checks) ids.push_back(check.id);
    EXPECT_EQ(ids, order) << c.name;
  }
}

TEST(DecisionTable, AddingABadReasonNeverLowersTheOutcome) {
  const auto all = decision_cases();
  for (const Direction direction : kDirections) {
    for (const Case& first : all) {
      for (const Case& second : all) {
        Scene alone = scene_for(first, direction);
        // What a tick adds can only add; other changes may take the first one's premise away.
        if (second.check != "officer_ticks") continue;
        Scene both = alone;
        second.change(both);
        EXPECT_GE(both.run().outcome, alone.run().outcome)
            << title(first, direction) << " + " << second.name;
      }
    }
  }
}

TEST(DecisionTable, GivesEqualAnswersForEqualInput) {
  for (const Case& c : decision_cases()) {
    const Scene scene = scene_for(c, Direction::entry);
    const Inspection a = scene.run(), b = scene.run();
    EXPECT_EQ(a.outcome, b.outcome);
    EXPECT_EQ(a.headline, b.headline);
    EXPECT_EQ(a.reasons, b.reasons) << c.name;
    for (std::size_t i = 0; i < a.checks.size(); ++i) {
      EXPECT_EQ(a.checks[i].result, b.checks[i].result);
    }
  }
}

TEST(DecisionTable, TakesTheHeadlineByTheTablesOrderAmongTheGravest) {
  Scene scene;
  scene.passport.sex = visa::Sex::female;                            // row 8, second look
  scene.passport.birth = visa::BirthDate::from(date("1990-01-16"));  // row 7, refuse
  scene.passport.nationality = country("IDN");                       // row 6, refuse
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::refuse);
  EXPECT_EQ(inspection.headline, ReasonCode::NATIONALITY_MISMATCH);
  EXPECT_EQ(inspection.reasons.size(), 3U) << codes(inspection);  // Indonesia is listed too
}

}  // namespace
}  // namespace evisa::verifier
