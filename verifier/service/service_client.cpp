// An airport's service over HTTP.
#include "verifier/service/service_client.h"

#include <fmt/format.h>

#include "crypto/strict_json.h"
#include "http/private_endpoint.h"
#include "verifier/service/crossing_json.h"
#include "verifier/service/service_answer.h"

namespace evisa::verifier {
namespace {

using crypto::Json;

constexpr std::size_t kMostAnswer = 64U << 20;
constexpr std::size_t kMostBundle = 1U << 30;  // as crypto::TrustBundle takes it
/// A batch or a page is worth more time than a question of the officer's.
constexpr std::chrono::seconds kBulk{20};

http::ClientRequest get(std::string target, std::chrono::milliseconds deadline) {
  return {.method = http::Method::get, .target = std::move(target), .deadline = deadline};
}

http::ClientRequest post(std::string target, const Json& json, std::chrono::milliseconds deadline) {
  http::ClientRequest request{
      .method = http::Method::post, .target = std::move(target), .deadline = deadline};
  request.headers.add("Content-Type", "application/json");
  request.body = crypto::write_json(json);
  return request;
}

Json to_json(const crypto::SignedEvent& event) {
  return {{"json", event.json}, {"signature", crypto::to_base64(event.signature)}};
}

}  // namespace

Result<ServiceClient> ServiceClient::create(const ServiceAddress& address) {
  const auto endpoint = http::parse_private_endpoint(address.url);
  if (!endpoint) return std::unexpected(endpoint.error());
  http::ClientOptions options;
  if (endpoint->tls && !address.ca.empty()) options.ca = address.ca;
  options.max_response = kMostAnswer;
  options.headers.add("Authorization", "Bearer " + address.token);
  auto client = http::Client::create(*endpoint, options);
  if (!client) return std::unexpected(client.error());
  options.max_response = kMostBundle;
  auto bundles = http::Client::create(*endpoint, options);
  if (!bundles) return std::unexpected(bundles.error());
  return ServiceClient(std::move(*client), std::move(*bundles), address);
}

Result<http::ClientResponse> ServiceClient::send(http::Client& client,
                                                 http::ClientRequest request) {
  request.stop = stop_;
  auto response = client.send(request);
  if (response) return std::move(*response);
  const auto& [failure, maybe_done, error] = response.error();
  if (failure == http::ClientFailure::tls)
    return fail(Errc::untrusted, fmt::format("airport service: certificate: {}", error.message),
                "is this the service, and is the CA file the one of this installation?");
  return fail(Errc::unavailable,
              fmt::format("airport service: {}: {}", http::to_string(failure), error.message));
}

template <class T>
Result<T> ServiceClient::ask(http::ClientRequest request, Result<T> (*parse)(const Json&)) {
  const auto response = send(client_, std::move(request));
  if (!response) return std::unexpected(response.error());
  if (response->status != 200) return refusal(*response);
  const auto body = crypto::parse_json(response->body, kMostAnswer);
  if (!body) return std::unexpected(body.error());
  return parse(*body);
}

db::ClaimAnswer ServiceClient::claim(visa::VisaNumber visa, const db::Claim& claim) {
  const Json asked = {
      {"visa", visa.text()}, {"event", claim.event.text()}, {"time", visa::to_string(claim.time)}};
  const auto response = send(client_, post("/v1/claims", asked, deadline_));
  if (!response) return db::Unavailable{response.error().message};
  if (response->status == 200) return db::Won{};
  if (response->status == 409) {
    if (const auto winner = winner_of(*response)) return db::Already{*winner};
  }
  return db::Unavailable{refusal(*response).error().message};
}

Result<VisaStatus> ServiceClient::status(visa::VisaNumber visa) {
  auto page = ask(get("/v1/visas/" + visa.text() + "/events", deadline_), parse_feed_page);
  if (!page) return std::unexpected(page.error());
  return VisaStatus{std::move(page->events)};
}

Result<db::BoothKeyRing> ServiceClient::booth_keys(std::chrono::milliseconds deadline) {
  return ask(get("/v1/booth-keys", deadline), parse_booth_keys);
}

Result<HandedIn> ServiceClient::hand_in(std::span<const crypto::SignedEvent> events) {
  Json list = Json::array();
  for (const auto& event : events) list.push_back(to_json(event));
  return ask(post("/v1/events", {{"events", std::move(list)}, {"on_record", true}}, kBulk),
             parse_handed_in);
}

Result<FeedPage> ServiceClient::read(std::uint64_t after, std::size_t limit,
                                     std::chrono::milliseconds wait) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(wait).count();
  return ask(
      get(fmt::format("/v1/events?after={}&limit={}&wait={}", after, limit, seconds), kBulk + wait),
      parse_feed_page);
}

Result<ServiceState> ServiceClient::report(const BoothReport& report) {
  const auto& sequence = report.bundle_sequence;
  const Json told = {{"booth", report.booth},
                     {"time", visa::to_string(report.time)},
                     {"bundle_sequence", sequence ? Json(*sequence) : Json(nullptr)},
                     {"queue", report.queue},
                     {"software", "evisa " EVISA_VERSION}};
  return ask(post("/v1/heartbeats", told, deadline_), parse_service_state);
}

}  // namespace evisa::verifier
