// An airport's service over HTTP.
#include "verifier/service/service_client.h"

#include <fmt/format.h>

#include "crypto/strict_json.h"
#include "verifier/service/crossing_json.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kMostAnswer = 64U << 20;
/// A batch or a page is worth more time than a question of the officer's.
constexpr std::chrono::seconds kBulk{20};

http::ClientRequest get(std::string target) {
  return {.method = http::Method::get, .target = std::move(target)};
}

http::ClientRequest post(std::string target, const Json& json) {
  http::ClientRequest request{.method = http::Method::post, .target = std::move(target)};
  request.headers.add("Content-Type", "application/json");
  request.body = crypto::write_json(json);
  return request;
}

Result<Json> parse_body(const http::ClientResponse& response) {
  return crypto::parse_json(response.body, kMostAnswer);
}

/// What a problem says, for a person.
std::string detail_of(const http::ClientResponse& response) {
  const auto json = parse_body(response);
  if (json && json->is_object()) {
    const auto detail = json->find("detail");
    if (detail != json->end() && detail->is_string()) return detail->get<std::string>();
  }
  return fmt::format("status {}", response.status);
}

std::unexpected<Error> refusal(const http::ClientResponse& response) {
  const bool denied = response.status == 401 || response.status == 403;
  return fail(denied ? Errc::untrusted : Errc::unavailable,
              fmt::format("the service answered {}: {}", response.status, detail_of(response)),
              denied ? "evisa-verifier token create makes a new token" : "");
}

Result<crypto::SignedEvent> parse_stored(const Json& json) {
  auto object = JsonObject::open(json, "event");
  if (!object) return std::unexpected(object.error());
  auto text = object->text("json");
  if (!text) return std::unexpected(text.error());
  const auto signature = object->parsed("signature", crypto::from_base64);
  crypto::SignedEvent event{.json = std::move(*text), .signature = {}};
  if (!signature || signature->size() != event.signature.size())
    return fail(Errc::malformed, "event: signature is not 64 bytes in base64");
  std::ranges::copy(*signature, event.signature.begin());
  return event;
}

Result<FeedPage> parse_page(const Json& json) {
  auto object = JsonObject::open(json, "feed");
  if (!object) return std::unexpected(object.error());
  FeedPage page;
  auto log = object->text("log");
  if (!log) return std::unexpected(log.error());
  page.log = std::move(*log);
  const auto next = object->integer("next");
  if (!next) return std::unexpected(next.error());
  page.next = static_cast<std::uint64_t>(*next);
  const Json* events = object->find("events");
  if (events == nullptr || !events->is_array())
    return fail(Errc::malformed, "feed: events is no list");
  for (const auto& stored : *events) {
    auto event = parse_stored(stored);
    if (!event) return std::unexpected(event.error());
    page.events.push_back(std::move(*event));
  }
  return page;
}

Json to_json(const crypto::SignedEvent& event) {
  return {{"json", event.json}, {"signature", crypto::to_base64(event.signature)}};
}

}  // namespace

Result<ServiceClient> ServiceClient::create(const ServiceAddress& address) {
  auto endpoint = http::Endpoint::parse(address.url);
  if (!endpoint) return std::unexpected(endpoint.error());
  http::ClientOptions options;
  if (endpoint->tls) options.ca = address.ca;
  options.max_response = kMostAnswer;
  options.headers.add("Authorization", "Bearer " + address.token);
  auto client = http::Client::create(std::move(*endpoint), std::move(options));
  if (!client) return std::unexpected(client.error());
  return ServiceClient(std::move(*client), address.deadline);
}

Result<http::ClientResponse> ServiceClient::send(http::ClientRequest request) {
  auto response = client_.send(request);
  if (response) return std::move(*response);
  return fail(Errc::unavailable,
              fmt::format("airport service: {}: {}", http::to_string(response.error().failure),
                          response.error().error.message));
}

