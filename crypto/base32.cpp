// Base32; contract in base32.h.
#include "crypto/base32.h"

#include <fmt/core.h>

#include <array>

namespace evisa::crypto {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The value of each byte as a character; -1: it has none.
constexpr auto kValues = [] {
  std::array<std::int8_t, 256> values{};
  values.fill(-1);
  for (std::size_t i = 0; i < kAlphabet.size(); ++i)
    values[static_cast<unsigned char>(kAlphabet[i])] = static_cast<std::int8_t>(i);
  return values;
}();

int value_of(char c) { return kValues[static_cast<unsigned char>(c)]; }

/// 5 characters carry 25 bits: lengths 1, 3 and 6 modulo 8 end inside a character too many.
bool is_possible(std::size_t characters) {
  const std::size_t rest = characters % 8;
  return rest != 1 && rest != 3 && rest != 6;
}

}  // namespace

std::string base32_encode(ByteView bytes) {
  std::string text;
  text.reserve((bytes.size() * 8 + 4) / 5);
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const std::uint8_t byte : bytes) {
    buffer = (buffer << 8 | byte) & 0xFFF;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += kAlphabet[buffer >> bits & 31];
    }
  }
  if (bits > 0) text += kAlphabet[buffer << (5 - bits) & 31];
  return text;
}

Result<std::size_t> base32_decode(std::string_view text, std::span<std::uint8_t> out) {
  if (!is_possible(text.size())) {
    return fail(Errc::malformed,
                fmt::format("base32: {} characters are no whole number of bytes", text.size()));
  }
  if (text.size() * 5 / 8 > out.size()) {
    return fail(Errc::out_of_range, fmt::format("base32: {} bytes, at most {} expected",
                                                text.size() * 5 / 8, out.size()));
  }
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  std::size_t count = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const int value = value_of(text[i]);
    if (value < 0) {
      return fail(Errc::malformed,
                  fmt::format("base32: character {} is {:#04x}, A-Z or 2-7 expected", i + 1,
                              static_cast<unsigned char>(text[i])));
    }
    buffer = (buffer << 5 | static_cast<std::uint32_t>(value)) & 0xFFF;
    bits += 5;
    if (bits >= 8) out[count++] = static_cast<std::uint8_t>(buffer >> (bits -= 8) & 0xFF);
  }
  if ((buffer & ((1U << bits) - 1)) != 0) {
    return fail(Errc::malformed, "base32: the bits after the last byte are not zero");
  }
  return count;
}

}  // namespace evisa::crypto
