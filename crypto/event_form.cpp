// The one form of a crossing event's JSON. Five readings of one event went through a JSON tree
// until this was measured: tests/bench/catch_up_bench.cpp.
#include "crypto/event_form.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/strict_json.h"

namespace evisa::crypto {
namespace {

constexpr std::array kSeverities{visa::Severity::ok, visa::Severity::notice,
                                 visa::Severity::second_look, visa::Severity::refuse};

/// In a JSON text as itself.
bool is_plain(char c) { return c >= 0x20 && c < 0x7F && c != '"' && c != '\\'; }

class Composer {
 public:
  Composer() { out_.reserve(1024); }
  Composer& raw(std::string_view piece) {
    out_ += piece;
    return *this;
  }
  Composer& text(std::string_view value) {
    if (!std::ranges::all_of(value, is_plain)) return raw(write_json(Json(value)));
    return raw("\"").raw(value).raw("\"");
  }
  Composer& number(std::uint64_t value) {
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
    out_.append(digits.data(), end);
    return *this;
  }
  Composer& flag(bool value) { return raw(value ? "true" : "false"); }
  /// A value with a text of its own, or null.
  template <class T>
  Composer& text_or_null(const std::optional<T>& value) {
    return value ? text(value->text()) : raw("null");
  }
  template <class Range, class Text>
  Composer& list(const Range& values, Text text_of) {
    raw("[");
    for (std::string_view comma; const auto& value : values) {
      raw(comma).text(text_of(value));
      comma = ",";
    }
    return raw("]");
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

/// Goes along the bytes; once something is not as expected, nothing is read any more.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : rest_(text) {}

  [[nodiscard]] bool at(std::string_view literal) const { return rest_.starts_with(literal); }
  Scanner& skip(std::string_view literal) {
    if (at(literal)) {
      rest_.remove_prefix(literal.size());
    } else {
      failed_ = true;
    }
    return *this;
  }
  std::string_view text() {
    skip("\"");
    const auto end = std::ranges::find_if_not(rest_, is_plain);
    const auto value = rest_.substr(0, static_cast<std::size_t>(end - rest_.begin()));
    rest_.remove_prefix(value.size());
    skip("\"");
    return value;
  }
  std::uint64_t number() {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest_.data(), rest_.data() + rest_.size(), value);
    if (error != std::errc{} || value < 0) failed_ = true;
    rest_.remove_prefix(static_cast<std::size_t>(end - rest_.data()));
    return static_cast<std::uint64_t>(value);
  }
  bool flag() {
    const bool value = at("true");
    skip(value ? "true" : "false");
    return value;
  }
  template <class Parse>
  auto parsed(Parse parse) {
    auto value = parse(text());
    failed_ = failed_ || !value;
    return value ? std::move(*value) : std::decay_t<decltype(*value)>{};
  }
  template <class T>
  std::optional<T> parsed_or_null() {
    if (!at("null")) return parsed(T::parse);
    skip("null");
    return std::nullopt;
  }
  template <class Take>
  void list(Take take) {
    skip("[");
    while (!failed_ && !at("]")) {
      take();
      if (!at("]")) skip(",");
    }
    skip("]");
  }
  /// Everything was as expected, and nothing is left.
  [[nodiscard]] bool finished() const { return !failed_ && rest_.empty(); }

 private:
  std::string_view rest_;
  bool failed_ = false;
};

}  // namespace

std::string compose_event(const ChainedCrossing& event) {
  const visa::Crossing& c = event.crossing;
  const auto itself = [](const std::string& text) -> const std::string& { return text; };
  Composer json;
  json.raw("{\"version\":").number(kEventVersion);
  json.raw(",\"booth\":").text(c.id.booth);
  json.raw(",\"sequence\":").number(c.id.sequence);
  json.raw(",\"previous\":").text(to_hex(event.previous));
  json.raw(",\"time\":").text(visa::to_string(c.time));
  json.raw(",\"kind\":").text(visa::to_string(c.kind));
  json.raw(",\"visa\":").text_or_null(c.visa);
  json.raw(",\"airport\":").text(c.airport.text());
  json.raw(",\"officer\":").text(c.officer);
  json.raw(",\"outcome\":").text(visa::to_string(c.outcome));
  json.raw(",\"reasons\":").list(c.reasons, itself);
  json.raw(",\"ruleset\":").text(c.ruleset_id);
  json.raw(",\"bundle\":").number(c.bundle_sequence);
  json.raw(",\"software\":").text(c.software);
  json.raw(",\"provisional\":").flag(c.provisional);
  json.raw(",\"manual\":").flag(c.manual);
  json.raw(",\"reverses\":").text_or_null(c.reverses);
  json.raw(",\"note\":").text(c.note);
  if (c.kind == visa::EventKind::resolution)
    json.raw(",\"sets_aside\":").list(c.sets_aside, [](const visa::EventId& id) {
      return id.text();
    });
  json.raw("}");
  return json.take();
}

std::optional<ChainedCrossing> read_plain_event(std::string_view json) {
  Scanner in(json);
  ChainedCrossing event;
  visa::Crossing& c = event.crossing;
  if (in.skip("{\"version\":").number() != kEventVersion) return std::nullopt;
  c.id.booth = in.skip(",\"booth\":").text();
  c.id.sequence = in.skip(",\"sequence\":").number();
  event.previous = in.skip(",\"previous\":").parsed(parse_event_hash);
  c.time = in.skip(",\"time\":").parsed(visa::parse_instant);
  c.kind = in.skip(",\"kind\":").parsed(visa::parse_event_kind);
  c.visa = in.skip(",\"visa\":").parsed_or_null<visa::VisaNumber>();
  c.airport = in.skip(",\"airport\":").parsed(visa::AirportCode::parse);
  c.officer = in.skip(",\"officer\":").text();
  c.outcome = in.skip(",\"outcome\":").parsed(parse_outcome);
  in.skip(",\"reasons\":").list([&] { c.reasons.emplace_back(in.text()); });
  c.ruleset_id = in.skip(",\"ruleset\":").text();
  c.bundle_sequence = in.skip(",\"bundle\":").number();
  c.software = in.skip(",\"software\":").text();
  c.provisional = in.skip(",\"provisional\":").flag();
  c.manual = in.skip(",\"manual\":").flag();
  c.reverses = in.skip(",\"reverses\":").parsed_or_null<visa::EventId>();
  c.note = in.skip(",\"note\":").text();
  if (c.kind == visa::EventKind::resolution)
    in.skip(",\"sets_aside\":").list([&] {
      c.sets_aside.push_back(in.parsed(visa::EventId::parse));
    });
  in.skip("}");
  if (!in.finished()) return std::nullopt;
  return event;
}

Result<EventHash> parse_event_hash(std::string_view hex) {
  const auto bytes = from_hex(hex);
  EventHash hash{};
  if (!bytes || bytes->size() != hash.size()) {
    return fail(Errc::malformed, "expected 64 hex characters");
  }
  std::ranges::copy(*bytes, hash.begin());
  return hash;
}

Result<visa::Severity> parse_outcome(std::string_view text) {
  for (const visa::Severity severity : kSeverities) {
    if (text == visa::to_string(severity)) return severity;
  }
  return fail(Errc::malformed, "expected OK, NOTICE, SECOND_LOOK or REFUSE");
}

}  // namespace evisa::crypto
