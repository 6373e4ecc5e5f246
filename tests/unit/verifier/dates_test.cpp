// Dates to the millisecond: first and last moments, midnight, queue, early birds, flights.
// rules.md 5.3, 5.5.
#include <gtest/gtest.h>

#include "tests/unit/verifier/scene.h"
#include "verifier/stay.h"

namespace evisa::verifier {
namespace {

using namespace scenes;
using visa::Direction;
using visa::ReasonCode;
using visa::Severity;

struct Moment {
  const char* at;  ///< UTC; local time is five hours ahead
  const char* expected;
};

std::string entry_at(std::string_view now) {
  Scene scene;
  scene.at(now);
  return codes(scene.run());
}

TEST(DateWindow, OpensAndClosesAtLocalMidnight) {
  const std::vector<Moment> moments{
      {"2026-11-09T18:59:59.999Z", "REFUSE VISA_NOT_YET_VALID"},
      {"2026-11-09T19:00:00Z", "OK"},
      {"2026-11-09T19:00:00.001Z", "OK"},
      {"2027-01-05T18:59:59.999Z", "OK"},
      {"2027-01-05T19:00:00Z", "REFUSE VISA_EXPIRED"},
  };
  for (const auto& moment : moments) EXPECT_EQ(entry_at(moment.at), moment.expected) << moment.at;
}

TEST(DateWindow, CountsTheMinutesThatAreMissing) {
  Scene scene;
  scene.at("2026-11-09T18:59:59.999Z");
  EXPECT_EQ(param(scene.run(), ReasonCode::VISA_NOT_YET_VALID, "minutes"), "1");
  EXPECT_EQ(param(scene.run(), ReasonCode::VISA_NOT_YET_VALID, "may_wait"), "yes");
  scene.at("2026-11-09T16:59:00Z");
  EXPECT_EQ(param(scene.run(), ReasonCode::VISA_NOT_YET_VALID, "minutes"), "121");
  EXPECT_EQ(param(scene.run(), ReasonCode::VISA_NOT_YET_VALID, "may_wait"), "(no such parameter)");
}

TEST(DateWindow, ForgivesTheQueueForThreeHours) {
  const auto landed_and_seen = [](std::string_view landed, std::string_view now) {
    Scene scene;
    scene.at(now);
    scene.request.arrival = instant(landed);
    scene.request.flight = "KC 964";
    return codes(scene.run());
  };
  // Landed at 23:59:59.999 of the last day, seen up to 180 minutes later.
  EXPECT_EQ(landed_and_seen("2027-01-05T18:59:59.999Z", "2027-01-05T19:00:00Z"),
            "SECOND_LOOK VISA_EXPIRED_IN_QUEUE");
  EXPECT_EQ(landed_and_seen("2027-01-05T18:59:00Z", "2027-01-05T21:59:00Z"),
            "SECOND_LOOK VISA_EXPIRED_IN_QUEUE");
  EXPECT_EQ(landed_and_seen("2027-01-05T18:59:00Z", "2027-01-05T21:59:00.001Z"),
            "REFUSE VISA_EXPIRED");
  EXPECT_EQ(landed_and_seen("2027-01-05T19:00:00Z", "2027-01-05T19:10:00Z"), "REFUSE VISA_EXPIRED");
  // A landing that is yet to come is no landing.
  EXPECT_EQ(landed_and_seen("2027-01-05T23:00:00Z", "2027-01-05T19:10:00Z"), "REFUSE VISA_EXPIRED");
}

TEST(DateWindow, RefusesWithoutFlightData) {
  Scene scene;
  scene.at("2027-01-05T19:01:00Z");
  EXPECT_EQ(codes(scene.run()), "REFUSE VISA_EXPIRED");
  EXPECT_EQ(param(scene.run(), ReasonCode::VISA_EXPIRED, "date"), "2027-01-05");
}

TEST(DateWindow, NeverCallsContradictingDatesValid) {
  Scene scene;
  scene.visa.valid_from = date("2027-01-06");
  for (const auto now : {"2026-11-20T10:00:00Z", "2027-01-05T18:30:00Z"}) {
    scene.at(now);
    EXPECT_EQ(codes(scene.run()), "SECOND_LOOK PRINTOUT_MISMATCH");
    EXPECT_EQ(result_of(scene.run(), "date_window"), CheckResult::undetermined);
  }
}

TEST(DateWindow, ProvesAnExpiryWithoutAFirstDay) {
  Scene inverted;
  inverted.visa.valid_from = date("2027-01-06");
  Scene missing;
  missing.profile = crypto::Profile::icao;
  missing.visa.valid_from.reset();
  for (Scene* scene : {&inverted, &missing}) {
    scene->at("2027-01-05T19:30:00Z");  // the day after the last one
    EXPECT_EQ(codes(scene->run()), "REFUSE PRINTOUT_MISMATCH VISA_EXPIRED");
    scene->clock_trusted = false;
    EXPECT_EQ(find_reason(scene->run(), ReasonCode::VISA_EXPIRED), nullptr);
    scene->clock_trusted = true;
    scene->request.direction = Direction::exit;
    EXPECT_EQ(find_reason(scene->run(), ReasonCode::VISA_EXPIRED), nullptr);
  }
}

TEST(DateWindow, TakesASingleDay) {
  Scene scene;
  scene.visa.valid_from = scene.visa.valid_until = date("2026-11-20");
  EXPECT_EQ(scene.run().outcome, Severity::ok);
  EXPECT_EQ(scene.run().exit_deadline, date("2026-11-20"));
}

std::string board(std::string_view now, std::string_view arrival) {
  Scene scene;
  scene.at(now);
  scene.request.direction = Direction::boarding;
  scene.request.arrival = instant(arrival);
  return codes(scene.run());
}

TEST(Boarding, IsJudgedByTheScheduledArrival) {
  // Leaves before the first day, lands on it.
  EXPECT_EQ(board("2026-11-09T12:00:00Z", "2026-11-10T02:00:00Z"), "OK");
  EXPECT_EQ(board("2026-11-09T12:00:00Z", "2026-11-09T18:59:59Z"), "REFUSE VISA_NOT_YET_VALID");
  // Leaves on the last day, lands after midnight.
  EXPECT_EQ(board("2027-01-05T15:00:00Z", "2027-01-05T19:00:00Z"), "REFUSE VISA_EXPIRED");
}

TEST(Boarding, WarnsOfATightArrival) {
  EXPECT_EQ(board("2026-11-09T12:00:00Z", "2026-11-09T19:00:00Z"), "NOTICE ARRIVAL_TIGHT");
  EXPECT_EQ(board("2026-11-09T12:00:00Z", "2026-11-09T22:00:00Z"), "NOTICE ARRIVAL_TIGHT");
  EXPECT_EQ(board("2026-11-09T12:00:00Z", "2026-11-09T22:00:01Z"), "OK");
  EXPECT_EQ(board("2027-01-05T10:00:00Z", "2027-01-05T15:59:59Z"), "OK");
  EXPECT_EQ(board("2027-01-05T10:00:00Z", "2027-01-05T16:00:00Z"), "NOTICE ARRIVAL_TIGHT");
}

TEST(Boarding, LooksAgainWithoutAnArrival) {
  Scene scene;
  scene.request.direction = Direction::boarding;
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK ARRIVAL_TIGHT");
  EXPECT_EQ(result_of(scene.run(), "date_window"), CheckResult::undetermined);
}

TEST(Boarding, TakesAnImpossibleArrivalForNone) {
  // An old --arrival must not make an expired visa good, a far one must not make an early one good.
  EXPECT_EQ(board("2027-01-06T10:00:00Z", "2027-01-04T10:00:00Z"), "REFUSE VISA_EXPIRED");
  EXPECT_EQ(board("2026-11-20T10:00:00Z", "2026-11-20T09:59:29Z"), "SECOND_LOOK ARRIVAL_TIGHT");
  EXPECT_EQ(board("2026-11-20T10:00:00Z", "2026-11-20T09:59:30Z"), "OK");
  EXPECT_EQ(board("2026-11-20T10:00:00Z", "2026-12-04T10:00:00Z"), "OK");
  EXPECT_EQ(board("2026-11-20T10:00:00Z", "2026-12-04T10:00:00.001Z"), "SECOND_LOOK ARRIVAL_TIGHT");
  EXPECT_EQ(board("2026-11-02T10:00:00Z", "2026-11-20T10:00:00Z"), "SECOND_LOOK ARRIVAL_TIGHT");
}

TEST(Boarding, JudgesThePassportOnArrival) {
  Scene scene;
  scene.request.direction = Direction::boarding;
  scene.request.arrival = instant("2026-11-20T19:30:00Z");  // 21 November there
  scene.passport.expiry = date("2026-11-20");
  EXPECT_NE(find_reason(scene.run(), ReasonCode::PASSPORT_EXPIRED), nullptr);
}

TEST(PassportValidity, CountsThreeAndSixMonthsFromTheVisasEnd) {
  const auto with_expiry = [](std::string_view until, std::string_view expiry) {
    Scene scene;
    scene.visa.valid_until = date(until);
    scene.passport.expiry = date(expiry);
    return codes(scene.run());
  };
  EXPECT_EQ(with_expiry("2027-01-05", "2027-04-04"), "REFUSE PASSPORT_VALIDITY_SHORT");
  EXPECT_EQ(with_expiry("2027-01-05", "2027-04-05"), "NOTICE PASSPORT_VALIDITY_NOTICE");
  EXPECT_EQ(with_expiry("2027-01-05", "2027-07-04"), "NOTICE PASSPORT_VALIDITY_NOTICE");
  EXPECT_EQ(with_expiry("2027-01-05", "2027-07-05"), "OK");
  // Month ends are clamped: 30 November + 3 months = 28 February.
  EXPECT_EQ(with_expiry("2026-11-30", "2027-02-28"), "NOTICE PASSPORT_VALIDITY_NOTICE");
  EXPECT_EQ(with_expiry("2026-11-30", "2027-02-27"), "REFUSE PASSPORT_VALIDITY_SHORT");
}

TEST(PassportValidity, HoldsOnTheDayOfExpiry) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");
  scene.passport.expiry = date("2026-11-20");
  EXPECT_EQ(codes(scene.run()), "OK");
  scene.passport.expiry = date("2026-11-19");
  EXPECT_EQ(codes(scene.run()), "SECOND_LOOK PASSPORT_EXPIRED");
}

TEST(ExitDeadline, IsTheEarlierOfStayAndVisa) {
  const visa::RuleSet rules = visa::RuleSet::builtin();
  const visa::Visa visa = good_visa();
  EXPECT_EQ(exit_deadline(visa, date("2026-11-10"), rules), date("2026-12-09"));
  EXPECT_EQ(exit_deadline(visa, date("2026-12-20"), rules), date("2027-01-05"));
}

TEST(ExitDeadline, FollowsTheRuleSetsReadings) {
  visa::RuleSet rules = visa::RuleSet::builtin();
  const visa::Visa visa = good_visa();
  rules.valid_until_means = visa::ValidUntilMeans::enter_by;
  EXPECT_EQ(exit_deadline(visa, date("2026-12-20"), rules), date("2027-01-18"));
  rules.stay_counts_entry_day = false;
  EXPECT_EQ(exit_deadline(visa, date("2026-12-20"), rules), date("2027-01-19"));
}

TEST(ExitDeadline, KnowsTheSpecialDurations) {
  const visa::RuleSet rules = visa::RuleSet::builtin();
  for (const visa::DurationOfStay stay :
       {visa::DurationOfStay{0, 0, 0}, visa::DurationOfStay{255, 255, 255},
        visa::DurationOfStay{254, 254, 254}}) {
    visa::Visa visa = good_visa();
    visa.stay = stay;
    EXPECT_EQ(exit_deadline(visa, date("2026-11-10"), rules), visa.valid_until);
  }
}

TEST(ExitDeadline, CountsMonthsAsCalendarMonths) {
  visa::Visa visa = good_visa();
  visa.stay = {.days = 0, .months = 1, .years = 0};
  EXPECT_EQ(exit_deadline(visa, date("2026-11-10"), visa::RuleSet::builtin()), date("2026-12-09"));
}

std::string leaving_at(std::string_view now) {
  Scene scene;
  scene.request.direction = Direction::exit;
  scene.happened(visa::EventKind::entry, "2026-11-15T10:00:00Z");  // to leave by 14 December
  scene.at(now);
  const Inspection inspection = scene.run();
  return codes(inspection) + " " + param(inspection, ReasonCode::OVERSTAY, "n") + " " +
         param(inspection, ReasonCode::OVERSTAY, "band");
}

TEST(Overstay, BeginsAMinuteAfterMidnightOfTheDeadline) {
  EXPECT_TRUE(leaving_at("2026-12-14T18:59:59.999Z").starts_with("OK"));
  EXPECT_EQ(leaving_at("2026-12-14T19:00:00Z"), "SECOND_LOOK OVERSTAY 1 1-3");
}

TEST(Overstay, NamesTheBand) {
  EXPECT_EQ(leaving_at("2026-12-17T10:00:00Z"), "SECOND_LOOK OVERSTAY 3 1-3");
  EXPECT_EQ(leaving_at("2026-12-18T10:00:00Z"), "SECOND_LOOK OVERSTAY 4 4-5");
  EXPECT_EQ(leaving_at("2026-12-20T10:00:00Z"), "SECOND_LOOK OVERSTAY 6 6-10");
  EXPECT_EQ(leaving_at("2026-12-25T10:00:00Z"), "SECOND_LOOK OVERSTAY 11 >10");
}

}  // namespace
}  // namespace evisa::verifier
