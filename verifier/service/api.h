// What all handlers of the API share: strict bodies in, JSON or problem details out.
#pragma once

#include <functional>
#include <string_view>

#include "crypto/strict_json.h"
#include "http/problem.h"
#include "http/router.h"
#include "verifier/service/airport.h"

namespace evisa::verifier {

/// Does the work of one operation; its error becomes the problem that is answered.
using Work = Result<http::Response> (*)(Airport&, const http::Request&);
[[nodiscard]] http::Handler handler(Airport& airport, Work work);

/// The body as JSON. Errors: malformed (not JSON, or another content type: found, expected).
[[nodiscard]] Result<crypto::Json> read_json(const http::Request& request);
[[nodiscard]] http::Response ok(const crypto::Json& json, int status = 200);

/// A whole number of the query. Errors: malformed, out_of_range (which, what is allowed).
[[nodiscard]] Result<std::uint64_t> query_number(const http::Request& request,
                                                 std::string_view name, std::uint64_t otherwise,
                                                 std::uint64_t least, std::uint64_t most);

/// Base64 of exactly 64 bytes. Errors: malformed.
[[nodiscard]] Result<crypto::Ed25519Signature> read_signature(std::string_view text);

}  // namespace evisa::verifier