db::ClaimAnswer ServiceClient::claim(visa::VisaNumber visa, const db::Claim& claim) {
  auto request = post("/v1/claims", {{"visa", visa.text()},
                                     {"event", claim.event.text()},
                                     {"time", visa::to_string(claim.time)}});
  request.deadline = deadline_;
  const auto response = send(std::move(request));
  if (!response) return db::Unavailable{response.error().message};
  if (response->status == 200) return db::Won{};
  if (response->status == 409) {
    const auto body = parse_body(*response);
    if (body && body->is_object() && body->contains("winner")) {
      const auto winner = parse_winner((*body)["winner"]);
      if (winner) return db::Already{*winner};
    }
  }
  return db::Unavailable{refusal(*response).error().message};
}

Result<VisaStatus> ServiceClient::status(visa::VisaNumber visa) {
  auto request = get("/v1/visas/" + visa.text() + "/events");
  request.deadline = deadline_;
  const auto response = send(std::move(request));
  if (!response) return std::unexpected(response.error());
  if (response->status != 200) return refusal(*response);
  const auto body = parse_body(*response);
  if (!body) return std::unexpected(body.error());
  const auto page = parse_page(*body);
  if (!page) return std::unexpected(page.error());
  VisaStatus status;
  for (const auto& event : page->events) {
    auto content = crypto::parse_event(event.json);
    if (!content) return std::unexpected(content.error());
    status.events.push_back(std::move(content->crossing));
  }
  return status;
}

Result<HandedIn> ServiceClient::hand_in(std::span<const crypto::SignedEvent> events) {
  Json list = Json::array();
  for (const auto& event : events) list.push_back(to_json(event));
  auto request = post("/v1/events", {{"events", std::move(list)}, {"on_record", true}});
  request.deadline = kBulk;
  const auto response = send(std::move(request));
  if (!response) return std::unexpected(response.error());
  if (response->status != 200) return refusal(*response);
  const auto body = parse_body(*response);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "answer");
  if (!object) return std::unexpected(object.error());
  HandedIn handed;
  auto log = object->text("log");
  if (!log) return std::unexpected(log.error());
  handed.log = std::move(*log);
  const Json* answers = object->find("answers");
  if (answers == nullptr || !answers->is_array())
    return fail(Errc::malformed, "answer: answers is no list");
  for (const auto& json : *answers) {
    auto answer = parse_answer(json);
    if (!answer) return std::unexpected(answer.error());
    handed.answers.push_back(std::move(*answer));
  }
  return handed;
}

Result<FeedPage> ServiceClient::read(std::uint64_t after, std::size_t limit,
                                     std::chrono::milliseconds wait) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait).count();
  auto request = get(fmt::format("/v1/events?after={}&limit={}&wait={}", after, limit, seconds));
  request.deadline = kBulk + wait;
  const auto response = send(std::move(request));
  if (!response) return std::unexpected(response.error());
  if (response->status != 200) return refusal(*response);
  const auto body = parse_body(*response);
  if (!body) return std::unexpected(body.error());
  return parse_page(*body);
}

Result<ServiceState> ServiceClient::report(const BoothReport& report) {
  auto request = post(
      "/v1/heartbeats",
      {{"booth", report.booth},
       {"time", visa::to_string(report.time)},
       {"bundle_sequence", report.bundle_sequence ? Json(*report.bundle_sequence) : Json(nullptr)},
       {"queue", report.queue},
       {"software", "evisa " EVISA_VERSION}});
  request.deadline = deadline_;
  const auto response = send(std::move(request));
  if (!response) return std::unexpected(response.error());
  if (response->status != 200) return refusal(*response);
  const auto body = parse_body(*response);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "answer");
  if (!object) return std::unexpected(object.error());
  ServiceState state;
  const auto time = object->parsed("time", visa::parse_instant);
  if (!time) return std::unexpected(time.error());
  state.time = *time;
  const Json* sequence = object->find("bundle_sequence");
  if (sequence != nullptr && sequence->is_number_unsigned())
    state.bundle_sequence = sequence->get<std::uint64_t>();
  return state;
}

}  // namespace evisa::verifier
