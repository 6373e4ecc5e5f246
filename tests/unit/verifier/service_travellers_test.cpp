// Inspections and register searches over real HTTP: the same core as everywhere, with what the
// airport knows.
#include <gmock/gmock.h>

#include "crypto/files.h"
#include "crypto/seal_text.h"
#include "tests/unit/verifier/scene.h"
#include "tests/unit/verifier/service_fixture.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using scenes::Booth;
using scenes::kNow;
using scenes::Scene;
using scenes::Service;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

std::string passport_lines(const visa::MrzFields& fields) {
  const auto lines = visa::compose_mrz(visa::MrzFormat::td3, fields).value();
  return lines.line1 + "\n" + lines.line2;
}

visa::VisaRecord record_of(const visa::Visa& visa) {
  visa::VisaRecord record;
  record.visa = visa;
  record.application_number = "16546778150001";
  record.invitation_number = "3622000301";
  record.inviter = "Silk Road Trekking LLP";
  return record;
}

class ServiceTravellers : public ::testing::Test {
 protected:
  ServiceTravellers() : officer_(service_.session("KZ-117", db::OfficerRole::officer)) {}

  Json question() {
    return {{"direction", "entry"},
            {"seal_text", crypto::seal_to_text(scene_.seal_bytes())},
            {"passport_mrz", passport_lines(scene_.passport)}};
  }
  Json inspect(const Json& body, int status = 200) {
    return service_.post("/v1/inspections", officer_, body, status);
  }

  Scene scene_;
  Service service_;
  std::string officer_;
};

TEST_F(ServiceTravellers, WithoutABundleNothingCanBeDecided) {
  EXPECT_EQ(inspect(question(), 503)["code"], "unavailable");
}

TEST_F(ServiceTravellers, AGoodVisaAndItsPassportAreInOrder) {
  service_.trust();
  const auto inspection = inspect(question());
  EXPECT_EQ(inspection["outcome"], "OK") << inspection;
  EXPECT_EQ(inspection["checkpoint"], "ALA");
  EXPECT_EQ(inspection["visa"]["visa_number"], scene_.visa.number->text());
  EXPECT_EQ(inspection["bundle_sequence"], 1);
  EXPECT_EQ(service_.airport().log->size().value(), 0U) << "an inspection records nothing";
}

TEST_F(ServiceTravellers, TheSealMayComeAsBytesOrTextAndOnlyOnce) {
  service_.trust();
  auto body = question();
  body.erase("seal_text");
  body["seal"] = crypto::to_base64(scene_.seal_bytes());
  EXPECT_EQ(inspect(body)["outcome"], "OK");
  body["seal_text"] = "KZV1";
  EXPECT_THAT(inspect(body, 400)["detail"].get<std::string>(), HasSubstr("several"));
}

TEST_F(ServiceTravellers, ATouchedSealIsRefusedAndAnotherPassportToo) {
  service_.trust();
  auto body = question();
  auto bytes = scene_.seal_bytes();
  bytes.back() ^= 1;
  body["seal_text"] = crypto::seal_to_text(bytes);
  const auto forged = inspect(body);
  EXPECT_EQ(forged["outcome"], "REFUSE");
  EXPECT_EQ(forged["headline"], "SEAL_INVALID");
  EXPECT_TRUE(forged["visa"].is_null());
  auto other = scene_.passport;
  other.document_number = "Z7654321";
  body = question();
  body["passport_mrz"] = passport_lines(other);
  EXPECT_NE(inspect(body)["outcome"], "OK");
}

TEST_F(ServiceTravellers, AnEntryAtAnyBoothOfTheAirportIsSeen) {
  service_.trust();
  Booth booth("ALA-01", service_);
  booth.hand_in(booth.sign(visa::EventKind::entry, 12345678));
  const auto again = inspect(question());
  EXPECT_EQ(again["outcome"], "NOTICE") << "the same traveller scanned again a moment later";
  EXPECT_EQ(again["duplicate_of"], "ALA-01/1");
  EXPECT_EQ(again["use"]["state"], "INSIDE");
  EXPECT_EQ(again["use"]["entry"], "ALA-01/1");
}

