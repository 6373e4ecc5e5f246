// JSON from outside, read strictly: every event of the parser is looked at before it becomes a part
// of the value.
#include "crypto/strict_json.h"

#include <fmt/format.h>
#include <sodium.h>

#include <algorithm>
#include <limits>

#include "crypto/json_secret.h"
#include "crypto/plain_json.h"
#include "visa/edit_distance.h"

template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace evisa::crypto {

namespace {

constexpr std::size_t kMaxDepth = 16;
// A key is looked for one after the other, as the order of the file is kept.
constexpr std::size_t kMaxKeys = 256;

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

/// Builds the value and stops at the first thing that is not allowed.
class Builder final : public nlohmann::json_sax<Json> {
 public:
  Builder() = default;
  Builder(const Builder&) = delete;
  Builder& operator=(const Builder&) = delete;
  ~Builder() override { wipe(root_); }  // of a text that was refused nothing stays either
  [[nodiscard]] const std::string& error() const { return error_; }
  [[nodiscard]] Json take() { return std::move(root_); }

  bool null() override { return put(nullptr) != nullptr; }
  bool boolean(bool value) override { return put(value) != nullptr; }
  bool number_integer(number_integer_t value) override { return put(value) != nullptr; }
  bool number_unsigned(number_unsigned_t value) override { return put(value) != nullptr; }
  bool number_float(number_float_t value, const string_t&) override {
    return put(value) != nullptr;
  }
  bool string(string_t& value) override {
    const bool kept = put(std::move(value)) != nullptr;
    // A short text is copied, not moved: it may be a PIN, and the parser goes on with its place.
    value.resize(value.capacity());
    sodium_memzero(value.data(), value.size());
    value.clear();
    return kept;
  }
  bool binary(binary_t&) override { return stop("a value that JSON does not have"); }
  bool start_object(std::size_t) override { return open(Json::object()); }
  bool end_object() override { return close(); }
  bool start_array(std::size_t) override { return open(Json::array()); }
  bool end_array() override { return close(); }
  bool key(string_t& name) override {
    const auto& object = open_.back()->get_ref<const Json::object_t&>();
    if (std::ranges::any_of(object, [&](const auto& member) { return member.first == name; }))
      return stop(fmt::format("the key \"{}\" occurs twice", shown(name)));
    if (object.size() == kMaxKeys)
      return stop(fmt::format("an object of more than {} keys", kMaxKeys));
    key_ = std::move(name);
    return true;
  }
  bool parse_error(std::size_t position, const std::string&,
                   const nlohmann::detail::exception& e) override {
    return stop(fmt::format("at byte {}: {}", position, plain_message(e.what())));
  }

 private:
  /// Into the container that is open, or as the whole. Its address holds while it is open itself:
  /// what is around it grows only when it is closed.
  Json* put(Json value) {
    if (open_.empty()) return &(root_ = std::move(value));
    Json& around = *open_.back();
    if (around.is_array()) {
      around.push_back(std::move(value));
      return &around.back();
    }
    auto& object = around.get_ref<Json::object_t&>();
    return &object.emplace_back(std::move(key_), std::move(value)).second;
  }
  bool open(Json container) {
    if (open_.size() == kMaxDepth)
      return stop(fmt::format("nested deeper than {} levels", kMaxDepth));
    open_.push_back(put(std::move(container)));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }
  bool stop(std::string why) {
    error_ = std::move(why);
    return false;
  }

  Json root_;
  std::vector<Json*> open_;
  std::string key_, error_;
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
  Builder plain, whole;
  const PlainScan scan = scan_plain_json(text, plain);
  if (scan == PlainScan::done) return plain.take();
  Builder& builder = scan == PlainScan::stopped ? plain : whole;
  if (scan == PlainScan::stopped || !Json::sax_parse(text, &builder)) {
    return fail(Errc::malformed, "not valid JSON: " + builder.error());
  }
  return builder.take();
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
  if (asked_.empty()) asked_.reserve(16);
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
