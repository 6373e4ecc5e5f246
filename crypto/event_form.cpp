// The one form of a crossing event's JSON. Five readings of one event went through a JSON tree
// until this was measured: tests/bench/catch_up_bench.cpp.
#include "crypto/event_form.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/json_writer.h"

namespace evisa::crypto {
namespace {

constexpr std::array kSeverities{visa::Severity::ok, visa::Severity::notice,
                                 visa::Severity::second_look, visa::Severity::refuse};

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
    const auto end = std::ranges::find_if_not(rest_, is_plain_json);
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
  JsonWriter json;
  json.begin_object();
  json.key("version").number(kEventVersion);
  json.key("booth").text(c.id.booth);
  json.key("sequence").number(c.id.sequence);
  json.key("previous").text(to_hex(event.previous));
  json.key("time").text(visa::to_string(c.time));
  json.key("kind").text(visa::to_string(c.kind));
  json.key("visa").text_or_null(c.visa);
  json.key("airport").text(c.airport.text());
  json.key("officer").text(c.officer);
  json.key("outcome").text(visa::to_string(c.outcome));
  json.key("reasons").texts(c.reasons, itself);
  json.key("ruleset").text(c.ruleset_id);
  json.key("bundle").number(c.bundle_sequence);
  json.key("software").text(c.software);
  json.key("provisional").flag(c.provisional);
  json.key("manual").flag(c.manual);
  json.key("reverses").text_or_null(c.reverses);
  json.key("note").text(c.note);
  if (c.kind == visa::EventKind::resolution)
    json.key("sets_aside").texts(c.sets_aside, [](const visa::EventId& id) { return id.text(); });
  return json.end_object().take();
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
  const auto value = [](char c) {
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  EventHash hash{};
  bool good = hex.size() == 2 * hash.size();
  for (std::size_t i = 0; good && i < hash.size(); ++i) {
    const int high = value(hex[2 * i]), low = value(hex[2 * i + 1]);
    good = high >= 0 && low >= 0;
    hash[i] = static_cast<std::uint8_t>(high << 4 | low);
  }
  if (!good) return fail(Errc::malformed, "expected 64 hex characters");
  return hash;
}

Result<visa::Severity> parse_outcome(std::string_view text) {
  for (const visa::Severity severity : kSeverities) {
    if (text == visa::to_string(severity)) return severity;
  }
  return fail(Errc::malformed, "expected OK, NOTICE, SECOND_LOOK or REFUSE");
}

}  // namespace evisa::crypto
