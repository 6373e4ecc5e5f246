// Request targets: RFC 3986 characters, RFC 9112 3.2.1 origin form, form-encoded queries.
#include "http/target.h"

#include <fmt/core.h>

#include <algorithm>

#include "http/client.h"
#include "visa/utf8.h"

namespace evisa::http {
namespace {

bool is_unreserved(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         std::string_view("-._~").contains(c);
}

bool may_stand_in_target(char c) {
  return is_unreserved(c) || std::string_view("!$&'()*+,;=:@/?%").contains(c);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

bool has_control_character(std::string_view text) {
  return std::ranges::any_of(text, [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte < 0x20 || byte == 0x7F;
  });
}

bool is_utf8(std::string_view text) {
  while (!text.empty()) {
    if (!visa::next_code_point(text)) return false;
  }
  return true;
}

Result<std::string> parse_segment(std::string_view raw) {
  auto segment = percent_decode(raw, false);
  if (!segment) return segment;
  if (*segment == "." || *segment == "..") return fail(Errc::malformed, "path: a dot segment");
  if (segment->find_first_of("/\\") != std::string::npos) {
    return fail(Errc::malformed, "path: a slash inside a segment");
  }
  if (has_control_character(*segment)) return fail(Errc::malformed, "path: a control character");
  return segment;
}

Result<std::vector<std::string>> parse_path(std::string_view raw) {
  std::vector<std::string> segments;
  while (!raw.empty()) {
    raw.remove_prefix(1);  // the slash
    const std::size_t end = std::min(raw.find('/'), raw.size());
    auto segment = parse_segment(raw.substr(0, end));
    if (!segment) return std::unexpected(std::move(segment.error()));
    segments.push_back(std::move(*segment));
    raw.remove_prefix(end);
  }
  if (segments.size() == 1 && segments.front().empty()) segments.clear();  // "/"
  return segments;
}

Result<NamedValues> parse_query(std::string_view raw) {
  NamedValues query;
  while (!raw.empty()) {
    const std::size_t end = std::min(raw.find('&'), raw.size());
    const std::string_view pair = raw.substr(0, end);
    raw.remove_prefix(std::min(end + 1, raw.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    auto name = percent_decode(pair.substr(0, equals), true);
    auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
    if (!name) return std::unexpected(std::move(name.error()));
    if (!value) return std::unexpected(std::move(value.error()));
    query.emplace_back(std::move(*name), std::move(*value));
  }
  return query;
}

}  // namespace

Result<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+' && plus_is_blank) {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      const int high = i + 2 < text.size() ? hex_value(text[i + 1]) : -1;
      const int low = i + 2 < text.size() ? hex_value(text[i + 2]) : -1;
      if (high < 0 || low < 0) return fail(Errc::malformed, "a % without two hex digits");
      out.push_back(static_cast<char>(high * 16 + low));
      i += 2;
    }
  }
  if (out.contains('\0')) return fail(Errc::malformed, "a NUL character");
  if (!is_utf8(out)) return fail(Errc::malformed, "bytes that are not UTF-8");
  return out;
}

std::string percent_encode(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (is_unreserved(c)) {
      out.push_back(c);
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return out;
}

Result<Target> parse_target(std::string_view text) {
  if (!text.starts_with('/')) return fail(Errc::malformed, "target: `/path` expected");
  if (!std::ranges::all_of(text, may_stand_in_target)) {
    return fail(Errc::malformed, "target: a character that must be percent-encoded");
  }
  const std::size_t mark = std::min(text.find('?'), text.size());
  auto segments = parse_path(text.substr(0, mark));
  if (!segments) return std::unexpected(std::move(segments.error()));
  auto query = parse_query(text.substr(std::min(mark + 1, text.size())));
  if (!query) return std::unexpected(std::move(query.error()));
  Target target{.path = {}, .segments = std::move(*segments), .query = std::move(*query)};
  for (const std::string& segment : target.segments) target.path += "/" + segment;
  if (target.path.empty()) target.path = "/";
  return target;
}

}  // namespace evisa::http
