// Manifests: every column, every error of a row and of the file; no row spoils another.
#include "verifier/carrier/manifest.h"

#include <gtest/gtest.h>

#include "crypto/files.h"
#include "tests/unit/verifier/scene.h"

namespace evisa::verifier {
namespace {

using namespace scenes;

const std::string kNumber = visa::VisaNumber::compose(26, 12345678)->text();
const std::string kHeader =
    "reference,visa_number,passport_number,issuing_state,nationality,surname,given_names,"
    "birth_date,sex,expiry,printout,passport_mrz,seal,seal_file\n";

Result<std::vector<carrier::ManifestRow>> parse(const std::string& text) {
  return carrier::parse_manifest(text, date("2026-11-20"));
}
/// The only row of a manifest.
carrier::ManifestRow row(const std::string& columns, const std::string& values) {
  auto rows = parse(columns + "\n" + values + "\n");
  EXPECT_TRUE(rows) << rows.error().message;
  return rows ? std::move(rows->at(0))
              : carrier::ManifestRow{0, {}, carrier::BoardingRequest{}, {}};
}

TEST(CarrierManifest, ReadsTypedFields) {
  const auto rows = parse(kHeader + "R1," + kNumber +
                          ",Z 123-4567,IND,IND,Sharma,Ravi Kumar,1990-01-15,M,2031-07-04,yes,,,\n");
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 1U);
  ASSERT_TRUE(rows->front().request) << rows->front().request.error().message;
  EXPECT_EQ(rows->front().line, 2U);
  const auto& request = *rows->front().request;
  EXPECT_EQ(request.reference, "R1");
  EXPECT_EQ(request.visa_number->text(), kNumber);
  EXPECT_EQ(request.printout_shown, true);
  EXPECT_FALSE(request.scan);
  const auto& passport = *request.passport;
  EXPECT_TRUE(passport.defects.empty());
  EXPECT_EQ(passport.document_number, "Z1234567");
  EXPECT_EQ(passport.name, (visa::MrzName{"SHARMA", "RAVI KUMAR", false}));
  EXPECT_EQ(passport.birth.display(), "1990-01-15");
  EXPECT_EQ(passport.sex, visa::Sex::male);
  EXPECT_EQ(passport.expiry, date("2031-07-04"));
}

TEST(CarrierManifest, TakesCyrillicLookAlikesForWhatTheyLookLike) {
  const auto one = row("reference,visa_number,passport_number", "R1," + kNumber + ",АВ123456");
  EXPECT_EQ(one.request->passport->document_number, "AB123456");
}

TEST(CarrierManifest, ReadsAnMrzInItsThreeSpellings) {
  const auto lines = *visa::compose_mrz(visa::MrzFormat::td3, Scene{}.passport);
  for (const char* between : {"\\n", "", "\n", "\r\n"}) {
    const auto one = row("reference,seal,passport_mrz",
                         "R1,KZV1AAAA,\"" + lines.line1 + between + lines.line2 + "\"");
    ASSERT_TRUE(one.request) << one.request.error().message;
    EXPECT_EQ(one.request->passport->line2, lines.line2);
    EXPECT_EQ(crypto::as_text(*one.request->scan), "KZV1AAAA");
  }
}

TEST(CarrierManifest, NamesTheFileOfASeal) {
  const auto one = row("reference,seal_file,passport_number", "R1,scan.png,Z1");
  ASSERT_TRUE(one.request);
  EXPECT_EQ(one.seal_file, "scan.png");
  EXPECT_FALSE(one.request->scan);
}

TEST(CarrierManifest, TellsWhatIsWrongWithARow) {
  struct Case {
    const char *columns, *values, *error;
  };
  const Case cases[] = {
      {"reference,visa_number,passport_number", ",,Z1", "reference: 0 bytes"},
      {"visa_number,reference", "1", "1 field"},
      {"reference,visa_number", "R1,1,2", "3 fields"},
      {"reference,visa_number", "\"R1,1", "quot"},
      {"reference,passport_number", "R1,Z1", "visa_number: neither a seal nor a visa number"},
      {"reference,visa_number,passport_number", "R1,26123,Z1", "visa_number: "},
      {"reference,visa_number,passport_number", "R1,26123456789,Z1", "visa_number: "},
      {"reference,seal,seal_file,passport_number", "R1,KZV1,a.png,Z1", "seal_file: the row has"},
      {"reference,seal", "R1,KZV1", "passport_mrz: no passport"},
      {"reference,seal,passport_mrz", "R1,KZV1,P<IND", "passport_mrz: "},
      {"reference,seal,passport_number", "R1,KZV1,Z12345678901", "passport_number: "},
      {"reference,seal,passport_number,nationality", "R1,KZV1,Z1,INDIA", "nationality: "},
      {"reference,seal,passport_number,issuing_state", "R1,KZV1,Z1,1", "issuing_state: "},
      {"reference,seal,passport_number,surname", "R1,KZV1,Z1,Sh4rma", "surname: "},
      {"reference,seal,passport_number,given_names", "R1,KZV1,Z1,Ravi", "surname: given names"},
      {"reference,seal,passport_number,birth_date", "R1,KZV1,Z1,1990-02-30", "birth_date: "},
      {"reference,seal,passport_number,birth_date", "R1,KZV1,Z1,15.01.1990", "birth_date: "},
      {"reference,seal,passport_number,sex", "R1,KZV1,Z1,male", "sex: "},
      {"reference,seal,passport_number,expiry", "R1,KZV1,Z1,2031-13-01", "expiry: "},
      {"reference,seal,passport_number,printout", "R1,KZV1,Z1,true", "printout: "},
      {"reference,seal,passport_number", "R\x1b[2J,KZV1,Z1", "reference: a control character"},
      {"reference,seal,passport_number", "R1,KZV1,\"Z\n1\"",
       "passport_number: a control character"},
  };
  for (const auto& c : cases) {
    const auto one = row(c.columns, c.values);
    ASSERT_FALSE(one.request) << c.values;
    EXPECT_TRUE(one.request.error().message.contains(c.error))
        << c.values << ": " << one.request.error().message;
    EXPECT_FALSE(one.request.error().message.contains('\x1b'));
  }
  const auto lines = *visa::compose_mrz(visa::MrzFormat::td3, Scene{}.passport);
  const auto both =
      row("reference,seal,sex,passport_mrz", "R1,KZV1,M," + lines.line1 + lines.line2);
  EXPECT_TRUE(both.request.error().message.contains("as well")) << both.request.error().message;
}

TEST(CarrierManifest, AnswersTheOthersOfABadRow) {
  const auto rows = parse(
      "reference,seal,passport_number\n"
      "R1,KZV1,Z1\n"
      "R2,KZV1\n"
      "R3,KZV1,Z1,too,many\n"
      "\"R4\"x,KZV1,Z1\n"
      "\n"
      "\"R\"\"5\",KZV1,Z1\r\n"
      "R1,KZV1,Z2\n"
      "R6,KZV1,Z1");
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 7U);
  const std::size_t lines[] = {2, 3, 4, 5, 7, 8, 9};
  const bool good[] = {true, false, false, false, true, false, true};
  for (std::size_t i = 0; i < rows->size(); ++i) {
    EXPECT_EQ((*rows)[i].line, lines[i]);
    EXPECT_EQ((*rows)[i].request.has_value(), good[i]) << i;
  }
  EXPECT_EQ((*rows)[4].reference, "R\"5");
  EXPECT_EQ((*rows)[5].request.error().message, "reference: the same as that of line 2");
}

