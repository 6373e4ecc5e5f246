// JSON from outside, read strictly: no duplicate keys, bounded depth and size, nothing after the
// end, and objects that are asked for each of their keys.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "visa/result.h"

// Compiled once, in strict_json.cpp, and not in every file that touches JSON.
extern template class nlohmann::basic_json<nlohmann::ordered_map>;

namespace evisa::crypto {

using Json = nlohmann::ordered_json;

/// UTF-8 without a byte order mark, at most 16 levels deep, at most 256 keys in an object (which
/// keeps their order). Messages name places and keys, never the content. `limit`: bytes. Errors: malformed (what, and at which byte; duplicate key: its
/// name), out_of_range (size).
[[nodiscard]] Result<Json> parse_json(std::string_view text, std::size_t limit = 1U << 20);

/// The shortest form: no blanks, keys in the order in which they were added, UTF-8 as it is. Bytes
/// that are not UTF-8 become U+FFFD: text comes from outside and is checked where it comes in.
[[nodiscard]] std::string write_json(const Json& value);

/// Takes an object apart and remembers what was asked for; `finish` refuses keys nobody asked for.
class JsonObject {
 public:
  /// `where` names the object in messages: `application`, `event`. Errors: malformed (not an
  /// object).
  [[nodiscard]] static Result<JsonObject> open(const Json& value, std::string where);
  /// Errors: malformed (missing, or another type: found, expected).
  [[nodiscard]] Result<std::string> text(std::string_view key);
  [[nodiscard]] Result<std::int64_t> integer(std::string_view key);
  [[nodiscard]] Result<bool> boolean(std::string_view key);
  /// A text that `parse` makes a value of. Errors: as text; those of `parse`, after the key's name.
  template <class Parse>
  [[nodiscard]] auto parsed(std::string_view key, const Parse& parse)
      -> std::invoke_result_t<Parse, std::string_view> {
    const auto read = text(key);
    if (!read) return std::unexpected(read.error());
    auto value = parse(std::string_view(*read));
    if (!value)
      value.error().message = where_ + ": " + std::string(key) + ": " + value.error().message;
    return value;
  }
  /// nullptr when absent; the caller looks at the type.
  [[nodiscard]] const Json* find(std::string_view key);
  /// Errors: malformed (an unknown key, with the nearest known one as hint).
  [[nodiscard]] Result<void> finish() const;

 private:
  [[nodiscard]] Result<const Json*> required(std::string_view key);
  JsonObject(const Json& value, std::string where) : value_(&value), where_(std::move(where)) {}
  const Json* value_;
  std::string where_;
  std::vector<std::string> asked_;
};

}  // namespace evisa::crypto
