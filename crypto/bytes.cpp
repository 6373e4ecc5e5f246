// Hexadecimal (either case) and base64 (RFC 4648 section 4), read strictly.
#include "crypto/bytes.h"

#include <fmt/core.h>

#include <array>

namespace evisa::crypto {
namespace {

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

/// The value of each character, or -1.
constexpr auto kBase64Values = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kBase64.size(); ++i)
    values[static_cast<std::uint8_t>(kBase64[i])] = static_cast<std::int8_t>(i);
  return values;
}();

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

/// Four characters to 24 bits; `symbols` of them are not padding. Errors: malformed.
Result<std::uint32_t> base64_group(std::string_view group, std::size_t symbols, std::size_t at) {
  std::uint32_t bits = 0;
  for (std::size_t i = 0; i < 4; ++i) {
    const int value = i < symbols ? kBase64Values[static_cast<std::uint8_t>(group[i])] : 0;
    if (value < 0) {
      return fail(Errc::malformed,
                  fmt::format("base64: character {} is not of its alphabet", at + i + 1));
    }
    bits = bits << 6 | static_cast<std::uint32_t>(value);
  }
  return bits;
}

}  // namespace

std::string to_hex(ByteView bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    text += kHex[byte >> 4];
    text += kHex[byte & 15];
  }
  return text;
}

Result<Bytes> from_hex(std::string_view text) {
  Bytes bytes;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    while (i < text.size() && is_blank(text[i])) ++i;
    if (i == text.size()) break;
    const int high = hex_value(text[i]);
    const int low = i + 1 < text.size() ? hex_value(text[i + 1]) : -1;
    if (high < 0 || low < 0) {
      return fail(Errc::malformed,
                  fmt::format("hex: two digits 0-9 a-f expected at character {}", i + 1));
    }
    bytes.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return bytes;
}

std::string to_base64(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    std::uint32_t bits = static_cast<std::uint32_t>(bytes[i]) << 16;
    if (left > 1) bits |= static_cast<std::uint32_t>(bytes[i + 1]) << 8;
    if (left > 2) bits |= bytes[i + 2];
    text += kBase64[bits >> 18 & 63];
    text += kBase64[bits >> 12 & 63];
    text += left > 1 ? kBase64[bits >> 6 & 63] : '=';
    text += left > 2 ? kBase64[bits & 63] : '=';
  }
  return text;
}

Result<Bytes> from_base64(std::string_view text) {
  if (text.size() % 4 != 0) {
    return fail(Errc::malformed,
                fmt::format("base64: {} characters, a multiple of four expected", text.size()));
  }
  Bytes bytes;
  bytes.reserve(text.size() / 4 * 3);
  for (std::size_t i = 0; i < text.size(); i += 4) {
    const std::string_view group = text.substr(i, 4);
    const bool last = i + 4 == text.size();
    const std::size_t symbols = last && group.ends_with("==") ? 2 : last && group[3] == '=' ? 3 : 4;
    const auto bits = base64_group(group, symbols, i);
    if (!bits) return std::unexpected(bits.error());
    for (std::size_t k = 0; k < 3; ++k) {
      const auto byte = static_cast<std::uint8_t>(*bits >> (16 - 8 * k));
      if (k + 1 < symbols) {
        bytes.push_back(byte);
      } else if (byte != 0) {  // one coding for each value: bits that carry nothing are zero
        return fail(Errc::malformed, "base64: the bits after the last byte are not zero");
      }
    }
  }
  return bytes;
}

}  // namespace evisa::crypto
