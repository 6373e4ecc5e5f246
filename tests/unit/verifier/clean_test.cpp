// A traveller with whom all is well, and what must be there before anybody is waved through.
#include <gtest/gtest.h>

#include <algorithm>

#include "tests/unit/verifier/scene.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::Direction;
using visa::Severity;

TEST(CleanInspection, AdmitsWithoutAReason) {
  const Inspection inspection = Scene{}.run();
  EXPECT_EQ(inspection.outcome, Severity::ok) << codes(inspection);
  EXPECT_TRUE(inspection.reasons.empty());
  EXPECT_FALSE(inspection.headline);
  EXPECT_EQ(inspection.visa->number, good_visa().number);
  EXPECT_EQ(inspection.exit_deadline, date("2026-12-19"));
  EXPECT_EQ(inspection.ruleset_id, "kz-evisa-default-1");
  EXPECT_EQ(inspection.bundle_sequence, 7U);
}

TEST(CleanInspection, LetsOutWithoutAReason) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::ok) << codes(inspection);
  EXPECT_EQ(inspection.exit_deadline, date("2026-12-14"));
}

TEST(CleanInspection, LetsBoardWithoutAReason) {
  Scene scene;
  scene.request.direction = Direction::boarding;
  scene.request.arrival = instant("2026-11-20T16:00:00Z");
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::ok) << codes(inspection);
  EXPECT_FALSE(inspection.exit_deadline);
}

TEST(CleanInspection, AdmitsWithTheIcaoProfileToo) {
  Scene scene;
  scene.profile = crypto::Profile::icao;
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::ok) << codes(inspection);
}

TEST(CleanInspection, TakesWhatAnIcaoSealLeavesOutFromTheRecord) {
  Scene scene;
  scene.record();
  scene.profile = crypto::Profile::icao;
  scene.visa.number.reset();
  scene.visa.valid_from.reset();
  scene.visa.passport_issuing_state.reset();
  scene.visa.entry_points.clear();
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::ok) << codes(inspection);
  EXPECT_EQ(inspection.visa->number, good_visa().number);
}

TEST(CleanInspection, LooksAgainAtAnIcaoSealWithoutNumberAndDates) {
  Scene scene;
  scene.profile = crypto::Profile::icao;
  scene.visa.number.reset();
  scene.visa.valid_from.reset();
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::second_look) << codes(inspection);
  EXPECT_EQ(result_of(inspection, "single_entry"), CheckResult::undetermined);
  EXPECT_EQ(result_of(inspection, "not_revoked"), CheckResult::undetermined);
  EXPECT_EQ(result_of(inspection, "date_window"), CheckResult::undetermined);
}

TEST(CleanInspection, IsDecidedByTheRecordWhereTheSealWasNotShown) {
  Scene scene;
  scene.with_seal = false;
  scene.record();
  const Inspection inspection = scene.run();
  EXPECT_EQ(codes(inspection), "SECOND_LOOK PRINTOUT_MISSING");
  EXPECT_EQ(result_of(inspection, "passport_number"), CheckResult::successful);
}

TEST(FailClosed, LooksAgainWithoutAPassport) {
  Scene scene;
  scene.with_passport = false;
  scene.rules.severity_overrides[{visa::ReasonCode::MRZ_CHECK_FAILED, Direction::entry}] =
      Severity::ok;
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::second_look);
  EXPECT_EQ(result_of(inspection, "passport_number"), CheckResult::aborted);
}

TEST(FailClosed, TakesAVisasMrzForNoPassport) {
  Scene scene;
  const auto lines = *visa::compose_visa_mrz(scene.visa);
  scene.request.passport = *visa::parse_mrz(lines.line1 + "\n" + lines.line2, date("2026-11-20"));
  const Inspection inspection = scene.run();
  EXPECT_EQ(codes(inspection), "SECOND_LOOK MRZ_CHECK_FAILED");
  EXPECT_EQ(param(inspection, visa::ReasonCode::MRZ_CHECK_FAILED, "variant"), "not_a_passport");
  EXPECT_EQ(result_of(inspection, "date_of_birth"), CheckResult::aborted);
}

TEST(FailClosed, NeverAdmitsOnARuleSetThatForgivesEverything) {
  // Whatever severities say: without proof of the visa nobody passes unseen.
  for (const bool with_seal : {true, false}) {
    Scene scene;
    scene.with_seal = with_seal;
    scene.spoil_seal = [](crypto::Bytes& b) { b.back() ^= 1; };
    for (std::size_t i = 0; i < visa::kReasonCount; ++i)
      scene.rules.severity_overrides[{static_cast<visa::ReasonCode>(i), Direction::entry}] =
          Severity::ok;
    EXPECT_EQ(scene.run().outcome, Severity::second_look);
  }
}

