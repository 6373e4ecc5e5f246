// What all handlers of the API share: strict bodies in, JSON or problem details out.
#pragma once

#include <functional>
#include <optional>
#include <string>
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

/// A member that may be missing. Errors: as JsonObject::parsed.
template <class Parse>
[[nodiscard]] auto parsed_if_given(crypto::JsonObject& object, std::string_view key,
                                   const Parse& parse)
    -> Result<std::optional<typename std::invoke_result_t<Parse, std::string_view>::value_type>> {
  if (object.find(key) == nullptr) return std::nullopt;
  auto value = object.parsed(key, parse);
  if (!value) return std::unexpected(std::move(value.error()));
  return std::move(*value);
}
/// A text of at most `most` bytes. For `parsed` and `parsed_if_given`. Errors: out_of_range.
[[nodiscard]] std::function<Result<std::string>(std::string_view)> text_up_to(std::size_t most);
/// true or false, or nothing. Errors: malformed.
[[nodiscard]] Result<std::optional<bool>> flag_if_given(crypto::JsonObject& object,
                                                        std::string_view key);

/// What an inspection or boarding check of a code is given: `seal_text`, `seal` or `document`.
struct Presented {
  std::optional<std::string> seal_text;
  std::optional<crypto::Bytes> seal, document;
};
/// All places for reading pictures and PDFs are taken (Airport::documents): unavailable.
[[nodiscard]] Error too_many_documents();
/// At most one of the three. Errors: malformed.
[[nodiscard]] Result<Presented> read_presented(crypto::JsonObject& object);

/// A whole number of the query. Errors: malformed, out_of_range (which, what is allowed).
[[nodiscard]] Result<std::uint64_t> query_number(const http::Request& request,
                                                 std::string_view name, std::uint64_t otherwise,
                                                 std::uint64_t least, std::uint64_t most);

/// Base64 of exactly 64 bytes. Errors: malformed.
[[nodiscard]] Result<crypto::Ed25519Signature> read_signature(std::string_view text);

}  // namespace evisa::verifier
