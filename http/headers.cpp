// Header fields: RFC 9110 5, field lines of RFC 9112 5 parsed strictly.
#include "http/headers.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>

namespace evisa::http {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr auto kTokenCharacters = [] {
  std::array<bool, 256> is_one{};
  for (unsigned char c = '0'; c <= '9'; ++c) is_one[c] = true;
  for (unsigned char c = 'A'; c <= 'Z'; ++c) is_one[c] = is_one[c | 0x20U] = true;
  for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
    is_one[static_cast<unsigned char>(c)] = true;
  return is_one;
}();

bool is_token_character(char c) { return kTokenCharacters[static_cast<unsigned char>(c)]; }

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

/// One line without its CRLF.
Result<Headers::Field> parse_field(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_token(line.substr(0, colon))) {
    return fail(Errc::malformed, "header: `name: value` expected");
  }
  const std::string_view value = trim_blanks(line.substr(colon + 1));
  if (!is_field_value(value)) {
    return fail(Errc::malformed, "header: a control character in a value");
  }
  return Headers::Field{std::string(line.substr(0, colon)), std::string(value)};
}

}  // namespace

bool equal_without_case(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, {}, lower, lower);
}

bool is_token(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_field_value(std::string_view text) {
  return std::ranges::all_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == '\t' || (byte >= 0x20 && byte != 0x7F);
  });
}

std::optional<std::string_view> Headers::find(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (equal_without_case(field, name)) return value;
  }
  return std::nullopt;
}

std::size_t Headers::count(std::string_view name) const {
  return static_cast<std::size_t>(std::ranges::count_if(
      fields_, [&](const Field& field) { return equal_without_case(field.first, name); }));
}

bool Headers::has_token(std::string_view name, std::string_view token) const {
  for (const auto& [field, value] : fields_) {
    if (!equal_without_case(field, name)) continue;
    for (std::string_view rest = value; !rest.empty();) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      if (equal_without_case(trim_blanks(rest.substr(0, comma)), token)) return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

void Headers::add(std::string name, std::string value) {
  fields_.emplace_back(std::move(name), std::move(value));
}

void Headers::set(std::string_view name, std::string value) {
  std::erase_if(fields_, [&](const Field& field) { return equal_without_case(field.first, name); });
  fields_.emplace_back(std::string(name), std::move(value));
}

Result<Headers> parse_fields(std::string_view block, std::size_t max_fields) {
  Headers headers;
  for (std::size_t count = 0; !block.empty(); ++count) {
    if (count == max_fields) {
      return fail(Errc::out_of_range, fmt::format("more than {} header fields", max_fields));
    }
    const std::size_t end = block.find("\r\n");
    if (end == std::string_view::npos) return fail(Errc::malformed, "header: no CRLF at the end");
    auto field = parse_field(block.substr(0, end));
    if (!field) return std::unexpected(std::move(field.error()));
    headers.add(std::move(field->first), std::move(field->second));
    block.remove_prefix(end + 2);
  }
  return headers;
}

}  // namespace evisa::http
