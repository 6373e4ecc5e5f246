// What all handlers of the API share.
#include "verifier/service/api.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace evisa::verifier {
namespace {

constexpr std::size_t kLongestSealText = 2048;

}  // namespace

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

std::function<Result<std::string>(std::string_view)> text_up_to(std::size_t most) {
  return [most](std::string_view text) -> Result<std::string> {
    if (text.size() > most)
      return fail(Errc::malformed,
                  fmt::format("found {} bytes, expected at most {}", text.size(), most));
    return std::string(text);
  };
}

Result<std::optional<bool>> flag_if_given(crypto::JsonObject& object, std::string_view key) {
  if (object.find(key) == nullptr) return std::nullopt;
  const auto value = object.boolean(key);
  if (!value) return std::unexpected(value.error());
  return *value;
}

Error too_many_documents() {
  return {Errc::unavailable, "too many print-outs are being read at this moment",
          "ask again in a second, or send the text of the code"};
}

Result<Presented> read_presented(crypto::JsonObject& object) {
  Presented presented;
  auto text = parsed_if_given(object, "seal_text", text_up_to(kLongestSealText));
  if (!text) return std::unexpected(text.error());
  auto seal = parsed_if_given(object, "seal", crypto::from_base64);
  if (!seal) return std::unexpected(seal.error());
  auto document = parsed_if_given(object, "document", crypto::from_base64);
  if (!document) return std::unexpected(document.error());
  if (text->has_value() + seal->has_value() + document->has_value() > 1)
    return fail(Errc::malformed, "found several of seal_text, seal and document, expected one");
  return Presented{std::move(*text), std::move(*seal), std::move(*document)};
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
