// The airport's service over real HTTP on loopback: who may ask, one entry per visa among booths
// that ask at the same time, retries, the feed, corrections.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <thread>

#include "tests/unit/verifier/service_fixture.h"
#include "verifier/service/peer_sync.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using scenes::Booth;
using scenes::kNow;
using scenes::Service;
using scenes::visa_no;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using visa::EventKind;
using namespace std::chrono_literals;

std::string body_of(const crypto::SignedEvent& event) {
  return crypto::write_json(
      {{"events",
        Json::array({{{"json", event.json}, {"signature", crypto::to_base64(event.signature)}}})}});
}

TEST(ServiceApi, AsksForATokenOfTheRightRole) {
  Service service;
  EXPECT_EQ(service.send(http::Method::get, "/v1/events", {}).status, 401);
  EXPECT_EQ(service.send(http::Method::get, "/v1/events", "evisa_booth_nonsense").status, 401);
  const auto airline = service.token(db::TokenRole::airline, "KC");
  const auto denied = service.send(http::Method::get, "/v1/events", airline);
  EXPECT_EQ(denied.status, 403);
  EXPECT_EQ(*denied.headers.find("Content-Type"), "application/problem+json");
  EXPECT_EQ(service.send(http::Method::get, "/healthz", {}).status, 200);
}

TEST(ServiceApi, SaysWhatItLacksToBeReady) {
  Service service;
  const auto ready = service.send(http::Method::get, "/readyz", {});
  EXPECT_EQ(ready.status, 503);
  EXPECT_THAT(ready.body, HasSubstr("trust_bundle"));
  EXPECT_EQ(service.send(http::Method::get, "/metrics", {}).status, 200);
}

TEST(ServiceApi, AClaimIsWonOnceAndTheLoserLearnsTheWinner) {
  Service service;
  Booth one("ALA-01", service), two("ALA-02", service);
  EXPECT_TRUE(std::holds_alternative<db::Won>(one.claim(1)));
  EXPECT_TRUE(std::holds_alternative<db::Won>(one.claim(1)));
  const auto lost = two.claim(1);
  ASSERT_TRUE(std::holds_alternative<db::Already>(lost));
  EXPECT_EQ(std::get<db::Already>(lost).winner.event.text(), "ALA-01/1");
  EXPECT_EQ(one.hand_in(one.sign(EventKind::entry, 1)).kind, EventAnswer::Kind::recorded);
}

TEST(ServiceApi, ALostClaimIsAConflictWithItsReason) {
  Service service;
  Booth one("ALA-01", service);
  one.hand_in(one.sign(EventKind::entry, 1));
  const auto claim = [&](const char* event) {
    return service.send(
        http::Method::post, "/v1/claims", service.token(db::TokenRole::booth, "ALA-02"),
        crypto::write_json(
            {{"visa", visa_no(1).text()}, {"event", event}, {"time", "2026-11-20T10:00:00Z"}}));
  };
  const auto inside = claim("ALA-02/1");
  EXPECT_EQ(inside.status, 409);
  EXPECT_EQ(crypto::parse_json(inside.body).value()["reason"], "ENTRY_OPEN_STAY");
  one.hand_in(one.sign(EventKind::exit, 1));
  EXPECT_EQ(crypto::parse_json(claim("ALA-02/1").body).value()["reason"], "ENTRY_ALREADY_USED");
  EXPECT_GE(claim("ALA-09/1").status, 400) << "a booth speaks for itself only";
}

