// Writing MRZs: the golden lines again, from their fields.
#include <gtest/gtest.h>

#include "expect_error.h"
#include "visa/visa.h"

namespace evisa::visa {
namespace {

MrzFields sharma() {
  return {.document_code = "V",
          .issuing_state = CountryCode::parse("KAZ").value(),
          .name = {"SHARMA", "RAVI KUMAR"},
          .document_number = "Z1234567",
          .nationality = CountryCode::parse("IND").value(),
          .birth = BirthDate::from(Date::parse("1990-01-15").value()),
          .sex = Sex::male,
          .expiry = Date::parse("2027-01-05").value(),
          .optional_data = "B12"};
}

MrzFields eriksson() {
  return {.document_code = "P",
          .issuing_state = CountryCode::parse("UTO").value(),
          .name = {"ERIKSSON", "ANNA MARIA"},
          .document_number = "L898902C3",
          .nationality = CountryCode::parse("UTO").value(),
          .birth = BirthDate::from(Date::parse("1974-08-12").value()),
          .sex = Sex::female,
          .expiry = Date::parse("2012-04-15").value(),
          .optional_data = "ZE184226B"};
}

TEST(VisaMrzCompose, WritesTheIcaoPassportSpecimen) {
  const auto lines = compose_mrz(MrzFormat::td3, eriksson());
  ASSERT_TRUE(lines) << lines.error().message;
  EXPECT_EQ(lines->line1, "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(lines->line2, "L898902C36UTO7408122F1204159ZE184226B<<<<<10");
}

TEST(VisaMrzCompose, WritesTheInventedVisas) {
  const auto a = compose_mrz(MrzFormat::mrv_a, sharma());
  ASSERT_TRUE(a) << a.error().message;
  EXPECT_EQ(a->line1, "V<KAZSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(a->line2, "Z1234567<1IND9001158M2701057B12<<<<<<<<<<<<<");
  const auto b = compose_mrz(MrzFormat::mrv_b, sharma());
  ASSERT_TRUE(b) << b.error().message;
  EXPECT_EQ(b->line1, "V<KAZSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<");
  EXPECT_EQ(b->line2, "Z1234567<1IND9001158M2701057B12<<<<<");
}

TEST(VisaMrzCompose, WritesThePassportWithoutPersonalNumber) {
  MrzFields fields = sharma();
  fields.document_code = "P";
  fields.issuing_state = fields.nationality;
  fields.expiry = Date::parse("2031-07-04").value();
  fields.optional_data.clear();
  const auto lines = compose_mrz(MrzFormat::td3, fields);
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->line1, "P<INDSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(lines->line2, "Z1234567<1IND9001158M3107047<<<<<<<<<<<<<<<4");
}

TEST(VisaMrzCompose, WritesUnknownBirthParts) {
  MrzFields fields = sharma();
  fields.birth = {.year = 1990, .month = std::nullopt, .day = std::nullopt};
  EXPECT_EQ(compose_mrz(MrzFormat::mrv_a, fields)->line2.substr(13, 7), "90<<<<3");
  fields.birth = {};
  EXPECT_EQ(compose_mrz(MrzFormat::mrv_a, fields)->line2.substr(13, 7), "<<<<<<0");
}

TEST(VisaMrzCompose, RefusesFieldsThatDoNotFit) {
  const auto refuses = [](auto change, std::string_view message,
                          MrzFormat format = MrzFormat::mrv_a) {
    MrzFields fields = sharma();
    change(fields);
    expect_error(compose_mrz(format, fields), Errc::malformed, message);
  };
  refuses([](MrzFields& f) { f.document_code = "P"; }, "document_code");
  refuses([](MrzFields& f) { f.document_code = ""; }, "document_code");
  refuses([](MrzFields& f) { f.document_code = "VAB"; }, "document_code");
  refuses([](MrzFields&) {}, "document_code of TD3", MrzFormat::td3);
  refuses([](MrzFields& f) { f.issuing_state = {}; }, "issuing State");
  refuses([](MrzFields& f) { f.nationality = {}; }, "nationality");
  refuses([](MrzFields& f) { f.name.primary = ""; }, "name");
  refuses([](MrzFields& f) { f.name.primary = "L1"; }, "name");
  refuses([](MrzFields& f) { f.name.secondary = "R<"; }, "name");
  refuses([](MrzFields& f) { f.document_number = ""; }, "document_number");
  refuses([](MrzFields& f) { f.document_number = "1234567890"; }, "document_number");
  refuses([](MrzFields& f) { f.document_number = "Z-1"; }, "document_number");
  refuses([](MrzFields& f) { f.optional_data = std::string(17, 'A'); }, "optional_data");
  refuses([](MrzFields& f) { f.optional_data = "123456789"; }, "0 to 8", MrzFormat::mrv_b);
  refuses([](MrzFields& f) { f.birth = {1985, 2, 29}; }, "1985-02-29");
}

Visa sharma_visa() {
  Visa visa;
  visa.category = CategoryCode::parse("B12").value();
  visa.name = {"SHARMA", "RAVI KUMAR"};
  visa.issuing_state = CountryCode::parse("KAZ").value();
  visa.nationality = CountryCode::parse("IND").value();
  visa.birth = BirthDate::from(Date::parse("1990-01-15").value());
  visa.sex = Sex::male;
  visa.passport_number = PassportNumber::parse("Z1234567").value();
  visa.valid_until = Date::parse("2027-01-05").value();
  return visa;
}

TEST(VisaMrzCompose, PutsPassportNumberAndCategoryIntoAVisasMrz) {
  const auto lines = compose_visa_mrz(sharma_visa());
  ASSERT_TRUE(lines);
  EXPECT_EQ(lines->line1, "V<KAZSHARMA<<RAVI<KUMAR<<<<<<<<<<<<<<<<<<<<<");
  EXPECT_EQ(lines->line2, "Z1234567<1IND9001158M2701057B12<<<<<<<<<<<<<");
  EXPECT_EQ(compose_visa_mrz(sharma_visa(), MrzFormat::mrv_b)->line1.size(), 36U);
  expect_error(compose_visa_mrz(sharma_visa(), MrzFormat::td3), Errc::malformed, "TD3");
}

TEST(VisaMrzCompose, ReadsBackWhatItWrote) {
  const Date today = Date::parse("2026-11-20").value();
  for (const MrzFormat format : {MrzFormat::mrv_a, MrzFormat::mrv_b}) {
    MrzFields fields = sharma();
    fields.name = {"NILAVADHANANANDA", "CHAYAPA DEJTHAMRONG KRASUANG"};
    const auto lines = compose_mrz(format, fields);
    ASSERT_TRUE(lines);
    const auto mrz = parse_mrz(lines->line1 + "\n" + lines->line2, today);
    ASSERT_TRUE(mrz);
    EXPECT_TRUE(mrz->defects.empty());
    EXPECT_TRUE(mrz->name.truncated);
    EXPECT_EQ(mrz->birth, fields.birth);
    EXPECT_EQ(mrz->expiry, fields.expiry);
    EXPECT_EQ(mrz->document_number, fields.document_number);
  }
}

}  // namespace
}  // namespace evisa::visa
