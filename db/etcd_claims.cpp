// Claims in etcd: one transaction that creates what is absent makes one winner; the event's id
// makes a retry harmless.
#include "db/etcd_claims.h"

#include <fmt/format.h>

#include "crypto/bytes.h"
#include "db/claim_json.h"

namespace evisa::db {
namespace {

using crypto::Json;
using crypto::JsonObject;

// A release between whose reading and deleting others came is tried again.
constexpr int kTries = 3;

std::string coded(std::string_view text) { return crypto::to_base64(crypto::as_bytes(text)); }

Result<Claim> claim_in(std::string_view text) {
  const auto json = crypto::parse_json(text);
  if (!json) return std::unexpected(json.error());
  return parse_claim(*json, "claim");
}

/// A pair of etcd as its gateway writes it.
struct Pair {
  std::string value, revision;
};

// etcd leaves out what is empty: no "kvs" is no pair.
Result<std::optional<Pair>> first_pair(const Json& range) {
  const auto kvs = range.find("kvs");
  if (kvs == range.end()) return std::nullopt;
  if (!kvs->is_array() || kvs->size() != 1) return fail(Errc::malformed, "expected one pair");
  auto pair = JsonObject::open(kvs->front(), "pair");
  if (!pair) return std::unexpected(pair.error());
  const auto value = pair->parsed("value", crypto::from_base64);
  if (!value) return std::unexpected(value.error());
  auto revision = pair->text("mod_revision");
  if (!revision) return std::unexpected(revision.error());
  return Pair{std::string(crypto::as_text(*value)), std::move(*revision)};
}

Result<Claim> winner_of(const Json& answer) {
  const auto responses = answer.find("responses");
  if (responses == answer.end() || !responses->is_array() || responses->empty() ||
      !responses->front().is_object() || !responses->front().contains("response_range"))
    return fail(Errc::malformed, "expected the pair that stands in the way");
  const auto pair = first_pair(responses->front()["response_range"]);
  if (!pair) return std::unexpected(pair.error());
  if (!*pair) return fail(Errc::malformed, "expected the pair that stands in the way");
  return claim_in((*pair)->value);
}

bool succeeded(const Json& answer) {
  const auto found = answer.find("succeeded");
  return found != answer.end() && found->is_boolean() && found->get<bool>();
}

Json put(const std::string& key, std::string_view value) {
  return {{"request_put", {{"key", coded(key)}, {"value", coded(value)}}}};
}

Json remove(const std::string& key) { return {{"request_delete_range", {{"key", coded(key)}}}}; }

// Every key that begins so. The first that does not: its last byte, a slash, is one more.
Json all_under(std::string prefix) {
  Json range = {{"key", coded(prefix)}};
  prefix.back() = '/' + 1;
  range["range_end"] = coded(prefix);
  return range;
}

Result<std::vector<visa::VisaNumber>> visas_behind(const Json& range, std::string_view prefix) {
  std::vector<visa::VisaNumber> visas;
  const auto kvs = range.find("kvs");
  if (kvs == range.end()) return visas;
  if (!kvs->is_array()) return fail(Errc::malformed, "expected a list of pairs");
  for (const Json& kv : *kvs) {
    auto pair = JsonObject::open(kv, "pair");
    if (!pair) return std::unexpected(pair.error());
    const auto key = pair->parsed("key", crypto::from_base64);
    if (!key) return std::unexpected(key.error());
    const std::string_view text = crypto::as_text(*key);
    if (!text.starts_with(prefix))
      return fail(Errc::malformed, "expected a key that was asked for");
    const auto visa = visa::VisaNumber::parse(text.substr(prefix.size()));
    if (!visa) return std::unexpected(visa.error());
    visas.push_back(*visa);
  }
  return visas;
}

// What cannot be read is no answer: an officer looks, nobody is told that a visa is free.
template <class T>
Result<T> as_unavailable(Result<T> result) {
  if (!result && result.error().code != Errc::unavailable) {
    result.error().code = Errc::unavailable;
    result.error().message = "the claims' cluster: " + result.error().message;
  }
  return result;
}

}  // namespace

std::string EtcdClaims::claim_key(visa::VisaNumber visa) const {
  return fmt::format("{}claims/{}", prefix_, visa.text());
}

std::string EtcdClaims::event_keys(const visa::EventId& event) const {
  return fmt::format("{}events/{}/", prefix_, event.text());
}

ClaimAnswer EtcdClaims::claim(visa::VisaNumber visa, const Claim& claim) {
  return create(visa, claim, Json::array({put(event_keys(claim.event) + visa.text(), "")}));
}

ClaimAnswer EtcdClaims::claim_recorded(visa::VisaNumber visa, const Claim& claim) {
  return create(visa, claim, Json::array());
}

ClaimAnswer EtcdClaims::create(visa::VisaNumber visa, const Claim& claim, Json puts) {
  const std::string key = claim_key(visa);
  puts.push_back(put(key, crypto::write_json(to_json(claim))));
  const Json absent = {
      {"target", "CREATE"}, {"result", "EQUAL"}, {"key", coded(key)}, {"create_revision", "0"}};
  const auto answer = etcd_.ask(
      "/v3/kv/txn", {{"compare", Json::array({absent})},
                     {"success", std::move(puts)},
                     {"failure", Json::array({{{"request_range", {{"key", coded(key)}}}}})}});
  if (!answer) return Unavailable{answer.error().message};
  if (succeeded(*answer)) return Won{};
  auto winner = as_unavailable(winner_of(*answer));
  if (!winner) return Unavailable{winner.error().message};
  if (winner->event == claim.event) return Won{};
  return Already{std::move(*winner)};
}

Result<void> EtcdClaims::release(visa::VisaNumber visa, const visa::EventId& event) {
  for (int i = 0; i < kTries; ++i) {
    const auto held = this->held(visa);
    if (!held) return std::unexpected(held.error());
    if (!*held || (*held)->claim.event != event) return {};
    const std::string key = claim_key(visa);
    const Json unchanged = {{"target", "MOD"},
                            {"result", "EQUAL"},
                            {"key", coded(key)},
                            {"mod_revision", (*held)->revision}};
    const auto answer = etcd_.ask(
        "/v3/kv/txn",
        {{"compare", Json::array({unchanged})},
         {"success", Json::array({remove(key), remove(event_keys(event) + visa.text())})}});
    if (!answer) return std::unexpected(answer.error());
    if (succeeded(*answer)) return {};
  }
  return fail(Errc::unavailable, "the claims' cluster: the claim changes all the time");
}

Result<std::optional<Claim>> EtcdClaims::holder(visa::VisaNumber visa) {
  auto held = this->held(visa);
  if (!held) return std::unexpected(std::move(held.error()));
  if (!*held) return std::nullopt;
  return std::move((*held)->claim);
}

Result<std::optional<EtcdClaims::Held>> EtcdClaims::held(visa::VisaNumber visa) {
  const auto answer = etcd_.ask("/v3/kv/range", {{"key", coded(claim_key(visa))}});
  if (!answer) return std::unexpected(answer.error());
  auto pair = as_unavailable(first_pair(*answer));
  if (!pair) return std::unexpected(std::move(pair.error()));
  if (!*pair) return std::nullopt;
  auto claim = as_unavailable(claim_in((*pair)->value));
  if (!claim) return std::unexpected(std::move(claim.error()));
  return Held{std::move(*claim), std::move((*pair)->revision)};
}

Result<std::optional<std::string>> EtcdClaims::value(const std::string& key) {
  const auto answer = etcd_.ask("/v3/kv/range", {{"key", coded(key)}});
  if (!answer) return std::unexpected(answer.error());
  auto pair = as_unavailable(first_pair(*answer));
  if (!pair) return std::unexpected(std::move(pair.error()));
  if (!*pair) return std::nullopt;
  return std::move((*pair)->value);
}

Result<std::vector<visa::VisaNumber>> EtcdClaims::claimed_for(const visa::EventId& event) {
  const std::string keys = event_keys(event);
  const auto answer = etcd_.ask("/v3/kv/range", all_under(keys));
  if (!answer) return std::unexpected(answer.error());
  return as_unavailable(visas_behind(*answer, keys));
}

Result<void> EtcdClaims::forget(const visa::EventId& event) {
  const auto done = etcd_.ask("/v3/kv/deleterange", all_under(event_keys(event)));
  if (!done) return std::unexpected(done.error());
  return {};
}

Result<FeedPosition> EtcdClaims::followed(const std::string& airport) {
  const auto text = value(fmt::format("{}kept/{}", prefix_, airport));
  if (!text) return std::unexpected(text.error());
  if (!*text) return FeedPosition{};
  return as_unavailable([&]() -> Result<FeedPosition> {
    const auto json = crypto::parse_json(**text);
    if (!json) return std::unexpected(json.error());
    auto object = JsonObject::open(*json, "position");
    if (!object) return std::unexpected(object.error());
    auto log = object->text("log");
    if (!log) return std::unexpected(log.error());
    const auto after = object->integer("after");
    if (!after) return std::unexpected(after.error());
    if (*after < 0) return fail(Errc::malformed, "position: after: expected 0 or more");
    return FeedPosition{std::move(*log), static_cast<std::uint64_t>(*after)};
  }());
}

Result<void> EtcdClaims::note_followed(const std::string& airport, const FeedPosition& position) {
  const std::string text = crypto::write_json({{"log", position.log}, {"after", position.after}});
  const auto done = etcd_.ask(
      "/v3/kv/put",
      {{"key", coded(fmt::format("{}kept/{}", prefix_, airport))}, {"value", coded(text)}});
  if (!done) return std::unexpected(done.error());
  return {};
}

}  // namespace evisa::db
