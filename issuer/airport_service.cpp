// Delivering to an airport's service over HTTP.
#include "issuer/airport_service.h"

#include <fmt/format.h>

#include "crypto/strict_json.h"
#include "http/private_endpoint.h"
#include "http/problem_words.h"

namespace evisa::issuer {
namespace {

using crypto::Json;

/// Ten million revoked visas on a slow line.
constexpr std::chrono::minutes kDeadline{5};

http::ClientRequest sending(http::Method method, std::string target, const Json& json) {
  http::ClientRequest request{.method = method, .target = std::move(target), .deadline = kDeadline};
  request.headers.add("Content-Type", "application/json");
  request.body = crypto::write_json(json);
  return request;
}

Errc code_of(int status) {
  if (status == 401 || status == 403) return Errc::untrusted;
  return status >= 400 && status < 500 && status != 429 ? Errc::conflict : Errc::unavailable;
}

}  // namespace

Result<AirportService> AirportService::create(const AirportAddress& address) {
  const auto endpoint = http::parse_private_endpoint(address.url);
  if (!endpoint) return std::unexpected(endpoint.error());
  http::ClientOptions options;
  if (endpoint->tls && !address.ca.empty()) options.ca = address.ca;
  options.headers.add("Authorization", "Bearer " + address.token);
  auto client = http::Client::create(*endpoint, options);
  if (!client) return std::unexpected(client.error());
  return AirportService(std::move(*client));
}

Result<http::ClientResponse> AirportService::send(const http::ClientRequest& request) {
  auto response = client_.send(request);
  if (response) return std::move(*response);
  const auto& [failure, maybe_done, error] = response.error();
  const bool tls = failure == http::ClientFailure::tls;
  return fail(tls ? Errc::untrusted : Errc::unavailable,
              fmt::format("{}: {}", http::to_string(failure), error.message),
              tls ? "is this the airport's service, and is the CA file its own?" : "");
}

Result<bool> AirportService::has_bundle(const std::string& entity_tag) {
  http::ClientRequest request{
      .method = http::Method::head, .target = "/v1/trust/bundle", .deadline = kDeadline};
  request.headers.add("If-None-Match", entity_tag);
  const auto response = send(request);
  if (!response) return std::unexpected(response.error());
  return response->status == 304;
}

Result<std::uint64_t> AirportService::ask(const http::ClientRequest& request, const char* number) {
  const auto response = send(request);
  if (!response) return std::unexpected(response.error());
  if (response->status != 200)
    return fail(code_of(response->status),
                fmt::format("the service answered {}: {}", response->status,
                            http::words_of_problem(response->body)));
  const auto body = crypto::parse_json(response->body, response->body.size());
  if (!body || !body->is_object() || !body->contains(number) ||
      !(*body)[number].is_number_unsigned())
    return fail(Errc::malformed, fmt::format("the service's answer has no {}", number));
  return (*body)[number].get<std::uint64_t>();
}

Result<std::uint64_t> AirportService::take_bundle(std::string_view content,
                                                  std::string_view signature) {
  return ask(
      sending(http::Method::put, "/v1/trust/bundle",
              {{"bundle", crypto::to_base64(crypto::as_bytes(content))}, {"signature", signature}}),
      "sequence");
}

Result<std::uint64_t> AirportService::register_change() {
  return ask({.method = http::Method::get, .target = "/v1/register/state", .deadline = kDeadline},
             "change");
}

Result<std::uint64_t> AirportService::take_page(const db::SignedPage& page) {
  return ask(sending(http::Method::post, "/v1/register/pages",
                     {{"json", page.json}, {"signature", crypto::to_base64(page.signature)}}),
             "change");
}

}  // namespace evisa::issuer
