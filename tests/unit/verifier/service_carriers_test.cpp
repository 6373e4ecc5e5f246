// Boarding checks over real HTTP: one passenger, a flight, retries, receipts, PAXLST.
#include <gmock/gmock.h>

#include "crypto/boarding_receipt.h"
#include "crypto/seal_text.h"
#include "tests/unit/verifier/scene.h"
#include "tests/unit/verifier/service_fixture.h"
#include "verifier/carrier/interchange.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using scenes::Booth;
using scenes::kNow;
using scenes::Scene;
using scenes::Service;
using ::testing::HasSubstr;
using namespace std::chrono_literals;

class ServiceCarriers : public ::testing::Test {
 protected:
  ServiceCarriers() {
    service_.trust();
    const auto lines = visa::compose_mrz(visa::MrzFormat::td3, scene_.passport).value();
    passport_ = lines.line1 + "\n" + lines.line2;
  }
  Json passenger(const std::string& reference) {
    return {{"reference", reference},
            {"seal_text", crypto::seal_to_text(scene_.seal_bytes())},
            {"passport_mrz", passport_}};
  }
  static Json flight(Json passengers) {
    return {{"flight", "KC872"},
            {"arrival_airport", "ALA"},
            {"scheduled_arrival", "2026-11-20T21:10:00Z"},
            {"passengers", std::move(passengers)}};
  }
  Json ask(const Json& body, int status = 200) {
    return service_.post("/v1/boarding-checks", airline_, body, status);
  }
  Json ask_one(const Json& who) { return ask(flight(Json::array({who})))["answers"][0]; }

  Scene scene_;
  Service service_;
  std::string airline_ = service_.token(db::TokenRole::airline, "KC");
  std::string passport_;
};

TEST_F(ServiceCarriers, AGoodPassengerBoardsWithAReceiptThatVerifies) {
  const auto answer = ask_one(passenger("KC872-1"));
  EXPECT_EQ(answer["answer"], "BOARD") << answer;
  EXPECT_TRUE(answer["problem"].is_null());
  crypto::SignedReceipt receipt{.json = answer["receipt"]["json"], .signature = {}};
  const auto signature = crypto::from_base64(answer["receipt"]["signature"].get<std::string>());
  std::ranges::copy(*signature, receipt.signature.begin());
  const auto content = crypto::open_receipt(receipt, service_.airport().key.public_key());
  ASSERT_TRUE(content) << content.error().message;
  EXPECT_EQ(content->carrier, "KC");
  EXPECT_EQ(content->id.text(), "ALA-S1/1");
  EXPECT_THAT(receipt.json, ::testing::Not(HasSubstr("SHARMA")));
  EXPECT_EQ(service_.airport().log->size().value(), 0U) << "boarding is no use of the visa";
}

TEST_F(ServiceCarriers, AFlightIsAnsweredInOrderAndOneFaultKeepsNobodyBack) {
  auto nobody = passenger("B");
  nobody["passport_mrz"] = "P<";
  auto stranger = passenger("C");
  auto other = scene_.passport;
  other.document_number = "Z7654321";
  const auto lines = visa::compose_mrz(visa::MrzFormat::td3, other).value();
  stranger["passport_mrz"] = lines.line1 + "\n" + lines.line2;
  const auto answers = ask(flight(Json::array({passenger("A"), nobody, stranger})))["answers"];
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(answers[0]["answer"], "BOARD");
  EXPECT_TRUE(answers[1]["answer"].is_null());
  EXPECT_EQ(answers[1]["problem"]["code"], "malformed");
  EXPECT_EQ(answers[2]["reference"], "C");
  EXPECT_NE(answers[2]["answer"], "BOARD");
}

TEST_F(ServiceCarriers, ARetryIsTheSameReceiptAndAnotherQuestionAConflict) {
  const auto first = ask_one(passenger("KC872-1"));
  EXPECT_EQ(ask_one(passenger("KC872-1")), first);
  auto changed = passenger("KC872-1");
  changed["printout_shown"] = false;
  EXPECT_EQ(ask_one(changed)["problem"]["code"], "conflict");
}

