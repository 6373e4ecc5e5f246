// A service's answers as its clients read them.
#include "verifier/service/service_answer.h"

#include <fmt/format.h>

#include <algorithm>

#include "crypto/bytes.h"
#include "db/booth_name.h"
#include "db/claim_json.h"
#include "http/problem_words.h"
#include "verifier/service/crossing_json.h"

namespace evisa::verifier {
namespace {

using crypto::Json;
using crypto::JsonObject;

/// Reads each element of a list with `parse`.
template <class T>
Result<std::vector<T>> parse_list(JsonObject& object, std::string_view key,
                                  Result<T> (*parse)(const Json&)) {
  const Json* list = object.find(key);
  if (list == nullptr || !list->is_array())
    return fail(Errc::malformed, fmt::format("answer: {} is no list", key));
  std::vector<T> values;
  values.reserve(list->size());
  for (const auto& json : *list) {
    auto value = parse(json);
    if (!value) return std::unexpected(std::move(value.error()));
    values.push_back(std::move(*value));
  }
  return values;
}

template <std::size_t kSize>
Result<std::array<std::uint8_t, kSize>> parse_bytes(std::string_view text) {
  const auto bytes = crypto::from_base64(text);
  std::array<std::uint8_t, kSize> array{};
  if (!bytes || bytes->size() != kSize)
    return fail(Errc::malformed, fmt::format("not {} bytes in base64", kSize));
  std::ranges::copy(*bytes, array.begin());
  return array;
}

Result<crypto::SignedEvent> parse_stored(const Json& json) {
  auto object = JsonObject::open(json, "event");
  if (!object) return std::unexpected(object.error());
  auto text = object->text("json");
  if (!text) return std::unexpected(text.error());
  const auto signature = object->parsed("signature", parse_bytes<64>);
  if (!signature) return std::unexpected(signature.error());
  return crypto::SignedEvent{.json = std::move(*text), .signature = *signature};
}

/// One booth's key; the same booth comes once for each of its keys.
Result<db::BoothInfo> parse_key(const Json& json) {
  auto object = JsonObject::open(json, "key");
  if (!object) return std::unexpected(object.error());
  auto booth = object->text("booth");
  if (!booth) return std::unexpected(booth.error());
  const auto airport = db::airport_of_booth(*booth);
  if (!airport) return std::unexpected(airport.error());
  const auto key = object->parsed("key", parse_bytes<32>);
  if (!key) return std::unexpected(key.error());
  const auto from = object->parsed("valid_from", visa::parse_instant);
  if (!from) return std::unexpected(from.error());
  db::BoothKey held{.key = *key, .valid_from = *from, .revoked_at = {}, .compromised_since = {}};
  for (const auto& [key_name, place] : {std::pair{"revoked_at", &held.revoked_at},
                                        std::pair{"compromised_since", &held.compromised_since}}) {
    const Json* at = object->find(key_name);
    if (at == nullptr || at->is_null()) continue;
    const auto instant = object->parsed(key_name, visa::parse_instant);
    if (!instant) return std::unexpected(instant.error());
    *place = *instant;
  }
  return db::BoothInfo{
      .name = std::move(*booth), .airport = *airport, .added = *from, .keys = {held}};
}

}  // namespace

std::unexpected<Error> refusal(const http::ClientResponse& response) {
  const bool denied = response.status == 401 || response.status == 403;
  return fail(denied ? Errc::untrusted : Errc::unavailable,
              fmt::format("the service answered {}: {}", response.status,
                          http::words_of_problem(response.body)),
              denied ? "evisa-verifier token create makes a new token" : "");
}

std::optional<db::Claim> winner_of(const http::ClientResponse& response) {
  const auto body = crypto::parse_json(response.body);
  if (!body || !body->is_object() || !body->contains("winner")) return std::nullopt;
  auto winner = db::parse_claim((*body)["winner"], "winner");
  return winner ? std::optional(std::move(*winner)) : std::nullopt;
}

Result<FeedPage> parse_feed_page(const Json& json) {
  auto object = JsonObject::open(json, "feed");
  if (!object) return std::unexpected(object.error());
  auto log = object->text("log");
  if (!log) return std::unexpected(log.error());
  const auto next = object->integer("next");
  if (!next) return std::unexpected(next.error());
  if (*next < 0) return fail(Errc::malformed, "feed: next: expected 0 or more");
  auto events = parse_list(*object, "events", parse_stored);
  if (!events) return std::unexpected(events.error());
  return FeedPage{.log = std::move(*log),
                  .events = std::move(*events),
                  .next = static_cast<std::uint64_t>(*next)};
}

Result<HandedIn> parse_handed_in(const Json& json) {
  auto object = JsonObject::open(json, "answer");
  if (!object) return std::unexpected(object.error());
  auto log = object->text("log");
  if (!log) return std::unexpected(log.error());
  auto answers = parse_list(*object, "answers", parse_answer);
  if (!answers) return std::unexpected(answers.error());
  return HandedIn{.log = std::move(*log), .answers = std::move(*answers)};
}

Result<ServiceState> parse_service_state(const Json& json) {
  auto object = JsonObject::open(json, "answer");
  if (!object) return std::unexpected(object.error());
  const auto time = object->parsed("time", visa::parse_instant);
  if (!time) return std::unexpected(time.error());
  ServiceState state{.time = *time, .bundle_sequence = {}};
  const Json* sequence = object->find("bundle_sequence");
  if (sequence != nullptr && sequence->is_number_unsigned())
    state.bundle_sequence = sequence->get<std::uint64_t>();
  return state;
}

Result<db::BoothKeyRing> parse_booth_keys(const Json& json) {
  auto object = JsonObject::open(json, "keys");
  if (!object) return std::unexpected(object.error());
  auto keys = parse_list(*object, "booths", parse_key);
  if (!keys) return std::unexpected(keys.error());
  std::vector<db::BoothInfo> booths;
  for (auto& one : *keys) {
    const auto known = std::ranges::find(booths, one.name, &db::BoothInfo::name);
    if (known == booths.end()) {
      booths.push_back(std::move(one));
    } else {
      known->keys.push_back(one.keys.front());
    }
  }
  return db::BoothKeyRing(std::move(booths));
}

}  // namespace evisa::verifier