TEST(CarrierManifest, RefusesAFileThatIsNoManifest) {
  std::string many = "reference,seal,passport_number\n";
  for (int i = 0; i < 501; ++i) many += "R" + std::to_string(i) + ",KZV1,Z1\n";
  const std::pair<std::string, const char*> cases[] = {
      {"", "empty"},
      {"\xEF\xBB\xBF\n", "empty"},
      {"reference,seal\n", "no passengers"},
      {"seal,passport_mrz\nKZV1,P\n", "no column reference"},
      {"reference,name\nR1,A\n", "no column is called \"name\""},
      {"reference,seal,seal\nR1,A,B\n", "is there twice"},
      {many, "501 passengers, at most 500"}};
  for (const auto& [text, error] : cases) {
    const auto rows = parse(text);
    ASSERT_FALSE(rows) << text;
    EXPECT_TRUE(rows.error().message.contains(error)) << rows.error().message;
  }
  many.resize(many.rfind("R500"));
  EXPECT_EQ(parse(many)->size(), 500U);
}

TEST(CarrierManifest, ReadsTheSample) {
  const auto bytes = crypto::read_file(
      std::filesystem::path(EVISA_SOURCE_DIR) / "samples/boarding/flight.csv", 1 << 16);
  ASSERT_TRUE(bytes) << bytes.error().message;
  const auto rows = parse(std::string(crypto::as_text(*bytes)));
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 4U);
  for (std::size_t i = 0; i < 3; ++i)
    ASSERT_TRUE((*rows)[i].request) << (*rows)[i].request.error().message;
  EXPECT_TRUE((*rows)[0].request->passport->defects.empty());
  EXPECT_FALSE((*rows)[2].request->printout_shown);
  EXPECT_TRUE((*rows)[3].request.error().message.contains("neither a seal nor a visa number"));
}

}  // namespace
}  // namespace evisa::verifier
