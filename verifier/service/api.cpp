// What all handlers of the API share.
#include "verifier/service/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace evisa::verifier {

http::Handler handler(Airport& airport, Work work) {
  return [&airport, work](const http::Request& request) {
    auto response = work(airport, request);
    return response ? std::move(*response) : http::problem_response(response.error());
  };
}

Result<crypto::Json> read_json(const http::Request& request) {
  const auto type = request.headers.find("Content-Type").value_or("");
  const auto media = type.substr(0, type.find(';'));
  if (!http::equal_without_case(media, "application/json"))
    return fail(Errc::malformed,
                fmt::format("found content type \"{}\", expected application/json", media));
  return crypto::parse_json(request.body, request.body.size());
}

http::Response ok(const crypto::Json& json, int status) {
  return http::json_response(status, crypto::write_json(json));
}

Result<std::uint64_t> query_number(const http::Request& request, std::string_view name,
                                   std::uint64_t otherwise, std::uint64_t least,
                                   std::uint64_t most) {
  const auto text = request.find_query(name);
  if (!text) return otherwise;
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
  if (error != std::errc{} || end != text->data() + text->size() || text->empty())
    return fail(Errc::malformed, fmt::format("{}: not a whole number", name));
  if (value < least || value > most)
    return fail(Errc::malformed,
                fmt::format("{}: found {}, expected {} to {}", name, value, least, most));
  return value;
}

Result<crypto::Ed25519Signature> read_signature(std::string_view text) {
  const auto bytes = crypto::from_base64(text);
  crypto::Ed25519Signature signature{};
  if (!bytes || bytes->size() != signature.size())
    return fail(Errc::malformed, "signature: not 64 bytes in base64");
  std::ranges::copy(*bytes, signature.begin());
  return signature;
}

}  // namespace evisa::verifier
