// A crossing event as JSON in its one form: no blanks, every key there, in this order:
//
//   {"version":1, "booth":"ALA-03", "sequence":17, "previous":64 lower-case hex characters,
//    "time":"YYYY-MM-DDTHH:MM:SS[.mmm]Z", "kind":"entry", "visa":11 digits|null,
//    "airport":"ALA", "officer":text, "outcome":"OK"|"NOTICE"|"SECOND_LOOK"|"REFUSE",
//    "reasons":[text, ...], "ruleset":text, "bundle":integer, "software":text,
//    "provisional":boolean, "manual":boolean, "reverses":"ALA-03/16"|null, "note":text}
//
// and in a resolution, at the end: "sets_aside":["NQZ-01/4", ...], one or more.
//
// The signature (Ed25519) covers exactly these bytes. A reader composes what it has understood once
// more and refuses bytes that differ: one event has one form, and nothing in it goes unread.
#include "crypto/crossing_event.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <set>

#include "crypto/event_form.h"
#include "crypto/strict_json.h"

namespace evisa::crypto {

namespace {

constexpr std::size_t kMaxEvent = 16384;
constexpr std::string_view kWhere = "event";

std::unexpected<Error> malformed(std::string_view why) {
  return fail(Errc::malformed, fmt::format("{}: {}", kWhere, why));
}

/// Takes an event's values one after the other and remembers the first thing that was wrong, so
/// that each key is one line below.
class EventReader {
 public:
  explicit EventReader(JsonObject object) : object_(std::move(object)) {}

  std::string text(std::string_view key) { return kept(object_.text(key), std::string()); }
  bool boolean(std::string_view key) { return kept(object_.boolean(key), false); }
  std::int64_t integer(std::string_view key, std::int64_t least) {
    const auto value = kept(object_.integer(key), least);
    if (value < least) {
      note({Errc::out_of_range,
            fmt::format("{}: {} is {}, expected {} or more", kWhere, key, value, least)});
    }
    return value;
  }
  /// A text that has a parser of its own.
  template <class Parse, class T>
  T parsed(std::string_view key, Parse parse, T otherwise) {
    const std::string value = text(key);
    if (error_) return otherwise;
    auto result = parse(std::string_view(value));
    if (!result) note(named(key, result.error()));
    return result ? std::move(*result) : std::move(otherwise);
  }
  std::vector<std::string> texts(std::string_view key) {
    const Json* list = object_.find(key);
    std::vector<std::string> values;
    if (list == nullptr || !list->is_array() ||
        !std::ranges::all_of(*list, [](const Json& v) { return v.is_string(); })) {
      note({Errc::malformed, fmt::format("{}: {} is not a list of texts", kWhere, key)});
      return values;
    }
    for (const Json& value : *list) values.push_back(value.get<std::string>());
    return values;
  }
  template <class T>
  std::optional<T> parsed_or_null(std::string_view key) {
    const Json* value = object_.find(key);
    if (value != nullptr && value->is_null()) return std::nullopt;
    return parsed(key, T::parse, T{});
  }
  std::vector<visa::EventId> events(std::string_view key) {
    std::vector<visa::EventId> ids;
    for (const std::string& value : texts(key)) {
      auto id = visa::EventId::parse(value);
      if (!id) note(named(key, id.error()));
      if (id) ids.push_back(std::move(*id));
    }
    return ids;
  }
  [[nodiscard]] Result<void> finish() const {
    if (error_) return std::unexpected(*error_);
    return object_.finish();
  }

 private:
  static Error named(std::string_view key, Error error) {
    error.message = fmt::format("{}: {}: {}", kWhere, key, error.message);
    return error;
  }
  void note(Error error) {
    if (!error_) error_ = std::move(error);
  }
  template <class T>
  T kept(Result<T> value, T otherwise) {
    if (!value) note(std::move(value.error()));
    return value ? std::move(*value) : std::move(otherwise);
  }

