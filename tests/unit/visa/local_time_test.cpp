// Local time of Kazakhstan, the hour that happened twice included (rules.md section 4).
#include "visa/local_time.h"

#include <gtest/gtest.h>

#include "expect_error.h"

namespace evisa::visa {
namespace {

using namespace std::chrono_literals;

Instant at(std::string_view text) { return parse_instant(text).value(); }
Date date(std::string_view iso) { return Date::parse(iso).value(); }

struct LocalCase {
  const char* utc;
  const char* local;
};

TEST(VisaLocalTime, KnowsTheHourThatHappenedTwice) {
  const LocalTime kz = LocalTime::kazakhstan();
  for (const auto& [utc, local] : {LocalCase{"2024-02-29T16:59:59Z", "2024-02-29 22:59"},
                                   LocalCase{"2024-02-29T17:30:00Z", "2024-02-29 23:30"},
                                   LocalCase{"2024-02-29T17:59:59.999Z", "2024-02-29 23:59"},
                                   LocalCase{"2024-02-29T18:00:00Z", "2024-02-29 23:00"},
                                   LocalCase{"2024-02-29T18:30:00Z", "2024-02-29 23:30"},
                                   LocalCase{"2024-02-29T19:00:00Z", "2024-03-01 00:00"},
                                   LocalCase{"2026-11-20T18:59:59Z", "2026-11-20 23:59"},
                                   LocalCase{"2026-11-20T19:00:00Z", "2026-11-21 00:00"}}) {
    EXPECT_EQ(kz.format(at(utc)), local) << utc;
    EXPECT_EQ(kz.date_of(at(utc)).iso(), std::string_view{local}.substr(0, 10)) << utc;
  }
}

TEST(VisaLocalTime, StartsEachDateAtItsFirstInstant) {
  const LocalTime kz = LocalTime::kazakhstan();
  EXPECT_EQ(to_string(kz.start_of(date("2024-02-29"))), "2024-02-28T18:00:00Z");
  EXPECT_EQ(to_string(kz.start_of(date("2024-03-01"))), "2024-02-29T19:00:00Z");
  EXPECT_EQ(to_string(kz.start_of(date("2026-11-20"))), "2026-11-19T19:00:00Z");
}

TEST(VisaLocalTime, StartOfADateIsTheBorderBetweenTwoDates) {
  const LocalTime kz = LocalTime::kazakhstan();
  for (Date day = date("2024-02-20"); day < date("2024-03-10"); day = day.plus_days(1)) {
    EXPECT_EQ(kz.date_of(kz.start_of(day)), day) << day.iso();
    EXPECT_EQ(kz.date_of(kz.start_of(day) - 1ms), day.plus_days(-1)) << day.iso();
  }
}

TEST(VisaLocalTime, SelfTestHoldsForKazakhstanToday) {
  EXPECT_TRUE(LocalTime::kazakhstan().self_test(at("2026-11-20T10:00:00Z")));
}

TEST(VisaLocalTime, SelfTestFailsWithAnOutdatedTable) {
  // What a machine with tzdata before 2024a believes.
  const auto outdated = LocalTime::from_steps({{Instant::min(), 6h}}).value();
  EXPECT_FALSE(outdated.self_test(at("2026-11-20T10:00:00Z")));
  const auto always_five = LocalTime::from_steps({{Instant::min(), 5h}}).value();
  EXPECT_TRUE(always_five.self_test(at("2026-11-20T10:00:00Z")));
  const auto changed_later =
      LocalTime::from_steps({{Instant::min(), 5h}, {at("2025-01-01T00:00:00Z"), 6h}}).value();
  EXPECT_FALSE(changed_later.self_test(at("2026-11-20T10:00:00Z")));
}

TEST(VisaLocalTime, SelfTestFailsForAClockBeforeTheChange) {
  EXPECT_FALSE(LocalTime::kazakhstan().self_test(at("2024-01-01T00:00:00Z")));
}

TEST(VisaLocalTime, BeginsADateAfterASkippedMidnight) {
  // Clocks put forward at local midnight: the date begins at 01:00.
  const auto skipping =
      LocalTime::from_steps({{Instant::min(), 5h}, {at("2026-06-30T19:00:00Z"), 6h}}).value();
  EXPECT_EQ(to_string(skipping.start_of(date("2026-07-01"))), "2026-06-30T19:00:00Z");
}

TEST(VisaLocalTime, FirstOffsetReachesBackForEver) {
  const auto kz =
      LocalTime::from_steps({{at("2000-01-01T00:00:00Z"), 6h}, {at("2024-02-29T18:00:00Z"), 5h}})
          .value();
  EXPECT_EQ(kz, LocalTime::kazakhstan());
  EXPECT_EQ(kz.offset_at(at("1990-01-01T00:00:00Z")), 6h);
}

TEST(VisaLocalTime, RefusesTablesThatMakeNoSense) {
  expect_error(LocalTime::from_steps({}), Errc::malformed);
  expect_error(LocalTime::from_steps({{Instant::min(), 841min}}), Errc::malformed, "841");
  expect_error(LocalTime::from_steps({{Instant::min(), -841min}}), Errc::malformed, "-841");
  expect_error(LocalTime::from_steps({{Instant::min(), 5h},
                                      {at("2024-02-29T18:00:00Z"), 6h},
                                      {at("2024-02-29T18:00:00Z"), 5h}}),
               Errc::malformed, "ascending");
}

}  // namespace
}  // namespace evisa::visa
