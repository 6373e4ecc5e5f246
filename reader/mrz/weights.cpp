// The model's file, both ways; the grammar is in weights.h.
#include "reader/mrz/weights.h"

#include <fmt/core.h>

#include <array>
#include <bit>
#include <cmath>

namespace evisa::reader::mrz {
namespace {

using crypto::Bytes, crypto::ByteView;

constexpr std::array<std::uint8_t, 6> kName = {'E', 'V', 'M', 'R', 'Z', 1};
constexpr std::array<std::size_t, 5> kShape = {kRows, kFilters1, kFilters2, kHidden, kClasses};
constexpr std::size_t kHead = kName.size() + 2 * kShape.size() + 2, kChecksum = 4;

void put(Bytes& out, std::uint32_t value, int bytes) {
  for (int i = 0; i < bytes; ++i) out.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}
std::uint32_t get(ByteView in, std::size_t at, int bytes) {
  std::uint32_t value = 0;
  for (int i = bytes; i-- > 0;) value = value << 8 | in[at + static_cast<std::size_t>(i)];
  return value;
}

std::uint32_t fnv_1a(ByteView bytes) {
  std::uint32_t sum = 2166136261U;
  for (const std::uint8_t byte : bytes) sum = (sum ^ byte) * 16777619U;
  return sum;
}

/// Rounds to nearest; too small becomes 0, too large is cut to the largest half.
std::uint32_t to_half(float value) {
  const auto bits = std::bit_cast<std::uint32_t>(value) + 0x1000U;
  const std::uint32_t sign = bits >> 16 & 0x8000U;
  const int exponent = static_cast<int>(bits >> 23 & 0xFFU) - 127 + 15;
  if (exponent <= 0) return sign;
  if (exponent >= 31) return sign | 0x7BFFU;
  return sign | static_cast<std::uint32_t>(exponent) << 10 | (bits >> 13 & 0x3FFU);
}
float from_half(std::uint32_t half) {
  const std::uint32_t sign = (half & 0x8000U) << 16, exponent = half >> 10 & 0x1FU;
  if (exponent == 0) return std::bit_cast<float>(sign);
  return std::bit_cast<float>(sign | (exponent + 127 - 15) << 23 | (half & 0x3FFU) << 13);
}

Result<void> check_head(ByteView model) {
  if (model.size() < kHead + kChecksum) return fail(Errc::malformed, "MRZ model: cut short");
  for (std::size_t i = 0; i + 1 < kName.size(); ++i) {
    if (model[i] != kName[i]) return fail(Errc::malformed, "MRZ model: not one (EVMRZ expected)");
  }
  if (model[kName.size() - 1] != kName.back()) {
    return fail(Errc::unsupported, fmt::format("MRZ model: version {}, {} expected",
                                               model[kName.size() - 1], kName.back()));
  }
  for (std::size_t i = 0; i < kShape.size(); ++i) {
    if (get(model, kName.size() + 2 * i, 2) != kShape[i]) {
      return fail(Errc::malformed, "MRZ model: of another shape");
    }
  }
  return {};
}

}  // namespace

Bytes write_weights(const Weights& weights) {
  Bytes out(kName.begin(), kName.end());
  for (const std::size_t n : kShape) put(out, static_cast<std::uint32_t>(n), 2);
  put(out, static_cast<std::uint32_t>(weights.note.size()), 2);
  out.insert(out.end(), weights.note.begin(), weights.note.end());
  for (const float value : weights.values) put(out, to_half(value), 2);
  put(out, fnv_1a(out), kChecksum);
  return out;
}

Result<Weights> parse_weights(ByteView model) {
  if (auto ok = check_head(model); !ok) return std::unexpected(ok.error());
  const std::size_t note = get(model, kHead - 2, 2);
  if (model.size() != kHead + note + 2 * Weights::kCount + kChecksum) {
    return fail(Errc::malformed, fmt::format("MRZ model: {} bytes", model.size()));
  }
  const std::size_t end = model.size() - kChecksum;
  if (get(model, end, kChecksum) != fnv_1a(model.first(end))) {
    return fail(Errc::malformed, "MRZ model: damaged (checksum)");
  }
  Weights weights;
  weights.note.assign(model.begin() + kHead, model.begin() + kHead + static_cast<long>(note));
  for (std::size_t i = 0; i < Weights::kCount; ++i) {
    const std::uint32_t half = get(model, kHead + note + 2 * i, 2);
    if ((half >> 10 & 0x1FU) == 0x1FU) return fail(Errc::malformed, "MRZ model: not a number");
    weights.values[i] = from_half(half);
  }
  return weights;
}

}  // namespace evisa::reader::mrz
