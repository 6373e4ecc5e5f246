// The trust bundle over HTTP: only a newer one, and its signature with it.
#include <fmt/format.h>

#include <fstream>

#include "crypto/files.h"
#include "verifier/service/service_answer.h"
#include "verifier/service/service_client.h"

namespace evisa::verifier {
namespace fs = std::filesystem;
namespace {

/// The largest bundle over a slow line; whoever waits for it can ask it to stop.
constexpr std::chrono::minutes kDownload{5};
constexpr std::chrono::seconds kSignature{20};

}  // namespace

Result<void> ServiceClient::fetch_signature(const std::string& etag, const fs::path& file) {
  const auto response =
      send(client_, {.target = "/v1/trust/bundle.minisig?etag=" + http::percent_encode(etag),
                     .deadline = kSignature});
  if (!response) return std::unexpected(response.error());
  if (response->status != 200) return refusal(*response);
  return crypto::write_file(file, crypto::as_bytes(response->body), 0600);
}

Result<FetchedBundle> ServiceClient::fetch_bundle(const std::string& known, const fs::path& file) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  http::ClientRequest request{.target = "/v1/trust/bundle", .deadline = kDownload};
  if (!known.empty()) request.headers.add("If-None-Match", known);
  // Straight to the disk: ten million revoked numbers are nothing to keep in memory twice.
  request.on_body = [&out](std::string_view piece) {
    return static_cast<bool>(out.write(piece.data(), static_cast<std::streamsize>(piece.size())));
  };
  const auto response = send(bundles_, std::move(request));
  out.close();
  if (!out) return fail(Errc::io, fmt::format("{}: cannot be written", file.string()));
  if (!response) return std::unexpected(response.error());
  if (response->status == 304)
    return FetchedBundle{.kind = FetchedBundle::Kind::unchanged, .etag = {}};
  if (response->status == 404) return FetchedBundle{.kind = FetchedBundle::Kind::none, .etag = {}};
  if (response->status != 200) return refusal(*response);
  const auto etag = response->headers.find("ETag");
  if (!etag) return fail(Errc::malformed, "trust bundle: the answer has no ETag");
  const std::string name(*etag);
  if (auto signature = fetch_signature(name, file.string() + ".minisig"); !signature)
    return std::unexpected(signature.error());
  return FetchedBundle{.kind = FetchedBundle::Kind::fetched, .etag = name};
}

}  // namespace evisa::verifier
