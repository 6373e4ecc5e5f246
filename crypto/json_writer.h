// JSON written straight into a text, for answers and signed bytes that are composed often: no tree.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace evisa::crypto {

/// The same bytes as `write_json` of the same values. What is begun has to be ended, a key is
/// followed by its value: that is the caller's part, commas are not.
class JsonWriter {
 public:
  explicit JsonWriter(std::size_t expected_bytes = 1024) { out_.reserve(expected_bytes); }

  JsonWriter& begin_object() { return open('{'); }
  JsonWriter& end_object() { return close('}'); }
  JsonWriter& begin_list() { return open('['); }
  JsonWriter& end_list() { return close(']'); }
  /// `name`: printable ASCII without quotation mark and backslash.
  JsonWriter& key(std::string_view name);
  /// UTF-8; bytes that are none become U+FFFD.
  JsonWriter& text(std::string_view value);
  JsonWriter& number(std::unsigned_integral auto value) { return unsigned_number(value); }
  JsonWriter& number(std::signed_integral auto value) { return signed_number(value); }
  JsonWriter& flag(bool value) { return plain(value ? "true" : "false"); }
  JsonWriter& null() { return plain("null"); }

  /// `text_of(*value)`, or null.
  template <class T, class TextOf>
  JsonWriter& text_or_null(const std::optional<T>& value, const TextOf& text_of) {
    return value ? text(text_of(*value)) : null();
  }
  /// A value with a text of its own, or null.
  template <class T>
  JsonWriter& text_or_null(const std::optional<T>& value) {
    return text_or_null(value, [](const T& one) { return one.text(); });
  }
  /// A list of the texts of `values`.
  template <class Range, class TextOf>
  JsonWriter& texts(const Range& values, const TextOf& text_of) {
    begin_list();
    for (const auto& value : values) text(text_of(value));
    return end_list();
  }

  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void separate();
  JsonWriter& open(char bracket);
  JsonWriter& close(char bracket);
  JsonWriter& plain(std::string_view value);
  JsonWriter& unsigned_number(std::uint64_t value);
  JsonWriter& signed_number(std::int64_t value);

  std::string out_;
};

/// Stands in a JSON text as itself.
[[nodiscard]] constexpr bool is_plain_json(char c) {
  return c >= 0x20 && c < 0x7F && c != '"' && c != '\\';
}

}  // namespace evisa::crypto