TEST(ServiceApi, OfManyBoothsAtOnceExactlyOneIsRecordedForEachVisa) {
  constexpr std::uint32_t kVisas = 60;
  constexpr int kBooths = 4;
  Service service;
  std::vector<std::unique_ptr<Booth>> booths;
  for (int b = 1; b <= kBooths; ++b)
    booths.push_back(std::make_unique<Booth>("ALA-0" + std::to_string(b), service));
  std::vector<std::vector<int>> won(kBooths, std::vector<int>(kVisas + 1));
  {
    std::vector<std::jthread> threads;
    for (int b = 0; b < kBooths; ++b)
      threads.emplace_back([&, b] {
        Booth& booth = *booths[static_cast<std::size_t>(b)];
        for (std::uint32_t n = 1; n <= kVisas; ++n) {
          const bool first = std::holds_alternative<db::Won>(booth.claim(n));
          const auto event = booth.sign(first ? EventKind::entry : EventKind::refusal, n);
          for (int again = 0; again < 2; ++again) {  // the answer to the first was lost
            const auto answer = booth.hand_in(event);
            EXPECT_EQ(answer.kind, again == 0 ? EventAnswer::Kind::recorded
                                              : EventAnswer::Kind::already_recorded);
            EXPECT_EQ(answer.event->booth, booth.name());
          }
          won[static_cast<std::size_t>(b)][n] = first;
        }
      });
  }
  for (std::uint32_t n = 1; n <= kVisas; ++n) {
    int winners = 0;
    for (const auto& own : won) winners += own[n];
    EXPECT_EQ(winners, 1) << n;
    EXPECT_TRUE(
        visa::fold_crossings(service.airport().log->history(visa_no(n)).value()).conflicts.empty());
  }
  EXPECT_EQ(service.airport().log->size().value(), kVisas * kBooths);
  EXPECT_TRUE(service.airport().operations->alarms().open(10).value().empty());
}

TEST(ServiceApi, ACandidateThatLosesIsNotStored) {
  Service service;
  Booth one("ALA-01", service), two("ALA-02", service);
  one.hand_in(one.sign(EventKind::entry, 1));
  const auto late =
      service.send(http::Method::post, "/v1/events", service.token(db::TokenRole::booth, "ALA-02"),
                   body_of(two.sign(EventKind::entry, 1)));
  ASSERT_EQ(late.status, 200) << late.body;
  const auto answer = crypto::parse_json(late.body).value()["answers"][0];
  EXPECT_EQ(answer["result"], "conflict");
  EXPECT_EQ(answer["stored"], false);
  EXPECT_EQ(answer["winner"]["event"], "ALA-01/1");
}

TEST(ServiceApi, MalformedBodiesAreRefusedWithWhatWasFound) {
  Service service;
  const auto token = service.token(db::TokenRole::booth, "ALA-01");
  const auto post = [&](const std::string& body) {
    return service.send(http::Method::post, "/v1/events", token, body);
  };
  for (const char* body :
       {"{}", "[]", "{\"events\":[]}", "{\"events\":[{}]}", "nonsense",
        "{\"events\":[],\"more\":1}", "{\"events\":[{\"json\":\"\",\"signature\":\"AA==\"}]}"}) {
    const auto response = post(body);
    EXPECT_EQ(response.status, 400) << body;
    EXPECT_THAT(response.body, HasSubstr("\"code\""));
  }
  EXPECT_EQ(service.send(http::Method::get, "/v1/visas/123", token).status, 400);
  EXPECT_EQ(service.send(http::Method::get, "/v1/events?limit=0", token).status, 400);
}

TEST(ServiceApi, TheFeedIsReadByAPeerAndWaitedFor) {
  Service service;
  Booth one("ALA-01", service);
  auto peer = service.client(db::TokenRole::peer, "NQZ");
  EXPECT_TRUE(peer.read(0, 10, 0ms).value().events.empty());
  std::jthread later([&] {
    std::this_thread::sleep_for(100ms);
    one.hand_in(one.sign(EventKind::entry, 1));
  });
  const auto page = peer.read(0, 10, 20s);
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_THAT(page->events, SizeIs(1));
  EXPECT_EQ(page->log, service.airport().log->name().value());
  EXPECT_TRUE(peer.read(page->next, 10, 0ms).value().events.empty());
}

