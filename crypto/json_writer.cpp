// JSON written straight into a text.
#include "crypto/json_writer.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "crypto/strict_json.h"

namespace evisa::crypto {
namespace {

template <class Number>
void append(std::string& out, Number value) {
  std::array<char, 20> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  out.append(digits.data(), end);
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
  out_ += '"';
  out_ += name;
  out_ += "\":";
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  if (!std::ranges::all_of(value, is_plain_json)) return plain(write_json(Json(value)));
  separate();
  out_ += '"';
  out_ += value;
  out_ += '"';
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
