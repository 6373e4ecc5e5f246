// Calendar dates, instants and two-digit years.
#include "visa/date.h"

#include <gtest/gtest.h>

#include <climits>

#include "expect_error.h"

namespace evisa::visa {
namespace {

Date date(std::string_view iso) { return Date::parse(iso).value(); }

TEST(VisaDate, RoundTripsEveryDayOfALeapAndACommonYear) {
  for (Date day = date("2024-01-01"); day < date("2026-01-01"); day = day.plus_days(1)) {
    EXPECT_EQ(date(day.iso()), day);
  }
}

TEST(VisaDate, RefusesDatesThatDoNotExist) {
  for (const char* text : {"1985-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00",
                           "2026-01-32", "0000-01-01"}) {
    expect_error(Date::parse(text), Errc::out_of_range, text);
  }
}

TEST(VisaDate, RefusesOtherSpellings) {
  for (const char* text : {"", "2026-1-01", "20260101", "01.02.2026", "2026-01-01 ", " 2026-01-01",
                           "2026/01/01", "+026-01-01", "2026-01-1a", "２026-01-01"}) {
    expect_error(Date::parse(text), Errc::malformed, text);
  }
}

struct MonthCase {
  const char* from;
  int months;
  const char* to;
};

TEST(VisaDate, AddsMonthsAndClampsToTheEndOfTheMonth) {
  // rules.md section 4: 31 August + 3 months is 30 November.
  for (const auto& [from, months, to] :
       {MonthCase{"2026-08-31", 3, "2026-11-30"}, MonthCase{"2026-11-30", 3, "2027-02-28"},
        MonthCase{"2023-11-30", 3, "2024-02-29"}, MonthCase{"2026-12-15", 1, "2027-01-15"},
        MonthCase{"2026-01-31", -2, "2025-11-30"}, MonthCase{"2024-02-29", 12, "2025-02-28"},
        MonthCase{"2026-05-05", 0, "2026-05-05"}}) {
    EXPECT_EQ(date(from).plus_months(months).iso(), to) << from << " + " << months;
  }
}

TEST(VisaDate, StaysInsideTheCalendarAtItsEnds) {
  EXPECT_EQ(date("9999-12-01").plus_months(1).iso(), "9999-12-31");
  EXPECT_EQ(date("0001-01-15").plus_months(-1).iso(), "0001-01-01");
  EXPECT_EQ(date("2026-01-01").plus_days(INT_MAX).iso(), "9999-12-31");
  EXPECT_EQ(date("2026-01-01").plus_days(INT_MIN).iso(), "0001-01-01");
  EXPECT_EQ(date("2026-01-01").plus_months(INT_MAX).iso(), "9999-12-31");
  EXPECT_EQ(date("2026-01-01").plus_months(INT_MIN).iso(), "0001-01-01");
}

TEST(VisaDate, CountsDaysBetweenDates) {
  EXPECT_EQ(date("2026-03-01").days_since(date("2026-02-28")), 1);
  EXPECT_EQ(date("2024-03-01").days_since(date("2024-02-28")), 2);
  EXPECT_EQ(date("2026-01-01").days_since(date("2026-01-11")), -10);
}

TEST(VisaInstant, RoundTrips) {
  for (const char* text : {"2026-11-20T10:00:00Z", "2024-02-29T18:00:00Z", "1969-12-31T23:59:59Z",
                           "2026-11-20T10:00:00.007Z", "1969-12-31T23:59:59.999Z"}) {
    const auto instant = parse_instant(text);
    ASSERT_TRUE(instant) << text;
    EXPECT_EQ(to_string(*instant), text);
  }
}

TEST(VisaInstant, ReadsMinutesAlone) {
  EXPECT_EQ(parse_instant("2026-11-20T10:05Z").value(),
            parse_instant("2026-11-20T10:05:00.000Z").value());
}

TEST(VisaInstant, RefusesOtherSpellings) {
  for (const char* text : {"", "2026-11-20", "2026-11-20T10:00:00", "2026-11-20 10:00:00Z",
                           "2026-11-20T10:00:00+05:00", "2026-11-20T10Z", "2026-11-20T10:0:00Z",
                           "2026-11-20T10:00:00.1Z", "2026-11-20T10:00:00,100Z",
                           "2026-11-20T10:00:Z", "2026-11-20T1000:00Z", "2026-11-20T10-00-00Z"}) {
    expect_error(parse_instant(text), Errc::malformed, text);
  }
}

TEST(VisaInstant, RefusesTimesThatDoNotExist) {
  for (const char* text : {"2026-11-20T24:00:00Z", "2026-11-20T10:60:00Z", "2026-11-20T10:00:60Z",
                           "2026-02-29T10:00:00Z"}) {
    expect_error(parse_instant(text), Errc::out_of_range);
  }
}

TEST(VisaDate, TakesTheLatestBirthYearNotAfterToday) {
  const Date today = date("2026-11-20");
  EXPECT_EQ(expand_birth_year(26, today), 2026);
  EXPECT_EQ(expand_birth_year(27, today), 1927);
  EXPECT_EQ(expand_birth_year(0, today), 2000);
  EXPECT_EQ(expand_birth_year(99, today), 1999);
  EXPECT_EQ(expand_birth_year(5, date("2101-01-01")), 2005);
}

TEST(VisaDate, PutsExpiryYearsBetweenTenYearsAgoAndTwentyAhead) {
  const Date today = date("2026-11-20");
  for (int year = 2016; year <= 2046; ++year) {
    EXPECT_EQ(expand_expiry_year(year % 100, today), year);
  }
  EXPECT_EQ(expand_expiry_year(47, today), 2047);  // nearer ahead than 1947 behind
  EXPECT_EQ(expand_expiry_year(15, today), 2015);
  EXPECT_EQ(expand_expiry_year(95, date("2099-06-01")), 2095);
  EXPECT_EQ(expand_expiry_year(5, date("2099-06-01")), 2105);
  EXPECT_EQ(expand_expiry_year(95, date("2101-06-01")), 2095);
}

}  // namespace
}  // namespace evisa::visa
