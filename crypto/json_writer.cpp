// JSON written straight into a text.
#include "crypto/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "crypto/strict_json.h"

namespace evisa::crypto {
namespace {

template <class Number>
void append(std::string& out, Number value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
}

/// Grows once, and not for each part.
void append_quoted(std::string& out, std::string_view text, std::string_view end) {
  const std::size_t at = out.size(), size = at + 1 + text.size() + end.size();
  if (size > out.capacity()) out.reserve(std::max(size, 2 * out.capacity()));
  out.resize_and_overwrite(size, [&](char* bytes, std::size_t) {
    char* to = bytes + at;
    *to++ = '"';
    to = std::copy(text.begin(), text.end(), to);
    std::copy(end.begin(), end.end(), to);
    return size;
  });
}

constexpr std::uint64_t in_each_byte(unsigned char value) { return 0x0101010101010101U * value; }

/// The high bit of some byte is set where that byte is below `limit`, which is at most 0x80.
constexpr std::uint64_t below(std::uint64_t bytes, unsigned char limit) {
  return (bytes - in_each_byte(limit)) & ~bytes & in_each_byte(0x80);
}

/// As `is_plain_json` of each character, eight at a time.
bool is_all_plain(std::string_view text) {
  std::uint64_t other = 0;
  for (; text.size() >= 8; text.remove_prefix(8)) {
    std::uint64_t bytes = 0;
    std::memcpy(&bytes, text.data(), 8);
    other |= (bytes & in_each_byte(0x80)) | below(bytes, 0x20) |
             below(bytes ^ in_each_byte('"'), 1) | below(bytes ^ in_each_byte('\\'), 1) |
             below(bytes ^ in_each_byte(0x7F), 1);
  }
  return other == 0 && std::ranges::all_of(text, is_plain_json);
}

}  // namespace

// Whatever is complete ends in a bracket, a quotation mark, a digit or a letter: what was written
// last says whether a comma is due.
void JsonWriter::separate() {
  if (out_.empty()) return;
  const char last = out_.back();
  if (last != '{' && last != '[' && last != ':') out_ += ',';
}

JsonWriter& JsonWriter::open(char bracket) {
  separate();
  out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::close(char bracket) {
  out_ += bracket;
  return *this;
}

JsonWriter& JsonWriter::plain(std::string_view value) {
  separate();
  out_ += value;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_quoted(out_, name, "\":");
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  if (!is_all_plain(value)) return plain(write_json(Json(value)));
  separate();
  append_quoted(out_, value, "\"");
  return *this;
}

JsonWriter& JsonWriter::unsigned_number(std::uint64_t value) {
  separate();
  append(out_, value);
  return *this;
}

JsonWriter& JsonWriter::signed_number(std::int64_t value) {
  separate();
  append(out_, value);
  return *this;
}

}  // namespace evisa::crypto
