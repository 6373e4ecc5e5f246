// Register records as JSON: what is written reads back, and nothing else does.
#include "db/record_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace evisa::db {
namespace {

using crypto::Json;

visa::VisaRecord record() {
  visa::VisaRecord record;
  record.visa.number = *visa::VisaNumber::compose(26, 12345678);
  record.visa.category = *visa::CategoryCode::parse("B12");
  record.visa.name = {"SHARMA", "RAVI KUMAR", false};
  record.visa.issuing_state = *visa::CountryCode::parse("KAZ");
  record.visa.nationality = *visa::CountryCode::parse("IND");
  record.visa.birth = visa::BirthDate::from(*visa::Date::parse("1990-01-15"));
  record.visa.sex = visa::Sex::male;
  record.visa.passport_number = *visa::PassportNumber::parse("Z1234567");
  record.visa.passport_issuing_state = *visa::CountryCode::parse("IND");
  record.visa.valid_from = *visa::Date::parse("2026-11-10");
  record.visa.valid_until = *visa::Date::parse("2027-01-05");
  record.visa.stay.days = 30;
  record.visa.entry_points = {*visa::AirportCode::parse("ALA"), *visa::AirportCode::parse("NQZ")};
  record.visa.issue_date = *visa::Date::parse("2026-11-01");
  record.application_number = "16546778150002";
  record.invitation_number = "3622000302";
  record.inviter = "«Алтын Дала» ЖШС";
  return record;
}

void expect_equal(const visa::VisaRecord& a, const visa::VisaRecord& b) {
  EXPECT_EQ(a.visa, b.visa);
  EXPECT_EQ(a.status, b.status);
  EXPECT_EQ(a.application_number, b.application_number);
  EXPECT_EQ(a.invitation_number, b.invitation_number);
  EXPECT_EQ(a.inviter, b.inviter);
  EXPECT_EQ(a.revocation, b.revocation);
  EXPECT_EQ(a.version, b.version);
}

TEST(DbRecordJson, ReadsBackWhatItWrote) {
  const auto read = parse_record(to_json(record()).dump(2));
  ASSERT_TRUE(read) << read.error().message;
  expect_equal(*read, record());
}

TEST(DbRecordJson, ReadsBackARevocationAndWhatIsAbsent) {
  auto written = record();
  written.revocation = {*visa::Date::parse("2026-11-12"), visa::RevocationReason::false_data};
  written.status = visa::VisaStatus::revoked;
  written.version = 3;
  written.visa.number.reset();
  written.visa.valid_from.reset();
  written.visa.passport_issuing_state.reset();
  written.visa.entry_points.clear();
  written.visa.birth.day.reset();
  written.visa.birth.month.reset();
  const auto read = parse_record(to_json(written).dump());
  ASSERT_TRUE(read) << read.error().message;
  expect_equal(*read, written);
}

TEST(DbRecordJson, DoesNotCareForTheOrderOfKeys) {
  const Json written = to_json(record());
  Json turned = Json::object();
  for (auto it = written.rbegin(); it != written.rend(); ++it) turned[it.key()] = it.value();
  EXPECT_TRUE(record_from_json(turned));
}

struct Change {
  const char* key;
  Json value;
};
class DbRecordJsonField : public ::testing::TestWithParam<Change> {};

TEST_P(DbRecordJsonField, IsRefused) {
  Json json = to_json(record());
  json[GetParam().key] = GetParam().value;
  EXPECT_FALSE(record_from_json(json)) << json[GetParam().key];
}

INSTANTIATE_TEST_SUITE_P(
    Table, DbRecordJsonField,
    ::testing::Values(
        Change{"format", "evisa-record-2"}, Change{"visa_number", "26123456780"},
        Change{"visa_number", 26123456784}, Change{"status", "Approved. Payment completed"},
        Change{"status", "lost"}, Change{"version", -1}, Change{"version", "1"},
        Change{"application_number", "12"}, Change{"invitation_number", "36220003O2"},
        Change{"inviter", nullptr}, Change{"category", "b12"}, Change{"name", "SHARMA"},
        Change{"name", {{"primary", "SHARMA"}, {"secondary", ""}}},
        Change{"name", {{"primary", ""}, {"secondary", ""}, {"truncated", false}}},
        Change{"name", {{"primary", "Sharma"}, {"secondary", ""}, {"truncated", false}}},
        Change{"issuing_state", "K4Z"}, Change{"nationality", ""},
        Change{"birth_date", "1990-02-30"}, Change{"sex", "X"}, Change{"sex", "MF"},
        Change{"passport_number", "z1234567"}, Change{"passport_issuing_state", 7},
        Change{"valid_from", "10.11.2026"}, Change{"valid_until", nullptr}, Change{"entries", 256},
        Change{"stay", {{"days", 30}, {"months", 0}}}, Change{"stay", 30},
        Change{"entry_points", {"NQZ", "ALA"}}, Change{"entry_points", {"ALA", "ALA"}},
        Change{"entry_points", "ALA"}, Change{"issue_date", "2026-13-01"},
        Change{"revocation", {{"date", "2026-11-12"}}},
        Change{"revocation", {{"date", "2026-11-12"}, {"reason", "because"}}},
        Change{"remark", "x"}));

TEST(DbRecordJson, RefusesARecordWithoutOneOfItsKeys) {
  const Json written = to_json(record());
  for (const auto& [key, value] : written.items()) {
    Json json = written;
    json.erase(key);
    const auto read = record_from_json(json);
    ASSERT_FALSE(read) << key;
    EXPECT_THAT(read.error().message, ::testing::HasSubstr(key));
  }
}

TEST(DbRecordJson, SaysWhichFormatItFound) {
  Json json = to_json(record());
  json["format"] = "evisa-record-9";
  const auto read = record_from_json(json);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().code, Errc::unsupported);
  EXPECT_THAT(read.error().message, ::testing::HasSubstr("evisa-record-9"));
}

TEST(DbBirthDateText, KeepsUnknownParts) {
  for (const char* text :
       {"1990-01-15", "1990-01-\?\?", "1990-\?\?-\?\?", "\?\?\?\?-\?\?-\?\?", "\?\?\?\?-02-29"}) {
    const auto birth = parse_birth_date(text);
    ASSERT_TRUE(birth) << text;
    EXPECT_EQ(birth_date_text(*birth), text);
  }
}

TEST(DbBirthDateText, RefusesWhatIsNoDate) {
  for (const char* text : {"", "1990-1-15", "1990-02-30", "1990-13-01", "1990-00-10",
                           "19\?\?-01-01", "1990/01/15", "1990-01-15 "}) {
    EXPECT_FALSE(parse_birth_date(text)) << text;
  }
}

}  // namespace
}  // namespace evisa::db
