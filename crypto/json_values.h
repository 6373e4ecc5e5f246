// The values of a signed JSON object, taken one after the other; remembers the first thing that was
// wrong, so that each key of a grammar is one line of its reader.
#pragma once

#include <fmt/format.h>

#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "crypto/strict_json.h"

namespace evisa::crypto {

class JsonValues {
 public:
  /// `where` names the object in messages: `receipt`.
  JsonValues(JsonObject object, std::string where)
      : object_(std::move(object)), where_(std::move(where)) {}

  std::string text(std::string_view key) { return kept(object_.text(key), std::string()); }
  std::optional<std::string> text_or_null(std::string_view key) {
    const Json* value = object_.find(key);
    if (value != nullptr && value->is_null()) return std::nullopt;
    return text(key);
  }
  std::int64_t integer(std::string_view key, std::int64_t least) {
    const auto value = kept(object_.integer(key), least);
    if (value < least)
      note({Errc::out_of_range,
            fmt::format("{}: {} is {}, expected {} or more", where_, key, value, least)});
    return value;
  }
  /// A text that has a parser of its own.
  template <class Parse, class T>
  T parsed(std::string_view key, Parse parse, T otherwise) {
    return parse_with(key, text(key), parse, std::move(otherwise));
  }
  /// The same, where null is a value.
  template <class T, class Parse>
  std::optional<T> parsed_or_null(std::string_view key, Parse parse, T otherwise) {
    auto value = text_or_null(key);
    if (!value) return std::nullopt;
    return parse_with(key, *value, parse, std::move(otherwise));
  }
  /// Errors: the first one, or a key that nobody asked for.
  [[nodiscard]] Result<void> finish() const {
    if (error_) return std::unexpected(*error_);
    return object_.finish();
  }

 private:
  template <class Parse, class T>
  T parse_with(std::string_view key, const std::string& value, Parse parse, T otherwise) {
    if (error_) return otherwise;
    auto result = parse(std::string_view(value));
    if (result) return std::move(*result);
    Error error = std::move(result.error());
    error.message = fmt::format("{}: {}: {}", where_, key, error.message);
    note(std::move(error));
    return otherwise;
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
  std::string where_;
  std::optional<Error> error_;
};

}  // namespace evisa::crypto
