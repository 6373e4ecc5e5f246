// Answers with receipts: signed before they are told, the same for the same question, refused for
// another under the same reference.
#include "verifier/carrier/receipts.h"

#include <gtest/gtest.h>

#include "tests/sample/temp_folder.h"
#include "tests/unit/verifier/carrier_fixture.h"
#include "verifier/carrier/passport_fields.h"

namespace evisa::verifier {
namespace {

using namespace scenes;

class CarrierReceipts : public ::testing::Test {
 protected:
  void SetUp() override {
    auto store = db::BoardingReceipts::open(folder_ / "receipts.sqlite", db::Open::create);
    ASSERT_TRUE(store) << store.error().message;
    store_ = std::move(*store);
    desk_ = {store_.get(), &key_, "ALA-S1", "KC", "0.1.0"};
  }
  Result<carrier::ReceiptedAnswer> ask(const carrier::BoardingRequest& request) {
    auto answers = carrier::answer_all({&request, 1}, desk_, [&](const auto& asked) {
      ++checks_;
      gate_.request = asked;
      return gate_.check();
    });
    return std::move(answers.front());
  }

  sample::TempFolder folder_;
  crypto::Ed25519SecretKey key_ = crypto::Ed25519SecretKey::generate();
  std::unique_ptr<db::BoardingReceipts> store_;
  carrier::ReceiptDesk desk_;
  Gate gate_;
  int checks_ = 0;
};

TEST_F(CarrierReceipts, ProveWhatWasTold) {
  const auto request = gate_.request;
  const auto told_now = ask(request).value();
  EXPECT_EQ(told(told_now.answer), "BOARD");
  const auto content = crypto::open_receipt(told_now.receipt, key_.public_key()).value();
  EXPECT_EQ(content.id.text(), "ALA-S1/1");
  EXPECT_EQ(content.carrier, "KC");
  EXPECT_EQ(content.flight, "KC872");
  EXPECT_EQ(content.airport.text(), "ALA");
  EXPECT_EQ(content.arrival, request.arrival);
  EXPECT_EQ(content.time, gate_.scene.request.now);
  EXPECT_EQ(content.answer, visa::Boarding::board);
  EXPECT_FALSE(content.code);
  EXPECT_EQ(content.bundle_sequence, 7U);
  EXPECT_EQ(content.software, "0.1.0");
  EXPECT_EQ(content.asked,
            crypto::hash_asked(crypto::as_bytes(carrier::asked_json(request)), content.salt));
}

TEST_F(CarrierReceipts, HoldNothingPersonal) {
  const auto receipt = ask(gate_.request).value().receipt;
  for (const char* secret : {"SHARMA", "RAVI", "Z1234567", "IND", "1990", "900115", "26123456"})
    EXPECT_FALSE(receipt.json.contains(secret)) << secret;
}

TEST_F(CarrierReceipts, AreTheSameForTheSameQuestion) {
  const auto request = gate_.request;
  const auto first = ask(request).value();
  gate_.scene.revoked = {{*gate_.scene.visa.number, {date("2026-11-15"), {}}}};
  const auto again = ask(request).value();
  EXPECT_TRUE(again.repeated);
  EXPECT_EQ(again.receipt, first.receipt);
  EXPECT_EQ(told(again.answer), "BOARD");
  EXPECT_EQ(again.answer.ruleset_id, first.answer.ruleset_id);
  EXPECT_EQ(checks_, 1);
  // Asked anew it is another question.
  auto anew = request;
  anew.reference = "R2";
  EXPECT_EQ(told(ask(anew).value().answer), "DO_NOT_BOARD VISA_REVOKED");
}

TEST_F(CarrierReceipts, TellTheSameTextAgain) {
  gate_.request.passport->document_number = "X7654321";
  const auto request = gate_.request;
  const auto first = ask(request).value(), again = ask(request).value();
  EXPECT_EQ(told(again.answer), "DO_NOT_BOARD PASSPORT_NUMBER_MISMATCH");
  EXPECT_EQ(again.answer.text, first.answer.text);
  EXPECT_EQ(again.answer.at, first.answer.at);
}

TEST_F(CarrierReceipts, RefuseAnotherQuestionUnderTheSameReference) {
  const auto request = gate_.request;
  ASSERT_TRUE(ask(request));
  const std::pair<const char*, void (*)(carrier::BoardingRequest&)> changes[] = {
      {"scan", [](auto& r) { r.scan.reset(); }},
      {"visa", [](auto& r) { r.visa_number = *visa::VisaNumber::compose(26, 1); }},
      {"passport", [](auto& r) { r.passport->line2[0] = 'Y'; }},
      {"airport", [](auto& r) { r.airport = "NQZ"; }},
      {"arrival", [](auto& r) { r.arrival.reset(); }},
      {"flight", [](auto& r) { r.flight = "KC1"; }},
      {"printout", [](auto& r) { r.printout_shown = false; }},
      {"language", [](auto& r) { r.language = visa::Language::zh; }}};
  for (const auto& [what, change] : changes) {
    auto other = request;
    change(other);
    const auto answer = ask(other);
    ASSERT_FALSE(answer) << what;
    EXPECT_EQ(answer.error().code, Errc::conflict);
    EXPECT_TRUE(answer.error().message.contains("ALA-S1/1")) << answer.error().message;
  }
  EXPECT_EQ(checks_, 1);
}

TEST_F(CarrierReceipts, NeedAReferenceAndAnAirport) {
  auto request = gate_.request;
  request.reference = "";
  EXPECT_EQ(ask(request).error().code, Errc::malformed);
  request.reference = std::string(161, 'R');
  EXPECT_EQ(ask(request).error().code, Errc::malformed);
  request.reference = "R1";
  request.airport = "Almaty";
  EXPECT_EQ(ask(request).error().code, Errc::malformed);
  EXPECT_EQ(checks_, 0);
}

TEST_F(CarrierReceipts, AnswerAFlightInItsOrder) {
  std::vector<carrier::BoardingRequest> flight;
  for (int i = 0; i < 100; ++i) {
    flight.push_back(gate_.request);
    flight.back().reference = "R" + std::to_string(i);
  }
  flight.push_back(flight.front());  // the same passenger twice in one message
  flight.push_back(flight.front());
  flight.back().flight = "KC1";
  const auto answers =
      carrier::answer_all(flight, desk_, [&](const auto&) { return Gate{}.check(); });
  ASSERT_EQ(answers.size(), 102U);
  for (std::size_t i = 0; i < 100; ++i)
    EXPECT_EQ(crypto::open_receipt(answers[i]->receipt, key_.public_key())->id.sequence, i + 1);
  EXPECT_EQ(answers[100]->receipt, answers[0]->receipt);
  EXPECT_EQ(answers[101].error().code, Errc::conflict);
}

TEST_F(CarrierReceipts, AnswerAMessageAndCallTheBorderWithoutProof) {
  std::vector<carrier::BoardingRequest> message(3, gate_.request);
  message[1].reference = "R2";
  message[2].flight = "KC1";  // under the reference of the first
  std::vector<std::string> failed;
  const auto answer_all = carrier::with_receipts(
      desk_, [](const auto&) { return Gate{}.check(); },
      [&](const carrier::BoardingRequest& request, const Error& error) {
        failed.push_back(request.flight + " " + std::string(to_string(error.code)));
      });
  const auto answers = answer_all(message);
  ASSERT_EQ(answers.size(), 3U);
  EXPECT_EQ(told(answers[0]), "BOARD");
  EXPECT_EQ(told(answers[1]), "BOARD");
  EXPECT_EQ(told(answers[2]), "CALL_BORDER");
  EXPECT_EQ(failed, std::vector<std::string>{"KC1 conflict"});
  EXPECT_TRUE(store_->find("KC", "R2").value());
}

TEST_F(CarrierReceipts, WriteTheQuestionInOneForm) {
  auto request = gate_.request;
  request.scan = crypto::Bytes{0xDC, 3};
  const auto json = carrier::asked_json(request);
  EXPECT_EQ(json, R"({"version":1,"reference":"R1","seal":"dc03","visa":null,"passport":{"mrz":")" +
                      request.passport->line1 + request.passport->line2 +
                      R"("},"airport":"ALA","arrival":"2026-11-20T21:10:00Z","flight":"KC872",)"
                      R"("printout":null,"language":"en"})");
  carrier::PassportFields fields;
  fields.number = *visa::PassportNumber::parse("Z1234567");
  fields.birth = visa::BirthDate::from(date("1990-01-15"));
  request = {};
  request.passport = carrier::passport_of(fields);
  request.visa_number = *visa::VisaNumber::compose(26, 1);
  request.printout_shown = true;
  EXPECT_EQ(carrier::asked_json(request),
            R"({"version":1,"reference":"","seal":null,"visa":")" + request.visa_number->text() +
                R"(","passport":{"number":"Z1234567","issuing_state":"","nationality":"",)"
                R"("primary":"","secondary":"","birth":"1990-01-15","sex":"<","expiry":null},)"
                R"("airport":"","arrival":null,"flight":"","printout":true,"language":"en"})");
}

}  // namespace
}  // namespace evisa::verifier
