// C40 of Doc 9303-13 2.6; grammar in c40.h.
#include "crypto/c40.h"

#include <fmt/core.h>

#include <array>

namespace evisa::crypto {
namespace {

constexpr std::uint8_t kUnlatch = 0xFE;
constexpr unsigned kBlank = 3, kFirstDigit = 4, kFirstLetter = 14, kLast = 39;

/// The value of a character, or 0 (a shift, which seals do not use) for another one.
unsigned value_of(char c) {
  if (c == '<' || c == ' ') return kBlank;
  if (c >= '0' && c <= '9') return kFirstDigit + static_cast<unsigned>(c - '0');
  if (c >= 'A' && c <= 'Z') return kFirstLetter + static_cast<unsigned>(c - 'A');
  return 0;
}

/// The character of a value 3..39, or 0 for a shift.
char character_of(unsigned value) {
  if (value == kBlank) return '<';
  if (value >= kFirstDigit && value < kFirstLetter) {
    return static_cast<char>('0' + (value - kFirstDigit));
  }
  if (value >= kFirstLetter && value <= kLast)
    return static_cast<char>('A' + (value - kFirstLetter));
  return 0;
}

std::unexpected<Error> bad_pair(ByteView bytes, std::size_t at, std::string_view why) {
  return fail(Errc::malformed, fmt::format("C40: pair {:02x}{:02x} at byte {}: {}", bytes[at],
                                           bytes[at + 1], at, why));
}

/// The characters of one pair, and how many there are.
struct Pair {
  std::array<char, 3> chars{};
  std::size_t count = 0;
};

Result<Pair> decode_pair(ByteView bytes, std::size_t at) {
  const bool last = at + 2 == bytes.size();
  if (bytes[at] == kUnlatch) {
    if (!last) return bad_pair(bytes, at, "FE is allowed in the last pair only");
    const char ascii = static_cast<char>((bytes[at + 1] - 1) & 0x7F);
    const bool known = bytes[at + 1] <= 0x7F && ascii != '<' && value_of(ascii) != 0;
    if (!known) return bad_pair(bytes, at, "a character A-Z, 0-9 or blank expected after FE");
    return Pair{{ascii == ' ' ? '<' : ascii}, 1};
  }
  const unsigned sum = static_cast<unsigned>(bytes[at]) << 8 | bytes[at + 1];
  if (sum == 0 || sum > 64'000) return bad_pair(bytes, at, "no such value");
  const std::array<unsigned, 3> values = {(sum - 1) / 1600, (sum - 1) / 40 % 40, (sum - 1) % 40};
  Pair pair;
  for (const unsigned value : values) pair.chars[pair.count++] = character_of(value);
  if (last && values[2] == 0) pair.count = 2;
  for (std::size_t i = 0; i < pair.count; ++i) {
    if (pair.chars[i] == 0) return bad_pair(bytes, at, "a shift, which seals do not use");
  }
  return pair;
}

}  // namespace

Result<Bytes> c40_encode(std::string_view text) {
  Bytes bytes;
  bytes.reserve(c40_size(text.size()));
  for (std::size_t i = 0; i < text.size(); i += 3) {
    const std::string_view group = text.substr(i, 3);
    std::array<unsigned, 3> values{};
    for (std::size_t k = 0; k < group.size(); ++k) {
      values[k] = value_of(group[k]);
      if (values[k] == 0) {
        return fail(Errc::malformed,
                    fmt::format("C40: character {} is outside A-Z 0-9 <", i + k + 1));
      }
    }
    if (group.size() == 1) {
      const char ascii = values[0] == kBlank ? ' ' : group[0];
      bytes.push_back(kUnlatch);
      bytes.push_back(static_cast<std::uint8_t>(ascii + 1));
    } else {
      const unsigned sum = values[0] * 1600 + values[1] * 40 + values[2] + 1;
      bytes.push_back(static_cast<std::uint8_t>(sum >> 8));
      bytes.push_back(static_cast<std::uint8_t>(sum & 0xFF));
    }
  }
  return bytes;
}

Result<std::size_t> c40_decode(ByteView bytes, std::span<char> out) {
  if (bytes.size() % 2 != 0) {
    return fail(Errc::malformed,
                fmt::format("C40: {} bytes, an even number expected", bytes.size()));
  }
  std::size_t count = 0;
  for (std::size_t at = 0; at < bytes.size(); at += 2) {
    const auto pair = decode_pair(bytes, at);
    if (!pair) return std::unexpected(pair.error());
    if (count + pair->count > out.size()) {
      return fail(Errc::out_of_range, fmt::format("C40: more than {} characters", out.size()));
    }
    for (std::size_t i = 0; i < pair->count; ++i) out[count++] = pair->chars[i];
  }
  return count;
}

Result<std::string> c40_decode(ByteView bytes) {
  std::string text(bytes.size() / 2 * 3, '\0');
  const auto count = c40_decode(bytes, text);
  if (!count) return std::unexpected(count.error());
  text.resize(*count);
  return text;
}

}  // namespace evisa::crypto
