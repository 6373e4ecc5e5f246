// A service's answers as its clients read them. docs/openapi.yaml. Internal to the folder.
#pragma once

#include <optional>

#include "crypto/strict_json.h"
#include "verifier/service/service_client.h"

namespace evisa::verifier {

/// Errors of all: malformed.
[[nodiscard]] Result<FeedPage> parse_feed_page(const crypto::Json& json);
[[nodiscard]] Result<HandedIn> parse_handed_in(const crypto::Json& json);
[[nodiscard]] Result<ServiceState> parse_service_state(const crypto::Json& json);
[[nodiscard]] Result<db::BoothKeyRing> parse_booth_keys(const crypto::Json& json);

/// The winner that a 409 names.
[[nodiscard]] std::optional<db::Claim> winner_of(const http::ClientResponse& response);

/// An answer that is not the one asked for: untrusted (401, 403), else unavailable.
[[nodiscard]] std::unexpected<Error> refusal(const http::ClientResponse& response);

}  // namespace evisa::verifier