  JsonObject object_;
  std::optional<Error> error_;
};

ChainedCrossing read_values(EventReader& reader) {
  ChainedCrossing event;
  visa::Crossing& c = event.crossing;
  c.id.booth = reader.text("booth");
  c.id.sequence = static_cast<std::uint64_t>(reader.integer("sequence", 1));
  event.previous = reader.parsed("previous", parse_event_hash, EventHash{});
  c.time = reader.parsed("time", visa::parse_instant, visa::Instant{});
  c.kind = reader.parsed("kind", visa::parse_event_kind, visa::EventKind{});
  c.visa = reader.parsed_or_null<visa::VisaNumber>("visa");
  c.airport = reader.parsed("airport", visa::AirportCode::parse, visa::AirportCode{});
  c.officer = reader.text("officer");
  c.outcome = reader.parsed("outcome", parse_outcome, visa::Severity{});
  c.reasons = reader.texts("reasons");
  c.ruleset_id = reader.text("ruleset");
  c.bundle_sequence = static_cast<std::uint64_t>(reader.integer("bundle", 0));
  c.software = reader.text("software");
  c.provisional = reader.boolean("provisional");
  c.manual = reader.boolean("manual");
  c.reverses = reader.parsed_or_null<visa::EventId>("reverses");
  c.note = reader.text("note");
  if (c.kind == visa::EventKind::resolution) c.sets_aside = reader.events("sets_aside");
  return event;
}

/// A refusal or referral uses no visa, so it may be of a traveller who showed none that could be
/// believed. Number 0 names none either: year 00 has issued no e-visa.
bool names_its_visa(const visa::Crossing& c) {
  const bool needed = c.kind != visa::EventKind::refusal && c.kind != visa::EventKind::referral;
  return !needed || (c.visa && *c.visa != visa::VisaNumber{});
}

/// A resolution decides between events by name: the entry kept, and each of the others once.
Result<void> check_resolution(const visa::Crossing& c) {
  if (!c.reverses) return malformed("a resolution does not say which entry it keeps");
  if (c.sets_aside.empty()) return malformed("a resolution does not say what it sets aside");
  const std::set<visa::EventId> others(c.sets_aside.begin(), c.sets_aside.end());
  if (others.size() != c.sets_aside.size() || others.contains(*c.reverses)) {
    return malformed("a resolution names an event twice");
  }
  return {};
}

/// What the values must say together.
Result<void> check(const visa::Crossing& c) {
  if (const auto id = visa::EventId::parse(c.id.text()); !id || *id != c.id) {
    return malformed(fmt::format("\"{}\" is not a booth", c.id.booth));
  }
  if (!names_its_visa(c)) {
    return malformed(fmt::format("kind {} needs a visa number", visa::to_string(c.kind)));
  }
  if (c.kind == visa::EventKind::reversal && !c.reverses) {
    return malformed("a reversal does not say which event it takes back");
  }
  if (c.kind == visa::EventKind::resolution) return check_resolution(c);
  if (c.reverses && c.kind != visa::EventKind::reversal) {
    return malformed(fmt::format("kind {} cannot reverse another event", visa::to_string(c.kind)));
  }
  return {};
}

/// Any JSON: says what is wrong with it.
Result<ChainedCrossing> read_any(std::string_view json) {
  const auto value = parse_json(json, kMaxEvent);
  if (!value) return std::unexpected(value.error());
  auto object = JsonObject::open(*value, std::string(kWhere));
  if (!object) return std::unexpected(object.error());
  // The version first: other versions may have other keys.
  const auto version = object->integer("version");
  if (!version) return std::unexpected(version.error());
  if (*version != kEventVersion) {
    return fail(Errc::unsupported,
                fmt::format("{}: version {}, expected {}", kWhere, *version, kEventVersion));
  }
  EventReader reader(std::move(*object));
  ChainedCrossing event = read_values(reader);
  if (auto ok = reader.finish(); !ok) return std::unexpected(ok.error());
  if (auto ok = check(event.crossing); !ok) return std::unexpected(ok.error());
  if (compose_event(event) != json) {
    return malformed(
        "not in its one form (blanks, order of keys, escapes, or a value written otherwise)");
  }
  return event;
}

}  // namespace

SignedEvent sign_event(const ChainedCrossing& event, const Ed25519SecretKey& booth_key) {
  SignedEvent signed_event{compose_event(event), {}};
  signed_event.signature = booth_key.sign(as_bytes(signed_event.json));
  return signed_event;
}

EventHash hash_of(const SignedEvent& event) {
  sodium_ready();
  EventHash hash{};
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, hash.size());
  crypto_generichash_update(&state, as_bytes(event.json).data(), event.json.size());
  crypto_generichash_update(&state, event.signature.data(), event.signature.size());
  crypto_generichash_final(&state, hash.data(), hash.size());
  return hash;
}

Result<void> check_event(const ChainedCrossing& event) {
  const auto read = parse_event(compose_event(event));
  if (!read) return std::unexpected(read.error());
  if (read->crossing != event.crossing) {
    return malformed("a text is not UTF-8, or a value has no place in this kind of event");
  }
  return {};
}

Result<ChainedCrossing> parse_event(std::string_view json) {
  if (json.size() <= kMaxEvent) {
    auto plain = read_plain_event(json);
    if (plain && check(plain->crossing) && compose_event(*plain) == json) return std::move(*plain);
  }
  return read_any(json);
}

Result<ReadEvent> read_event(SignedEvent event) {
  auto content = parse_event(event.json);
  if (!content) return std::unexpected(std::move(content.error()));
  return ReadEvent{std::move(event), std::move(*content)};
}

bool is_signed_by(const SignedEvent& event, const Ed25519PublicKey& booth_key) {
  return ed25519_verify(as_bytes(event.json), event.signature, booth_key);
}

Result<ChainedCrossing> open_event(const SignedEvent& event, const Ed25519PublicKey& booth_key) {
  if (!is_signed_by(event, booth_key)) {
    return fail(Errc::bad_signature, "event: the signature is not the booth's");
  }
  return parse_event(event.json);
}

}  // namespace evisa::crypto
