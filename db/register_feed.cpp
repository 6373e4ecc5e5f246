// Pages of the register's change feed as JSON; grammar in docs/register-feed.md.
#include "db/register_feed.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "crypto/strict_json.h"
#include "db/record_json.h"

namespace evisa::db {
namespace {

using crypto::Json;
using crypto::JsonObject;

constexpr std::string_view kFormat = "evisa-register-feed-1";

Json change_json(const FedVersion& version) {
  const RegisterEntry& entry = version.entry;
  return {{"kind", entry.record.version == 1 ? "issue" : "amendment"},
          {"issued_at", visa::to_string(entry.issued_at)},
          {"record", to_json(entry.record)},
          {"seal", crypto::to_base64(entry.seal)}};
}

Json change_json(const FedRevocation& revoked) {
  return {{"kind", "revocation"},
          {"visa", revoked.visa.text()},
          {"date", revoked.revocation.date.iso()},
          {"reason", visa::to_string(revoked.revocation.why)}};
}

Json change_json(const RegisterChange& change) {
  Json json = {{"change", change.number}};
  json.update(std::visit([](const auto& what) { return change_json(what); }, change.what));
  return json;
}

std::string encode(const FeedPage& page) {
  Json changes = Json::array();
  FeedHash head = page.previous;
  for (const RegisterChange& change : page.changes) {
    changes.push_back(change_json(change));
    head = chain(head, change);
  }
  return crypto::write_json({{"format", kFormat},
                             {"signed_at", visa::to_string(page.signed_at)},
                             {"since", page.since},
                             {"previous", crypto::to_hex(page.previous)},
                             {"latest", page.latest},
                             {"changes", std::move(changes)},
                             {"head", crypto::to_hex(head)}});
}

/// `value` through `parse`; both errors pass.
template <class T>
Result<T> parsed(const Result<std::string>& value, Result<T> (*parse)(std::string_view)) {
  if (!value) return std::unexpected(value.error());
  return parse(*value);
}

Result<std::uint64_t> count(JsonObject& object, std::string_view key, std::int64_t least) {
  const auto value = object.integer(key);
  if (!value) return std::unexpected(value.error());
  if (*value < least) {
    return fail(Errc::out_of_range,
                fmt::format("register feed: {} is {}, expected {} or more", key, *value, least));
  }
  return static_cast<std::uint64_t>(*value);
}

Result<FeedHash> parse_hash(std::string_view hex) {
  const auto bytes = crypto::from_hex(hex);
  FeedHash hash{};
  if (!bytes || bytes->size() != hash.size()) {
    return fail(Errc::malformed, "register feed: a hash has 64 hex digits");
  }
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

Result<crypto::Bytes> parse_seal(std::string_view text) { return crypto::from_base64(text); }

Result<FedVersion> read_version(JsonObject& object) {
  const auto issued = parsed(object.text("issued_at"), visa::parse_instant);
  const auto seal = parsed(object.text("seal"), parse_seal);
  const Json* record_json = object.find("record");
  if (!issued) return std::unexpected(issued.error());
  if (!seal) return std::unexpected(seal.error());
  if (record_json == nullptr) return fail(Errc::malformed, "register feed: record is missing");
  auto record = record_from_json(*record_json);
  if (!record) return std::unexpected(record.error());
  if (!record->visa.number || record->revocation || record->version < 1) {
    return fail(Errc::malformed,
                "register feed: a version has a number from 1, a visa number and no revocation");
  }
  return FedVersion{{std::move(*record), *seal, *issued}};
}

Result<FedRevocation> read_revocation(JsonObject& object) {
  const auto number = parsed(object.text("visa"), visa::VisaNumber::parse);
  const auto date = parsed(object.text("date"), visa::Date::parse);
  const auto why = parsed(object.text("reason"), visa::parse_revocation_reason);
  if (!number) return std::unexpected(number.error());
  if (!date) return std::unexpected(date.error());
  if (!why) return std::unexpected(why.error());
  return FedRevocation{*number, {*date, *why}};
}

Result<RegisterChange> read_change(const Json& json) {
  auto object = JsonObject::open(json, "register feed: change");
  if (!object) return std::unexpected(object.error());
  const auto number = count(*object, "change", 1);
  if (!number) return std::unexpected(number.error());
  const auto kind = object->text("kind");
  if (!kind) return std::unexpected(kind.error());
  RegisterChange change{*number, {}};
  if (*kind == "revocation") {
    auto what = read_revocation(*object);
    if (!what) return std::unexpected(what.error());
    change.what = std::move(*what);
  } else {  // `issue` or `amendment`: that the word fits is seen when it is composed again
    auto what = read_version(*object);
    if (!what) return std::unexpected(what.error());
    change.what = std::move(*what);
  }
  if (auto done = object->finish(); !done) return std::unexpected(done.error());
  return change;
}

Result<std::vector<RegisterChange>> read_changes(const Json* list, std::uint64_t since) {
  if (list == nullptr || !list->is_array()) {
    return fail(Errc::malformed, "register feed: changes is not a list");
  }
  std::vector<RegisterChange> changes;
  for (const Json& json : *list) {
    auto change = read_change(json);
    if (!change) {
      change.error().message =
          fmt::format("change {}: {}", since + changes.size() + 1, change.error().message);
      return std::unexpected(change.error());
    }
    if (change->number != since + changes.size() + 1) {
      return fail(Errc::malformed, fmt::format("register feed: found change {}, expected {}",
                                               change->number, since + changes.size() + 1));
    }
    changes.push_back(std::move(*change));
  }
  return changes;
}

Result<FeedPage> read_page(JsonObject object) {
  FeedPage page;
  const auto signed_at = parsed(object.text("signed_at"), visa::parse_instant);
  const auto since = count(object, "since", 0), latest = count(object, "latest", 0);
  const auto previous = parsed(object.text("previous"), parse_hash);
  const auto head = parsed(object.text("head"), parse_hash);
  if (!signed_at) return std::unexpected(signed_at.error());
  if (!since) return std::unexpected(since.error());
  if (!latest) return std::unexpected(latest.error());
  if (!previous) return std::unexpected(previous.error());
  if (!head) return std::unexpected(head.error());
  auto changes = read_changes(object.find("changes"), *since);
  if (!changes) return std::unexpected(changes.error());
  if (auto done = object.finish(); !done) return std::unexpected(done.error());
  if (*latest < *since + changes->size()) {
    return fail(Errc::malformed, "register feed: latest is smaller than the page's last change");
  }
  return FeedPage{*signed_at, *since, *previous, *latest, std::move(*changes)};
}

Result<FeedPage> parse_page(std::string_view text) {
  const auto json = crypto::parse_json(text, kMaxPage);
  if (!json) return std::unexpected(json.error());
  auto object = JsonObject::open(*json, "register feed");
  if (!object) return std::unexpected(object.error());
  const auto format = object->text("format");
  if (!format) return std::unexpected(format.error());
  if (*format != kFormat) {
    return fail(
        Errc::unsupported,
        fmt::format("register feed: found format \"{}\", expected \"{}\"", *format, kFormat));
  }
  auto page = read_page(std::move(*object));
  if (!page) return page;
  // Also holds `head` against the chain: it is composed, never copied.
  if (encode(*page) != text) {
    return fail(Errc::malformed,
                "register feed: not in its one form, or its head does not follow from its changes");
  }
  return page;
}

}  // namespace

FeedHash chain(const FeedHash& previous, const RegisterChange& change) {
  const std::string json = crypto::write_json(change_json(change));
  return crypto::blake2b_256(previous, crypto::as_bytes(json));
}

SignedPage sign_page(const FeedPage& page, const crypto::Ed25519SecretKey& key) {
  SignedPage signed_page{encode(page), {}};
  signed_page.signature = key.sign(crypto::as_bytes(signed_page.json));
  return signed_page;
}

Result<FeedPage> open_page(const SignedPage& page, const crypto::Ed25519PublicKey& key) {
  if (!crypto::ed25519_verify(crypto::as_bytes(page.json), page.signature, key)) {
    return fail(Errc::bad_signature, "register feed: the signature is not the register key's",
                "check that register.pub is the issuer's, and that the file is whole");
  }
  return parse_page(page.json);
}

}  // namespace evisa::db
