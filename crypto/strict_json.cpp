// JSON from outside, read strictly. Two passes: the first one looks at every event of the parser
// and stops at what is not allowed, the second one builds the value.
#include "crypto/strict_json.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "visa/edit_distance.h"

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace evisa::crypto {

namespace {

constexpr std::size_t kMaxDepth = 16;

/// nlohmann's message without its number and without the text it had read: an application's
/// content (names, passport numbers) must not end up in a log by way of an error message.
std::string plain_message(std::string_view what) {
  if (const auto end = what.find("] "); end != std::string_view::npos) what.remove_prefix(end + 2);
  std::string text(what);
  if (const auto from = text.find("; last read: '"); from != std::string::npos) {
    const auto to = text.rfind("'; expected");
    text.erase(from, to == std::string::npos || to < from ? std::string::npos : to + 1 - from);
  }
  return text;
}

/// A key as a message may show it: not longer than a line.
std::string shown(std::string_view key) {
  constexpr std::size_t kLongest = 48;
  return key.size() <= kLongest ? std::string(key) : std::string(key.substr(0, kLongest)) + "...";
}

/// Looks at a text without keeping anything of it but the first error.
class Inspector final : public nlohmann::json_sax<Json> {
 public:
  [[nodiscard]] const std::string& error() const { return error_; }

  bool null() override { return true; }
  bool boolean(bool) override { return true; }
  bool number_integer(number_integer_t) override { return true; }
  bool number_unsigned(number_unsigned_t) override { return true; }
  bool number_float(number_float_t, const string_t&) override { return true; }
  bool string(string_t&) override { return true; }
  bool binary(binary_t&) override { return true; }
  bool start_object(std::size_t) override {
    keys_.emplace_back();
    return deeper();
  }
  bool end_object() override {
    keys_.pop_back();
    --depth_;
    return true;
  }
  bool start_array(std::size_t) override { return deeper(); }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool key(string_t& name) override {
    return keys_.back().insert(name).second ||
           stop(fmt::format("the key \"{}\" occurs twice", shown(name)));
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& e) override {
    return stop(fmt::format("at byte {}: {}", position, plain_message(e.what())));
  }

 private:
  bool deeper() {
    return ++depth_ <= kMaxDepth || stop(fmt::format("nested deeper than {} levels", kMaxDepth));
  }
  bool stop(std::string why) {
    error_ = std::move(why);
    return false;
  }
  std::vector<std::set<std::string>> keys_;  // of the objects that are open
  std::size_t depth_ = 0;
  std::string error_;
};

std::string_view type_of(const Json& value) {
  return value.is_number_float() ? "a number with a fraction" : value.type_name();
}

std::unexpected<Error> wrong_type(std::string_view where, std::string_view key, const Json& value,
                                  std::string_view expected) {
  return fail(Errc::malformed,
              fmt::format("{}: {} is {}, expected {}", where, key, type_of(value), expected));
}

std::string hint_for(std::string_view unknown, const std::vector<std::string>& known) {
  const auto distance = [&](const std::string& key) { return visa::edit_distance(unknown, key); };
  const auto nearest = std::ranges::min_element(known, {}, distance);
  constexpr std::size_t kLongestKeyWorthAGuess = 64;
  if (nearest == known.end() || unknown.size() > kLongestKeyWorthAGuess) return {};
  if (distance(*nearest) > std::max<std::size_t>(1, nearest->size() / 2)) return {};
  return fmt::format("did you mean \"{}\"?", *nearest);
}

}  // namespace

Result<Json> parse_json(std::string_view text, std::size_t limit) {
  if (text.size() > limit) {
    return fail(Errc::out_of_range,
                fmt::format("JSON of {} bytes: at most {} expected", text.size(), limit));
  }
  if (text.starts_with("\xEF\xBB\xBF")) {
    return fail(Errc::malformed, "JSON begins with a byte order mark",
                "save it as UTF-8 without BOM");
  }
  Inspector inspector;
  if (!Json::sax_parse(text, &inspector)) {
    return fail(Errc::malformed, "not valid JSON: " + inspector.error());
  }
  Json value = Json::parse(text, nullptr, false);
  if (value.is_discarded()) return fail(Errc::malformed, "not valid JSON");
  return value;
}

std::string write_json(const Json& value) {
  return value.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<JsonObject> JsonObject::open(const Json& value, std::string where) {
  if (!value.is_object()) {
    return fail(Errc::malformed,
                fmt::format("{} is {}, expected an object", where, type_of(value)));
  }
  return JsonObject(value, std::move(where));
}

const Json* JsonObject::find(std::string_view key) {
  asked_.emplace_back(key);
  const auto found = value_->find(std::string(key));
  return found == value_->end() ? nullptr : &*found;
}

Result<const Json*> JsonObject::required(std::string_view key) {
  const Json* value = find(key);
  if (value == nullptr) return fail(Errc::malformed, fmt::format("{}: {} is missing", where_, key));
  return value;
}

Result<std::string> JsonObject::text(std::string_view key) {
  const auto value = required(key);
  if (!value) return std::unexpected(value.error());
  if (!(*value)->is_string()) return wrong_type(where_, key, **value, "text");
  return (*value)->get<std::string>();
}

Result<std::int64_t> JsonObject::integer(std::string_view key) {
  const auto found = required(key);
  if (!found) return std::unexpected(found.error());
  const Json& value = **found;
  if (!value.is_number_integer()) return wrong_type(where_, key, value, "a whole number");
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > std::uint64_t{kMax}) {
    return fail(Errc::malformed, fmt::format("{}: {} is {}, at most {} expected", where_, key,
                                             value.get<std::uint64_t>(), kMax));
  }
  return value.get<std::int64_t>();
}

Result<bool> JsonObject::boolean(std::string_view key) {
  const auto value = required(key);
  if (!value) return std::unexpected(value.error());
  if (!(*value)->is_boolean()) return wrong_type(where_, key, **value, "true or false");
  return (*value)->get<bool>();
}

Result<void> JsonObject::finish() const {
  for (const auto& [key, unused] : value_->items()) {
    if (std::ranges::find(asked_, key) != asked_.end()) continue;
    return fail(Errc::malformed, fmt::format("{}: unknown key \"{}\"", where_, shown(key)),
                hint_for(key, asked_));
  }
  return {};
}

}  // namespace evisa::crypto
