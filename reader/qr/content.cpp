// Segments to bytes.
#include "reader/qr/content.h"

#include <array>
#include <string_view>

namespace evisa::reader::qr {
namespace {

// SPEC: ISO/IEC 18004 table 2.
enum Mode : int {
  kTerminator = 0b0000,
  kNumeric = 0b0001,
  kAlphanumeric = 0b0010,
  kStructuredAppend = 0b0011,
  kByte = 0b0100,
  kFnc1First = 0b0101,
  kEci = 0b0111,
  kKanji = 0b1000,
  kFnc1Second = 0b1001,
  kHanzi = 0b1101,  // GB/T 18284
};

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

/// SPEC: ISO/IEC 18004 table 3: bits of the character count.
int count_bits(int mode, int version) {
  const std::size_t group = version <= 9 ? 0 : version <= 26 ? 1 : 2;
  switch (mode) {
    case kNumeric:
      return std::array{10, 12, 14}[group];
    case kAlphanumeric:
      return std::array{9, 11, 13}[group];
    case kByte:
      return std::array{8, 16, 16}[group];
    default:
      return std::array{8, 10, 12}[group];
  }
}

class Reader {
 public:
  Reader(std::span<const std::uint8_t> data, int version) : data_(data), version_(version) {}

  std::optional<Content> run() {
    while (left() >= 4) {
      const int mode = take(4);
      if (mode == kTerminator) break;
      if (!segment(mode)) return std::nullopt;
    }
    content_.padded_by_the_rule = well_padded();
    return std::move(content_);
  }

 private:
  [[nodiscard]] std::size_t left() const { return data_.size() * 8 - at_; }

  int take(int bits) {
    int value = 0;
    for (int i = 0; i < bits; ++i, ++at_)
      value = value << 1 | (data_[at_ / 8] >> (7 - at_ % 8) & 1);
    return value;
  }
  bool has(std::size_t bits) const { return left() >= bits; }
  void put(int byte) { content_.bytes.push_back(static_cast<std::uint8_t>(byte)); }

  bool segment(int mode) {
    switch (mode) {
      case kStructuredAppend:
        return skip(16);
      case kFnc1First:
        fnc1_ = true;
        return true;
      case kFnc1Second:
        fnc1_ = true;
        return skip(8);
      case kEci:
        return eci();
      case kHanzi:
        return skip(4) && counted(mode);
      case kNumeric:
      case kAlphanumeric:
      case kByte:
      case kKanji:
        return counted(mode);
      default:
        return false;
    }
  }
  bool skip(int bits) {
    if (!has(static_cast<std::size_t>(bits))) return false;
    take(bits);
    return true;
  }
  /// SPEC: ISO/IEC 18004 7.4.2.2: one, two or three bytes, by the leading ones.
  bool eci() {
    if (!has(8)) return false;
    const int first = take(8);
    if ((first & 0x80) == 0) return true;
    if ((first & 0xC0) == 0x80) return skip(8);
    return (first & 0xE0) == 0xC0 && skip(16);
  }
  bool counted(int mode) {
    const int bits = count_bits(mode, version_);
    if (!has(static_cast<std::size_t>(bits))) return false;
    const int count = take(bits);
    if (mode == kNumeric) return numeric(count);
    if (mode == kAlphanumeric) return alphanumeric(count);
    if (mode == kByte) return octets(count);
    return double_bytes(count, mode == kKanji);
  }
  bool numeric(int count) {
    for (; count > 0; count -= 3) {
      const int digits = count >= 3 ? 3 : count, bits = 3 * digits + 1;
      if (!has(static_cast<std::size_t>(bits))) return false;
      const int value = take(bits),
                limit = std::array{0, 10, 100, 1000}[static_cast<std::size_t>(digits)];
      if (value >= limit) return false;
      if (digits == 3) put('0' + value / 100);
      if (digits >= 2) put('0' + value / 10 % 10);
      put('0' + value % 10);
    }
    return true;
  }
  bool alphanumeric(int count) {
    const std::size_t from = content_.bytes.size();
    for (; count > 0; count -= 2) {
      const int bits = count >= 2 ? 11 : 6;
      if (!has(static_cast<std::size_t>(bits))) return false;
      const int value = take(bits);
      if (value >= (count >= 2 ? 45 * 45 : 45)) return false;
      if (count >= 2) put(kAlphabet[static_cast<std::size_t>(value / 45)]);
      put(kAlphabet[static_cast<std::size_t>(value % 45)]);
    }
    if (fnc1_) separate(from);
    return true;
  }
  /// SPEC: ISO/IEC 18004 7.4.8.2: with FNC1, `%` stands for the group separator and `%%` for `%`.
  void separate(std::size_t from) {
    auto& bytes = content_.bytes;
    std::size_t to = from;
    for (std::size_t i = from; i < bytes.size(); ++i) {
      if (bytes[i] != '%') {
        bytes[to++] = bytes[i];
      } else if (i + 1 < bytes.size() && bytes[i + 1] == '%') {
        bytes[to++] = '%';
        ++i;
      } else {
        bytes[to++] = 0x1D;
      }
    }
    bytes.resize(to);
  }
  bool octets(int count) {
    if (!has(8 * static_cast<std::size_t>(count))) return false;
    for (; count > 0; --count) put(take(8));
    return true;
  }
  /// SPEC: ISO/IEC 18004 7.4.6 (kanji, Shift JIS) and GB/T 18284 (hanzi, GB 2312).
  bool double_bytes(int count, bool kanji) {
    if (!has(13 * static_cast<std::size_t>(count))) return false;
    for (; count > 0; --count) {
      const int value = take(13), radix = kanji ? 0xC0 : 0x60;
      int code = value / radix << 8 | value % radix;
      if (kanji) {
        code += code < 0x1F00 ? 0x8140 : 0xC140;
      } else {
        code += code < 0xA00 ? 0xA1A1 : 0xA6A1;
      }
      put(code >> 8);
      put(code & 0xFF);
    }
    return true;
  }
  bool well_padded() {
    while (at_ % 8 != 0) {
      if (take(1) != 0) return false;
    }
    for (std::uint8_t want = 0xEC; left() >= 8; want ^= 0xEC ^ 0x11) {
      if (take(8) != want) return false;
    }
    return true;
  }

  std::span<const std::uint8_t> data_;
  int version_;
  std::size_t at_ = 0;
  bool fnc1_ = false;
  Content content_;
};

}  // namespace

std::optional<Content> read_content(std::span<const std::uint8_t> data, int version) {
  return Reader(data, version).run();
}

}  // namespace evisa::reader::qr
