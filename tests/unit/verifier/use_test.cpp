// What the crossing log makes of a second scan. rules.md 5.2, 5.6.
#include <gtest/gtest.h>

#include "tests/unit/verifier/scene.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::Direction;
using visa::EventKind;
using visa::ReasonCode;

std::string entry_after(std::string_view entered, std::string_view booth) {
  Scene scene;  // booth ALA-03 at 10:00
  scene.happened(EventKind::entry, entered, booth, 4);
  const Inspection inspection = scene.run();
  return codes(inspection) + (inspection.duplicate_of ? " " + inspection.duplicate_of->text() : "");
}

TEST(SecondScan, IsTheSameEventAtTheSameBoothForTenMinutes) {
  EXPECT_EQ(entry_after("2026-11-20T09:50:00Z", "ALA-03"), "NOTICE DUPLICATE_SCAN ALA-03/4");
  EXPECT_EQ(entry_after("2026-11-20T10:00:00Z", "ALA-03"), "NOTICE DUPLICATE_SCAN ALA-03/4");
  EXPECT_EQ(entry_after("2026-11-20T09:49:59.999Z", "ALA-03"), "REFUSE ENTRY_OPEN_STAY");
}

TEST(SecondScan, IsTheSameEventAtAnotherBoothForAnHour) {
  EXPECT_EQ(entry_after("2026-11-20T09:00:00Z", "ALA-07"), "NOTICE DUPLICATE_SCAN ALA-07/4");
  EXPECT_EQ(entry_after("2026-11-20T08:59:59.999Z", "ALA-07"), "REFUSE ENTRY_OPEN_STAY");
}

TEST(SecondScan, IsAnotherUseAtAnotherAirport) {
  EXPECT_EQ(entry_after("2026-11-20T09:55:00Z", "NQZ-03"), "REFUSE ENTRY_OPEN_STAY");
}

TEST(SecondScan, ToleratesABoothThatIsAllowedSecondsAhead) {
  EXPECT_EQ(entry_after("2026-11-20T10:00:30Z", "ALA-07"), "NOTICE DUPLICATE_SCAN ALA-07/4");
  EXPECT_EQ(entry_after("2026-11-20T10:00:31Z", "ALA-07"), "REFUSE ENTRY_OPEN_STAY");
}

TEST(SecondScan, IsNoDuplicateOnceTheTravellerLeft) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-20T09:52:00Z", "ALA-03", 4);
  scene.happened(EventKind::exit, "2026-11-20T09:55:00Z", "ALA-03", 5);
  EXPECT_EQ(codes(scene.run()), "REFUSE ENTRY_ALREADY_USED");
  scene.request.direction = Direction::exit;
  EXPECT_EQ(codes(scene.run()), "NOTICE DUPLICATE_SCAN");
}

TEST(SingleEntry, NamesWhenAndWhereItWasUsed) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-14T19:30:00Z", "NQZ-01", 4);  // 15 November there
  scene.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 5);
  const Inspection inspection = scene.run();
  EXPECT_EQ(param(inspection, ReasonCode::ENTRY_ALREADY_USED, "date"), "2026-11-15");
  EXPECT_EQ(param(inspection, ReasonCode::ENTRY_ALREADY_USED, "checkpoint"), "NQZ");
  EXPECT_EQ(param(inspection, ReasonCode::ENTRY_ALREADY_USED, "exit_date"), "2026-11-16");
}

class MoreEntriesStated : public ::testing::TestWithParam<unsigned> {
 protected:
  MoreEntriesStated() { scene_.visa.entries = GetParam(); }
  /// Whatever the rule set makes of the number itself.
  void expect_second_look(const std::string& n) {
    for (const unsigned most : {1U, 2U, 254U}) {
      scene_.rules.entries_max = most;
      const Inspection inspection = scene_.run();
      EXPECT_EQ(codes(inspection), "SECOND_LOOK MULTI_ENTRY_UNEXPECTED") << most;
      EXPECT_EQ(param(inspection, ReasonCode::MULTI_ENTRY_UNEXPECTED, "n"), n);
    }
  }
  std::string stated() const { return GetParam() == 0 ? "unlimited" : std::to_string(GetParam()); }
  Scene scene_;
};