TEST_F(ServiceTravellers, WithoutAPrintOutTheRegisterFindsTheVisa) {
  service_.trust();
  service_.know({record_of(scene_.visa)}, kNow - 5min);
  auto body = question();
  body.erase("seal_text");
  body["visa_number"] = scene_.visa.number->text();
  const auto inspection = inspect(body);
  EXPECT_EQ(inspection["outcome"], "SECOND_LOOK");
  EXPECT_EQ(inspection["headline"], "PRINTOUT_MISSING");
  EXPECT_EQ(inspection["visa"]["visa_number"], scene_.visa.number->text());
}

TEST_F(ServiceTravellers, ASealThatTheRegisterMustKnowAndDoesNotIsRefused) {
  service_.trust();
  service_.know({}, kNow - 5min);
  EXPECT_EQ(inspect(question())["headline"], "VISA_NOT_FOUND");
}

TEST_F(ServiceTravellers, ACopyThatIsOlderThanTheSealProvesNothing) {
  service_.trust();
  service_.know({}, scenes::instant("2026-10-30T10:00:00Z"));
  EXPECT_EQ(inspect(question())["outcome"], "OK");
}

TEST_F(ServiceTravellers, ABoothAsksForItselfOnly) {
  service_.trust();
  const auto token = service_.token(db::TokenRole::booth, "ALA-01");
  auto body = question();
  body["booth"] = "ALA-02";
  EXPECT_EQ(service_.post("/v1/inspections", token, body, 422)["code"], "ineligible");
}

TEST_F(ServiceTravellers, WhatIsMalformedIsNamed) {
  service_.trust();
  const std::pair<const char*, Json> wrong[] = {{"direction", "boarding"},
                                                {"checkpoint", std::string(41, 'A')},
                                                {"visa_number", "123"},
                                                {"passport_mrz", "P<"},
                                                {"arrival", "soon"},
                                                {"language", "de"},
                                                {"ticks", {{"blank_pages", -1}}},
                                                {"ticks", {{"printout_differs", {"colour"}}}},
                                                {"ticks", {{"shoes", true}}},
                                                {"document", "***"}};
  for (const auto& [member, value] : wrong) {
    auto body = question();
    body.erase("seal_text");
    body[member] = value;
    const auto problem = inspect(body, 400);
    EXPECT_FALSE(problem["detail"].get<std::string>().empty()) << member;
  }
  auto body = question();
  body["checkpoint"] = "XXX";
  EXPECT_EQ(inspect(body, 422)["code"], "out_of_range");
  body = question();
  body.erase("seal_text");
  body["document"] = crypto::to_base64(crypto::as_bytes("\x89PNG not a picture"));
  EXPECT_EQ(inspect(body, 422)["code"], "unreadable");
}

TEST_F(ServiceTravellers, TheRegisterIsSearchedByEachOfItsNumbers) {
  const auto search = [&](const Json& body, int status = 200) {
    return service_.post("/v1/register/searches", officer_, body, status);
  };
  service_.know({record_of(scene_.visa)}, kNow - 5min);
  for (const Json& body :
       {Json{{"visa_number", scene_.visa.number->text()}},
        Json{{"application_number", "16546778150001"}}, Json{{"passport_number", "Z1234567"}}}) {
    const auto found = search(body);
    ASSERT_EQ(found["records"].size(), 1U) << body;
    EXPECT_EQ(found["records"][0]["visa_number"], scene_.visa.number->text());
    EXPECT_EQ(found["register_as_of"], visa::to_string(kNow - 5min));
  }
  EXPECT_TRUE(search({{"application_number", "16546778150002"}})["records"].empty());
  search(Json::object(), 400);
  search({{"visa_number", scene_.visa.number->text()}, {"passport_number", "Z1234567"}}, 400);
  search({{"name", "SHARMA"}}, 400);
}

}  // namespace
}  // namespace evisa::verifier