TEST(FailClosed, KeepsTheThreeFloorsAtEntry) {
  using C = visa::ReasonCode;
  for (const C code : {C::VISA_REVOKED, C::ENTRY_ALREADY_USED, C::PASSPORT_NUMBER_MISMATCH}) {
    Scene scene;
    scene.rules.severity_overrides[{code, Direction::entry}] = Severity::notice;
    scene.passport.document_number = "X9999999";
    scene.revoked = {{*scene.visa.number, {date("2026-11-12"), visa::RevocationReason::other}}};
    scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");
    scene.happened(visa::EventKind::exit, "2026-11-16T10:00:00Z", "ALA-08", 2);
    ASSERT_NE(find_reason(scene.run(), code), nullptr);
    EXPECT_EQ(find_reason(scene.run(), code)->severity, Severity::second_look);
  }
}

TEST(FailClosed, AppliesOverridesOfTheRuleSet) {
  Scene scene;
  scene.passport.sex = visa::Sex::female;
  scene.rules.severity_overrides[{visa::ReasonCode::SEX_MISMATCH, Direction::entry}] =
      Severity::refuse;
  EXPECT_EQ(scene.run().outcome, Severity::refuse);
}

TEST(FailClosed, WorksWithTheBuiltInTablesWhenNoneAreGiven) {
  Scene scene;
  const Trust nothing{.data_as_of = scene.request.now};
  const Inspection inspection = inspect(scene.complete(), nothing);
  EXPECT_EQ(codes(inspection), "SECOND_LOOK DATA_STALE");  // revocations could not be asked
}

TEST(UntrustedClock, LeavesEveryDateCheckUndetermined) {
  for (const auto now : {"2026-11-20T10:00:00Z", "2020-01-01T00:00:00Z", "2040-01-01T00:00:00Z"}) {
    for (const auto direction : {Direction::entry, Direction::exit, Direction::boarding}) {
      Scene scene;
      scene.clock_trusted = false;
      scene.request.direction = direction;
      scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");
      if (direction != Direction::exit) scene.request.history.clear();
      scene.request.seal = scene.validation();  // judged while the clock was still right
      scene.request.now = instant(now);
      const Inspection inspection = scene.run();
      EXPECT_EQ(codes(inspection), "SECOND_LOOK CLOCK_UNTRUSTED");
      for (const char* check : {"clock_and_data", "date_window", "passport_expiry"})
        EXPECT_EQ(result_of(inspection, check), CheckResult::undetermined) << check;
    }
  }
}

TEST(UntrustedClock, DoesNotRefuseASealForItsSignersPeriod) {
  Scene scene;
  scene.clock_trusted = false;
  scene.request.now = instant("2019-11-20T10:00:00Z");  // before the signer's first day
  const Inspection inspection = scene.run();
  EXPECT_EQ(inspection.outcome, Severity::second_look) << codes(inspection);
  EXPECT_EQ(result_of(inspection, "seal"), CheckResult::undetermined);
}

TEST(StaleData, HasTwoTiers) {
  const auto outcome_after = [](std::int64_t minutes) {
    Scene scene;
    scene.data_as_of = scene.request.now - std::chrono::minutes{minutes};
    return scene.run().outcome;
  };
  EXPECT_EQ(outcome_after(60), Severity::ok);
  EXPECT_EQ(outcome_after(61), Severity::notice);
  EXPECT_EQ(outcome_after(1440), Severity::notice);
  EXPECT_EQ(outcome_after(1441), Severity::second_look);
}

TEST(StaleData, SaysHowOldItIsAlsoWhenFresh) {
  Scene scene;
  EXPECT_EQ(scene.run().data_age_minutes, 30);
  scene.clock_trusted = false;
  EXPECT_EQ(scene.run().data_age_minutes, std::nullopt);
  scene.clock_trusted = true;
  scene.data_as_of.reset();
  EXPECT_EQ(scene.run().data_age_minutes, std::nullopt);
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK DATA_STALE");
}

TEST(OfficerTicks, AreNoCheckUntilSomethingIsTickedOrAsked) {
  Scene scene;
  EXPECT_EQ(result_of(scene.run(), "officer_ticks"), CheckResult::not_supported);
  scene.request.ticks.blank_pages = 5;
  EXPECT_EQ(result_of(scene.run(), "officer_ticks"), CheckResult::successful);
}

TEST(StaleData, LetsTheAuthorityDecideOnEntryWhileCutOff) {
  Scene scene;
  scene.request.cut_off = true;
  EXPECT_EQ(scene.run().outcome, Severity::ok);
  scene.rules.offline_entry = visa::OfflineEntry::second_look;
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK DATA_STALE");
}

}  // namespace
}  // namespace evisa::verifier