TEST_P(MoreEntriesStated, IsNoRefusalWhenOneEntryWasUsed) {
  scene_.happened(EventKind::entry, "2026-11-14T19:30:00Z", "NQZ-01", 4);
  expect_second_look(stated() + " (2026-11-15 NQZ)");
  scene_.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 5);
  expect_second_look(stated() + " (2026-11-15 NQZ - 2026-11-16)");
  scene_.request.direction = Direction::boarding;
  scene_.request.arrival = instant("2026-11-20T16:00:00Z");
  expect_second_look(stated() + " (2026-11-15 NQZ - 2026-11-16)");
}

TEST_P(MoreEntriesStated, IsNoAdmissionWhenTwoEntriesWereUsed) {
  scene_.happened(EventKind::entry, "2026-11-15T10:00:00Z", "NQZ-01", 4);
  scene_.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 5);
  scene_.happened(EventKind::entry, "2026-11-17T10:00:00Z", "NQZ-01", 6);
  scene_.happened(EventKind::exit, "2026-11-18T10:00:00Z", "ALA-08", 7);
  expect_second_look(stated() + " (2026-11-15 NQZ - 2026-11-16)");
}

TEST_P(MoreEntriesStated, LeavesAfterTheSecondEntryOnASecondLook) {
  scene_.happened(EventKind::entry, "2026-11-15T10:00:00Z", "NQZ-01", 4);
  scene_.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 5);
  scene_.happened(EventKind::entry, "2026-11-17T10:00:00Z", "NQZ-01", 6);
  scene_.request.direction = Direction::exit;
  for (const unsigned most : {1U, 254U}) {
    scene_.rules.entries_max = most;
    const Inspection inspection = scene_.run();
    EXPECT_EQ(inspection.outcome, visa::Severity::second_look) << codes(inspection);
    EXPECT_EQ(inspection.headline, ReasonCode::MULTI_ENTRY_UNEXPECTED);
    EXPECT_FALSE(codes(inspection).contains("NO_ENTRY_RECORD"));
  }
}

TEST_P(MoreEntriesStated, IsInOrderAtFirstWhereTheRuleSetAllowsIt) {
  scene_.rules.entries_max = 254;
  if (GetParam() != 0) {
    EXPECT_EQ(scene_.run().outcome, visa::Severity::ok) << codes(scene_.run());
  }
  scene_.happened(EventKind::entry, "2026-11-15T10:00:00Z", "NQZ-01", 4);
  scene_.request.direction = Direction::exit;
  EXPECT_LE(scene_.run().outcome, visa::Severity::notice) << codes(scene_.run());
}
INSTANTIATE_TEST_SUITE_P(Seals, MoreEntriesStated, ::testing::Values(0U, 2U, 10U));

TEST(SingleEntry, IsNotSettledWhereTheLogWasNotAsked) {
  for (const auto direction : {Direction::entry, Direction::boarding}) {
    Scene scene;
    scene.request.direction = direction;
    if (direction == Direction::boarding) scene.request.arrival = instant("2026-11-20T16:00:00Z");
    scene.request.history_asked = false;
    EXPECT_EQ(codes(scene.run()), "SECOND_LOOK DATA_STALE");
    EXPECT_EQ(result_of(scene.run(), "single_entry"), CheckResult::undetermined);
  }
}

TEST(SingleEntry, IsFreeAgainAfterAReversal) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z", "ALA-03", 4);
  scene.happened(EventKind::reversal, "2026-11-15T10:05:00Z", "ALA-03", 5);
  scene.request.history.back().reverses = visa::EventId{"ALA-03", 4};
  EXPECT_EQ(codes(scene.run()), "OK");
}

