// Header fields of a message: order kept, names compared without case. RFC 9110 5.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "visa/result.h"

namespace evisa::http {

/// Field names and the tokens in values: ASCII only, no locale.
[[nodiscard]] bool equal_without_case(std::string_view a, std::string_view b);

class Headers {
 public:
  using Field = std::pair<std::string, std::string>;

  Headers() = default;
  Headers(std::initializer_list<Field> fields) : fields_(fields) {}

  /// The first field of that name.
  [[nodiscard]] std::optional<std::string_view> find(std::string_view name) const;
  [[nodiscard]] std::size_t count(std::string_view name) const;
  /// True when a field of that name has `token` in its comma-separated list.
  [[nodiscard]] bool has_token(std::string_view name, std::string_view token) const;
  void add(std::string name, std::string value);
  /// Replaces all fields of that name.
  void set(std::string_view name, std::string value);
  [[nodiscard]] const std::vector<Field>& fields() const { return fields_; }
  bool operator==(const Headers&) const = default;

 private:
  std::vector<Field> fields_;
};

/// Field lines, each ended by CRLF, nothing else: a token, a colon, a value of visible characters.
/// Refused: a line without colon, blanks before the colon, folded lines, bare CR or LF, control
/// characters. Errors: malformed, out_of_range (more than `max_fields`).
/// Source: RFC 9112 5.
[[nodiscard]] Result<Headers> parse_fields(std::string_view block, std::size_t max_fields);

/// RFC 9110 5.6.2: what a field name or a method may consist of.
[[nodiscard]] bool is_token(std::string_view text);
/// May stand in a field value: visible characters, blanks between them, bytes from 0x80 on.
[[nodiscard]] bool is_field_value(std::string_view text);

}  // namespace evisa::http
