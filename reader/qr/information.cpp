// Format and version information, compared with every code word there is.
#include "reader/qr/information.h"

#include <algorithm>
#include <array>
#include <bit>

namespace evisa::reader::qr {
namespace {

constexpr int kFormatBits = 15, kVersionBits = 18, kMostWrong = 3;
constexpr int kFormatMask = 0b101010000010010;

int remainder_of(int value, int polynomial, int degree) {
  for (int bit = std::bit_width(static_cast<unsigned>(value)) - 1; bit >= degree; --bit) {
    if ((value >> bit & 1) != 0) value ^= polynomial << (bit - degree);
  }
  return value;
}

using Soft = std::vector<float>;  // highest bit first

/// SPEC: ISO/IEC 18004 figure 25, the copy around the top left finder.
Soft first_format(const Modules& m) {
  Soft out;
  for (int x = 0; x <= 5; ++x) out.push_back(m.at(x, 8));
  out.push_back(m.at(7, 8));
  out.push_back(m.at(8, 8));
  out.push_back(m.at(8, 7));
  for (int y = 5; y >= 0; --y) out.push_back(m.at(8, y));
  return out;
}

/// The copy that is split between the other two finders.
Soft second_format(const Modules& m) {
  Soft out;
  for (int i = 1; i <= 7; ++i) out.push_back(m.at(8, m.size() - i));
  for (int i = 8; i >= 1; --i) out.push_back(m.at(m.size() - i, 8));
  return out;
}

Soft version_copy(const Modules& m, bool lower) {
  Soft out;
  for (int i = kVersionBits - 1; i >= 0; --i) {
    const int a = m.size() - 11 + i % 3, b = i / 3;
    out.push_back(lower ? m.at(b, a) : m.at(a, b));
  }
  return out;
}

float agreement(const Soft& seen, int bits) {
  float sum = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const bool dark = (bits >> (seen.size() - 1 - i) & 1) != 0;
    sum += dark ? seen[i] : -seen[i];
  }
  return sum;
}

int distance(const Soft& seen, int bits) {
  int wrong = 0;
  for (std::size_t i = 0; i < seen.size(); ++i) {
    const bool dark = (bits >> (seen.size() - 1 - i) & 1) != 0;
    wrong += (seen[i] > 0) != dark ? 1 : 0;
  }
  return wrong;
}

}  // namespace

int format_bits(Level level, int mask) {
  const int data = static_cast<int>(level) << 3 | mask;
  return (data << 10 | remainder_of(data << 10, 0b10100110111, 10)) ^ kFormatMask;
}

int version_bits(int version) {
  return version << 12 | remainder_of(version << 12, 0b1111100100101, 12);
}

std::vector<Format> read_formats(const Modules& modules, std::size_t most) {
  const std::array copies{first_format(modules), second_format(modules)};
  std::vector<std::pair<float, Format>> found;
  for (int code = 0; code < 32; ++code) {
    Format format{static_cast<Level>(code >> 3), code & 7, kFormatBits};
    const int bits = format_bits(format.level, format.mask);
    float evidence = 0;
    for (const auto& copy : copies) {
      format.distance = std::min(format.distance, distance(copy, bits));
      evidence += agreement(copy, bits);
    }
    if (format.distance <= kMostWrong) found.emplace_back(evidence, format);
  }
  std::ranges::stable_sort(found, [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<Format> out;
  for (const auto& [evidence, format] : found) {
    if (out.size() < most) out.push_back(format);
  }
  return out;
}

std::optional<int> read_version(const Modules& modules) {
  if (modules.size() < size_of(7)) return std::nullopt;
  for (const bool lower : {false, true}) {
    const Soft copy = version_copy(modules, lower);
    for (int version = 7; version <= kMostVersion; ++version) {
      if (distance(copy, version_bits(version)) <= kMostWrong) return version;
    }
  }
  return std::nullopt;
}

}  // namespace evisa::reader::qr