TEST(ServiceApi, TwoServicesHoldTheSameEventsAfterReadingEachOther) {
  Service almaty, astana;
  Booth one("ALA-01", almaty), two("NQZ-01", astana);
  for (std::uint32_t n = 1; n <= 5; ++n) one.hand_in(one.sign(EventKind::entry, n));
  two.hand_in(two.sign(EventKind::entry, 5, true));
  auto keys = almaty.airport().accounts->booths().load()->booths();
  const auto others = astana.airport().accounts->booths().load().value();
  for (const auto& booth : others.booths())
    if (booth.name == "NQZ-01") keys.push_back(booth);
  const db::BoothKeyRing ring(keys);
  auto from_almaty = almaty.client(db::TokenRole::peer, "NQZ");
  auto from_astana = astana.client(db::TokenRole::peer, "ALA");
  std::set<std::string> told_at_almaty, told_at_astana;  // a cause is one alarm, however often told
  const auto into = [](std::set<std::string>& told) {
    return [&told](const db::AlarmCause& cause) -> Result<void> {
      told.insert(cause.cause);
      return {};
    };
  };
  PeerSync a("NQZ", from_astana, *almaty.airport().log, *almaty.airport().peers);
  PeerSync b("ALA", from_almaty, *astana.airport().log, *astana.airport().peers);
  ASSERT_TRUE(a.step(ring, into(told_at_almaty)));
  ASSERT_TRUE(b.step(ring, into(told_at_astana)));
  EXPECT_EQ(almaty.airport().log->set_hash().value(), astana.airport().log->set_hash().value());
  EXPECT_THAT(told_at_almaty, SizeIs(1));
  EXPECT_EQ(told_at_almaty, told_at_astana);
}

TEST(ServiceApi, ASeniorOfficerReversesAndExports) {
  Service service;
  Booth one("ALA-01", service);
  one.hand_in(one.sign(EventKind::entry, 1));
  const auto token = service.senior();
  const auto status = service.send(http::Method::get, "/v1/visas/" + visa_no(1).text(), token);
  ASSERT_EQ(status.status, 200) << status.body;
  EXPECT_EQ(crypto::parse_json(status.body).value()["state"], "INSIDE");
  const auto csv = service.send(http::Method::get, "/v1/exports/2026-11-20", token);
  EXPECT_EQ(csv.status, 200);
  EXPECT_THAT(csv.body, HasSubstr("ALA-01/1,2026-11-20T10:00:00Z,entry"));
  const auto lines = service.send(http::Method::get, "/v1/exports/2026-11-20?format=signed", token);
  EXPECT_THAT(lines.body, HasSubstr("signature"));
  EXPECT_EQ(service.send(http::Method::del, "/v1/sessions", token).status, 204);
  EXPECT_EQ(service.send(http::Method::get, "/v1/booths", token).status, 401);
}

TEST(ServiceApi, AReversalIsSignedAsTheSeniorOfficersOwnAct) {
  Service service;
  service.trust();
  Booth one("ALA-01", service);
  one.hand_in(one.sign(EventKind::entry, 1));
  const auto token = service.senior();
  const auto made = service.post("/v1/reversals", token,
                                 {{"event", "ALA-01/1"}, {"reason", "wrong passenger"}}, 201);
  EXPECT_EQ(made["officer"], "KZ-900") << made;
  const auto stored = service.airport().log->find({"ALA-S1", 1}).value();
  ASSERT_TRUE(stored);
  EXPECT_EQ(stored->officer, "KZ-900");
  EXPECT_EQ(stored->note, "wrong passenger");
  EXPECT_EQ(stored->reverses->text(), "ALA-01/1");
  EXPECT_EQ(service.airport().trust->head("ALA-S1").value()->sequence, 1U)
      << "the service remembers how far its own chain has come";
  service.post("/v1/reversals", token, {{"event", "ALA-01/9"}, {"reason", "none"}}, 404);
  service.post("/v1/reversals", token, {{"event", "ALA-01/1"}}, 400);
}

TEST(ServiceApi, ADoubleUseStandsUntilASeniorOfficerNamesTheEntryThatCounts) {
  Service service;
  service.trust();
  Booth one("ALA-01", service), two("ALA-02", service);
  one.hand_in(one.sign(EventKind::entry, 1, true));
  two.hand_in(two.sign(EventKind::entry, 1, true));
  const auto token = service.senior();
  const auto alarms = [&] {
    return crypto::parse_json(service.send(http::Method::get, "/v1/alarms?open=true", token).body)
        .value()["alarms"];
  };
  ASSERT_EQ(alarms().size(), 1U);
  EXPECT_EQ(alarms()[0]["kind"], "DOUBLE_USE_CONFLICT");
  const auto settle = "/v1/alarms/" + std::to_string(alarms()[0]["id"].get<int>()) + "/settlement";
  service.post(settle, token, {{"reason", "looked at"}}, 409);
  const auto made = service.post("/v1/resolutions", token,
                                 {{"event", "ALA-02/1"}, {"reason", "seen on camera"}}, 201);
  EXPECT_EQ(made["officer"], "KZ-900");
  EXPECT_TRUE(alarms().empty());
  const auto visa =
      crypto::parse_json(
          service.send(http::Method::get, "/v1/visas/" + visa_no(1).text(), token).body)
          .value();
  EXPECT_EQ(visa["entry"], "ALA-02/1");
  service.post("/v1/resolutions", token, {{"event", "ALA-02/1"}, {"reason", "again"}}, 422);
}

