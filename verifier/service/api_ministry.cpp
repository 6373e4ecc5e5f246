// /v1/trust and /v1/register: what the ministry delivers, and what booths fetch of it.
#include "verifier/service/api_ministry.h"

#include "db/register_replica.h"
#include "http/static_files.h"
#include "verifier/service/trust_in_force.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::size_t kBundleBody = 64U << 20;  ///< 10 million revoked visas, in base64
constexpr std::size_t kPageBody = 34U << 20;    ///< a page of db::kMaxPage, escaped

/// A bundle that is not there is nothing to fetch, and no fault.
Result<BundleOffer> offered(Airport& airport) {
  auto offer = airport.in_force->offer();
  if (offer || offer.error().code == Errc::not_found) return offer;
  return fail(Errc::unavailable, "the trust bundle in force cannot be read");
}

Result<http::Response> get_bundle(Airport& airport, const http::Request& request) {
  const auto offer = offered(airport);
  if (!offer) return std::unexpected(offer.error());
  http::Response response;
  if (http::matches_etag(request, offer->etag)) {
    response = http::empty_response(304);
  } else {
    response.headers.set("Content-Type", "application/octet-stream");
    response.body = offer->content;
  }
  response.headers.set("ETag", offer->etag);
  return response;
}

Result<http::Response> get_signature(Airport& airport, const http::Request& request) {
  const auto asked = request.find_query("etag");
  if (!asked) return fail(Errc::malformed, "etag: is missing; expected that of the bundle");
  const auto offer = offered(airport);
  if (!offer) return std::unexpected(offer.error());
  if (*asked != offer->etag)
    return fail(Errc::not_found, "another bundle is in force by now", "fetch the bundle again");
  return http::text_response(200, offer->signature);
}

Json to_json(const crypto::TrustBundle& bundle) {
  return {{"sequence", bundle.sequence()},
          {"issued_at", visa::to_string(bundle.issued_at())},
          {"next_update", visa::to_string(bundle.next_update())},
          {"etag", crypto::entity_tag(bundle.content_hash())}};
}

Result<db::SignedBundle> read_bundle(const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "bundle");
  if (!object) return std::unexpected(object.error());
  const auto content = object->parsed("bundle", crypto::from_base64);
  if (!content) return std::unexpected(content.error());
  auto signature = object->text("signature");
  if (!signature) return std::unexpected(signature.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return db::SignedBundle{std::string(crypto::as_text(*content)), std::move(*signature)};
}

Result<http::Response> put_bundle(Airport& airport, const http::Request& request) {
  const auto bundle = read_bundle(request);
  if (!bundle) return std::unexpected(bundle.error());
  const auto taken = airport.in_force->import(*bundle);
  if (taken) return ok(to_json(**taken));
  Error error = taken.error();
  // Understood as a request, refused as a bundle.
  if (error.code == Errc::malformed || error.code == Errc::unsupported ||
      error.code == Errc::untrusted)
    error.code = Errc::out_of_range;
  return std::unexpected(std::move(error));
}

Json to_json(const db::ReplicaState& state) {
  return {{"change", state.applied},
          {"as_of", state.as_of ? Json(visa::to_string(*state.as_of)) : Json(nullptr)}};
}

Result<db::RegisterReplica*> copy_of(const Airport& airport) {
  if (airport.visas != nullptr) return airport.visas.get();
  return fail(Errc::unavailable, "this airport has no copy of the register yet",
              "an administrator: evisa-verifier register trust");
}

Result<http::Response> post_page(Airport& airport, const http::Request& request) {
  const auto body = read_json(request);
  if (!body) return std::unexpected(body.error());
  auto object = JsonObject::open(*body, "page");
  if (!object) return std::unexpected(object.error());
  auto text = object->text("json");
  if (!text) return std::unexpected(text.error());
  const auto signature = object->parsed("signature", read_signature);
  if (!signature) return std::unexpected(signature.error());
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  const auto visas = copy_of(airport);
  if (!visas) return std::unexpected(visas.error());
  auto taken = (*visas)->apply({.json = std::move(*text), .signature = *signature});
  if (taken) return ok(to_json(taken->state));
  // A page that cannot follow on what is here: the issuer starts again where the copy stands.
  if (taken.error().code == Errc::out_of_range) taken.error().code = Errc::conflict;
  return std::unexpected(std::move(taken.error()));
}

Result<http::Response> get_state(Airport& airport, const http::Request&) {
  const auto visas = copy_of(airport);
  if (!visas) return std::unexpected(visas.error());
  const auto state = (*visas)->state();
  if (!state) return std::unexpected(state.error());
  return ok(to_json(*state));
}

}  // namespace

std::vector<http::Route> ministry_routes(Airport& airport) {
  using http::Method;
  const std::vector<std::string> readers{"booth", "peer", "senior", "office"};
  return {
      {Method::get, "/v1/trust/bundle", handler(airport, get_bundle), readers},
      {Method::get, "/v1/trust/bundle.minisig", handler(airport, get_signature), readers},
      {Method::put, "/v1/trust/bundle", handler(airport, put_bundle), {"office"}, kBundleBody, 2},
      {Method::post, "/v1/register/pages", handler(airport, post_page), {"office"}, kPageBody, 2},
      {Method::get, "/v1/register/state", handler(airport, get_state), {"office", "senior"}},
  };
}

}  // namespace evisa::verifier