TEST(SingleEntry, IsNotUsedByRefusalsAndReferrals) {
  Scene scene;
  scene.happened(EventKind::refusal, "2026-11-15T10:00:00Z", "ALA-03", 4);
  scene.happened(EventKind::referral, "2026-11-15T10:05:00Z", "ALA-03", 5);
  EXPECT_EQ(codes(scene.run()), "OK");
}

TEST(SingleEntry, IgnoresAnotherVisasEvents) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z");
  scene.request.history.back().visa = *visa::VisaNumber::compose(26, 1);
  EXPECT_EQ(codes(scene.run()), "OK");
}

TEST(SingleEntry, AnswersAlikeInWhateverOrderEventsCome) {
  Scene scene;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z", "ALA-03", 4);
  scene.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 5);
  const std::string expected = codes(scene.run());
  std::swap(scene.request.history[0], scene.request.history[1]);
  EXPECT_EQ(codes(scene.run()), expected);
}

TEST(DoubleUse, NamesBothEntries) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z", "ALA-03", 4);
  scene.happened(EventKind::entry, "2026-11-15T10:20:00Z", "NQZ-01", 9);
  const Inspection inspection = scene.run();
  EXPECT_EQ(codes(inspection), "SECOND_LOOK DOUBLE_USE_CONFLICT");
  EXPECT_EQ(param(inspection, ReasonCode::DOUBLE_USE_CONFLICT, "a"), "ALA-03/4");
  EXPECT_EQ(param(inspection, ReasonCode::DOUBLE_USE_CONFLICT, "b"), "NQZ-01/9");
}

TEST(SingleEntry, IsUsedUpByAnExitWhoseEntryWasMissed) {
  Scene scene;
  scene.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 5);
  const Inspection inspection = scene.run();
  EXPECT_EQ(codes(inspection), "REFUSE ENTRY_ALREADY_USED");
  EXPECT_EQ(param(inspection, ReasonCode::ENTRY_ALREADY_USED, "date"), "?");
  EXPECT_EQ(param(inspection, ReasonCode::ENTRY_ALREADY_USED, "exit_date"), "2026-11-16");
}

TEST(DoubleUse, NamesTheExitWhoseEntryWasMissed) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(EventKind::exit, "2026-11-15T10:00:00Z", "ALA-08", 5);
  scene.happened(EventKind::entry, "2026-11-16T10:00:00Z", "NQZ-01", 9);
  const Inspection inspection = scene.run();
  EXPECT_EQ(param(inspection, ReasonCode::DOUBLE_USE_CONFLICT, "a"), "ALA-08/5");
  EXPECT_EQ(param(inspection, ReasonCode::DOUBLE_USE_CONFLICT, "b"), "NQZ-01/9");
}

TEST(Leaving, WithoutAnEntryIsASecondLook) {
  Scene scene;
  scene.request.direction = Direction::exit;
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK NO_ENTRY_RECORD");
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z", "ALA-03", 4);
  scene.happened(EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 5);
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK NO_ENTRY_RECORD");  // left already, days ago
}

TEST(Revocation, OfTheEntryDayCountsAsAfterEntryOnLeaving) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(EventKind::entry, "2026-11-15T10:00:00Z");
  const auto revoked_on = [&](std::string_view day) {
    scene.revoked = {{*scene.visa.number, {date(day), visa::RevocationReason::security}}};
    return codes(scene.run());
  };
  EXPECT_EQ(revoked_on("2026-11-15"), "SECOND_LOOK REVOKED_AFTER_ENTRY");
  EXPECT_EQ(revoked_on("2026-11-14"), "SECOND_LOOK VISA_REVOKED");
}

TEST(Revocation, RefusesOnEnteringWhateverItsDate) {
  Scene scene;
  scene.revoked = {{*scene.visa.number, {date("2026-12-01"), visa::RevocationReason::security}}};
  EXPECT_EQ(codes(scene.run()), "REFUSE VISA_REVOKED");
  EXPECT_EQ(param(scene.run(), ReasonCode::VISA_REVOKED, "why"), "security");
}

}  // namespace
}  // namespace evisa::verifier