TEST_F(ServiceCarriers, AWholeFlightStreamsALineAPassenger) {
  Json passengers = Json::array();
  for (int n = 1; n <= 60; ++n) passengers.push_back(passenger("P" + std::to_string(n)));
  http::Headers headers;
  headers.add("Accept", "application/x-ndjson");
  const auto response = service_.send(http::Method::post, "/v1/boarding-checks", airline_,
                                      crypto::write_json(flight(passengers)), headers);
  ASSERT_EQ(response.status, 200) << response.body;
  EXPECT_EQ(*response.headers.find("Content-Type"), "application/x-ndjson");
  std::istringstream lines(response.body);
  int n = 0;
  for (std::string line; std::getline(lines, line);) {
    const auto answer = crypto::parse_json(line).value();
    EXPECT_EQ(answer["reference"], "P" + std::to_string(++n));
    EXPECT_EQ(answer["answer"], "BOARD");
  }
  EXPECT_EQ(n, 60);
}

TEST_F(ServiceCarriers, AUsedVisaDoesNotBoardWhicheverAirportSawIt) {
  Booth booth("NQZ-01", service_);
  booth.hand_in(booth.sign(visa::EventKind::entry, 12345678));
  EXPECT_EQ(ask_one(passenger("1"))["answer"], "DO_NOT_BOARD");
}

TEST_F(ServiceCarriers, ByNumberTheRegisterAnswers) {
  visa::VisaRecord record;
  record.visa = scene_.visa;
  record.application_number = "16546778150001";
  record.invitation_number = "3622000301";
  service_.know({record}, kNow - 5min);
  auto who = passenger("1");
  who.erase("seal_text");
  who["visa_number"] = scene_.visa.number->text();
  who["printout_shown"] = true;
  EXPECT_EQ(ask_one(who)["answer"], "BOARD");
  who["reference"] = "2";
  who["visa_number"] = scenes::visa_no(7).text();
  EXPECT_EQ(ask_one(who)["answer"], "DO_NOT_BOARD");
}

TEST_F(ServiceCarriers, AnAgentLogsInAndAsksForItsCarrier) {
  const auto agent = service_.session("KC-0117", db::OfficerRole::agent);
  const auto answers =
      service_.post("/v1/boarding-checks", agent, flight(Json::array({passenger("1")})));
  EXPECT_EQ(answers["answers"][0]["answer"], "BOARD");
  const auto receipt = [&](const std::string& token) {
    return service_.send(http::Method::get, "/v1/boarding-receipts/1", token);
  };
  EXPECT_EQ(crypto::parse_json(receipt(agent).body).value(), answers["answers"][0]["receipt"]);
  EXPECT_EQ(receipt(airline_).status, 200);
  EXPECT_EQ(receipt(service_.token(db::TokenRole::airline, "TK")).status, 404);
  EXPECT_EQ(receipt(service_.senior()).status, 200);
  EXPECT_EQ(service_.send(http::Method::get, "/v1/boarding-receipts/9", airline_).status, 404);
  EXPECT_EQ(service_.send(http::Method::get, "/v1/boarding-receipts/x", airline_).status, 400);
  EXPECT_EQ(service_.send(http::Method::get, "/v1/visas/26000000017", agent).status, 403);
}

TEST_F(ServiceCarriers, ARequestThatIsWrongAsAWholeSaysWhere) {
  ask(flight(Json::array()), 400);
  Json many = Json::array();
  for (int n = 0; n < 501; ++n) many.push_back({{"reference", std::to_string(n)}});
  EXPECT_THAT(ask(flight(many), 400)["detail"].get<std::string>(), HasSubstr("500"));
  ask(flight(Json::array({Json{{"passport_mrz", passport_}}})), 400);
  auto body = flight(Json::array({passenger("1")}));
  body["arrival_airport"] = "LHR";
  ask(body, 422);
  body = flight(Json::array({passenger("1")}));
  body["flight"] = "K";
  ask(body, 400);
}

TEST_F(ServiceCarriers, PaxlstIsAnsweredWithCusresAndRubbishWithControl) {
  const auto post = [&](const std::string& body, const std::string& type) {
    http::Headers headers;
    headers.add("Content-Type", type);
    return service_.send(http::Method::post, "/v1/iapi", airline_, body, headers);
  };
  const auto control = post("rubbish", "application/edifact");
  EXPECT_EQ(control.status, 200);
  EXPECT_EQ(*control.headers.find("Content-Type"), "application/edifact");
  EXPECT_THAT(control.body, HasSubstr("CONTRL"));
  EXPECT_EQ(post("rubbish", "text/plain").status, 415);
}

}  // namespace
}  // namespace evisa::verifier
