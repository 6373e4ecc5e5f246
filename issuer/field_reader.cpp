// Takes the fields of an application out of its JSON, and notes every one that is not right.
#include "issuer/field_reader.h"

#include <fmt/core.h>

#include <algorithm>

#include "visa/utf8.h"

namespace evisa::issuer {

using crypto::Json;

namespace {

constexpr std::size_t kShownBytes = 60;

/// Controls, and the invisible marks of U+2000..206F that turn or hide text.
bool misleads(std::string_view text) {
  while (!text.empty()) {
    const auto point = visa::next_code_point(text);
    if (!point || *point < 0x20 || (*point >= 0x7F && *point < 0xA0)) return true;
    if (*point >= 0x2000 && *point <= 0x206F) return true;
  }
  return false;
}

}  // namespace

std::string shown_json(const Json& value) {
  // `replace`: a message must not throw over bytes that are not UTF-8.
  std::string text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
  if (misleads(text)) text = value.dump(-1, ' ', true, Json::error_handler_t::replace);
  if (text.size() <= kShownBytes) return text;
  std::size_t end = kShownBytes;
  while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // whole characters only
  return text.substr(0, end) + "...";
}

std::string shown(std::string_view text) { return shown_json(Json(std::string(text))); }

bool FieldReader::has(std::string_view key) const { return find(key) != nullptr; }

const Json* FieldReader::find(std::string_view key) const {
  const auto at = object_.find(std::string(key));
  return at == object_.end() ? nullptr : &*at;
}

std::optional<std::string> FieldReader::text(std::string_view key, std::string_view expected) {
  const Json* value = find(key);
  if (value != nullptr && value->is_string()) return value->get<std::string>();
  problem(key, value == nullptr ? "nothing" : shown_json(*value), expected);
  return std::nullopt;
}

std::optional<std::int64_t> FieldReader::integer(std::string_view key, std::int64_t least,
                                                 std::int64_t most) {
  const Json* value = find(key);
  if (value != nullptr && value->is_number_integer()) {
    // An unsigned number above the signed range would turn negative: `most` is tested first.
    const bool too_big = value->is_number_unsigned() &&
                         value->get<std::uint64_t>() > static_cast<std::uint64_t>(most);
    const auto number = value->get<std::int64_t>();
    if (!too_big && number >= least && number <= most) return number;
  }
  problem(key, value == nullptr ? "nothing" : shown_json(*value),
          fmt::format("a whole number, {} to {}", least, most));
  return std::nullopt;
}

std::optional<bool> FieldReader::boolean(std::string_view key, std::string_view expected) {
  const Json* value = find(key);
  if (value != nullptr && value->is_boolean()) return value->get<bool>();
  problem(key, value == nullptr ? "nothing" : shown_json(*value), expected);
  return std::nullopt;
}

void FieldReader::problem(std::string_view key, std::string found, std::string_view expected) {
  problems_.push_back({prefix_ + std::string(key), std::move(found), std::string(expected)});
}

void FieldReader::refuse_unknown(const std::vector<std::string_view>& known) {
  for (const auto& [key, value] : object_.items()) {
    if (std::ranges::find(known, key) != known.end()) continue;
    // JsonObject knows which known key is the nearest: it is asked about this key alone.
    const Json alone = {{key, value}};
    auto object = crypto::JsonObject::open(alone, "application");
    if (!object) continue;
    for (const auto name : known) static_cast<void>(object->find(name));
    const auto finished = object->finish();
    const std::string hint = finished ? "" : finished.error().hint;
    problem("", "unknown key " + shown(prefix_ + key),
            hint.empty() ? std::string("only the keys of an application") : hint);
  }
}

}  // namespace evisa::issuer