TEST(ServiceApi, ABoothThatTakesItsEntryBackSettlesTheDoubleUse) {
  Service service;
  Booth one("ALA-01", service), two("ALA-02", service);
  one.hand_in(one.sign(EventKind::entry, 1, true));
  two.hand_in(two.sign(EventKind::entry, 1, true));
  auto& alarms = service.airport().operations->alarms();
  ASSERT_THAT(alarms.open(10).value(), SizeIs(1));
  two.hand_in(two.reverse(1, 1));
  EXPECT_THAT(alarms.open(10).value(), SizeIs(0));
}

TEST(ServiceApi, AnActThatNamesNobodyHoldsUpNoOther) {
  Service service;
  Booth one("ALA-01", service), two("ALA-02", service), three("ALA-03", service);
  one.hand_in(one.sign(EventKind::entry, 1, true));
  two.hand_in(two.sign(EventKind::entry, 1, true));
  two.officer = "";  // its own software would not write such an event
  EXPECT_EQ(two.hand_in(two.reverse(1, 1)).kind, EventAnswer::Kind::recorded);
  three.hand_in(three.sign(EventKind::entry, 2));
  EXPECT_EQ(three.hand_in(three.reverse(1, 2)).kind, EventAnswer::Kind::recorded);
}

TEST(ServiceApi, AWrongPinDoesNotTellWhetherTheBadgeExists) {
  Service service;
  service.senior();
  const auto wrong =
      service.send(http::Method::post, "/v1/sessions", {}, R"({"badge":"KZ-900","pin":"111222"})");
  const auto unknown =
      service.send(http::Method::post, "/v1/sessions", {}, R"({"badge":"KZ-901","pin":"111222"})");
  EXPECT_EQ(wrong.status, 401);
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(crypto::parse_json(wrong.body).value()["detail"],
            crypto::parse_json(unknown.body).value()["detail"]);
}

TEST(ServiceApi, HeartbeatsShowHowABoothIs) {
  Service service;
  Booth one("ALA-01", service);
  const auto state = one.client().report(
      {.booth = "ALA-01", .time = kNow + 10min, .bundle_sequence = std::nullopt, .queue = 3});
  ASSERT_TRUE(state) << state.error().message;
  EXPECT_EQ(state->time, kNow);
  const auto token = service.senior();
  const auto booths = crypto::parse_json(service.send(http::Method::get, "/v1/booths", token).body)
                          .value()["booths"];
  ASSERT_EQ(booths.size(), 2U) << "the booth and the service itself";
  EXPECT_EQ(booths[0]["booth"], "ALA-01");
  EXPECT_EQ(booths[1]["booth"], "ALA-S1");
  EXPECT_EQ(booths[1]["stale"], false) << "the service itself answers";
  EXPECT_EQ(booths[0]["clock_off_seconds"], 600);
  EXPECT_EQ(booths[0]["queue"], 3);
  const auto alarms =
      crypto::parse_json(service.send(http::Method::get, "/v1/alarms?open=true", token).body)
          .value()["alarms"];
  ASSERT_EQ(alarms.size(), 1U);
  EXPECT_EQ(alarms[0]["kind"], "CLOCK_UNTRUSTED");
  const auto id = std::to_string(alarms[0]["id"].get<int>());
  const auto settled = service.send(http::Method::post, "/v1/alarms/" + id + "/settlement", token,
                                    R"({"reason":"clock set right"})");
  EXPECT_EQ(settled.status, 200) << settled.body;
  EXPECT_EQ(service
                .send(http::Method::post, "/v1/alarms/" + id + "/settlement", token,
                      R"({"reason":"again"})")
                .status,
            409);
}

}  // namespace
}  // namespace evisa::verifier
