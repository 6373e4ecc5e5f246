// Unmasking, codewords, blocks.
#include "reader/qr/symbol.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

#include "reader/qr/content.h"
#include "reader/qr/function_pattern.h"
#include "reader/qr/information.h"
#include "reader/qr/reed_solomon.h"

namespace evisa::reader::qr {
namespace {

constexpr double kMostChance = -30, kMostChanceUnpadded = -40;
/// Erasures as parts of the parity, tried in this order. Each leaves some parity to tell right
/// from wrong.
constexpr std::array<double, 7> kErasedParts{0, 0.2, 0.4, 0.55, 0.7, 0.8, 0.9};

struct Codeword {
  std::uint8_t value = 0;
  float sureness = 0;  ///< of its least sure modules
};

/// SPEC: ISO/IEC 18004 7.7.3: pairs of columns from the right, up and down by turns.
std::vector<Codeword> codewords_of(const Modules& modules, int version, int mask) {
  const auto& pattern = FunctionPattern::of(version);
  const int size = modules.size();
  std::vector<Codeword> out;
  Codeword now;
  float least = 2, second = 2;
  int bits = 0;
  bool up = true;
  for (int right = size - 1; right > 0; right -= 2, up = !up) {
    if (right == 6) --right;
    for (int step = 0; step < size; ++step) {
      const int y = up ? size - 1 - step : step;
      for (const int x : {right, right - 1}) {
        if (pattern.at(x, y) != Kind::data) continue;
        const float seen = modules.at(x, y), sure = std::abs(seen);
        const bool bit = (seen > 0) != masked(mask, x, y);
        now.value = static_cast<std::uint8_t>(now.value << 1 | (bit ? 1 : 0));
        if (sure < least) {
          second = least;
          least = sure;
        } else {
          second = std::min(second, sure);
        }
        if (++bits < 8) continue;
        now.sureness = least + 0.25F * std::min(second, 1.0F);
        out.push_back(now);
        now = {};
        least = second = 2;
        bits = 0;
      }
    }
  }
  return out;
}

/// SPEC: ISO/IEC 18004 7.6: codewords of the blocks by turns, data first, then error correction.
std::vector<std::vector<Codeword>> deal(const std::vector<Codeword>& codewords,
                                        const Blocks& blocks) {
  std::vector<std::vector<Codeword>> out(static_cast<std::size_t>(blocks.count));
  std::size_t next = 0;
  for (int i = 0; i <= blocks.short_data; ++i) {
    for (int b = 0; b < blocks.count; ++b) {
      if (i < blocks.data_of(b)) out[static_cast<std::size_t>(b)].push_back(codewords[next++]);
    }
  }
  for (int i = 0; i < blocks.parity; ++i) {
    for (auto& block : out) block.push_back(codewords[next++]);
  }
  return out;
}

struct Corrected {
  std::vector<std::uint8_t> codewords;
  int errors = 0;
  double chance = 0;
};

std::optional<Corrected> correct_block(const std::vector<Codeword>& seen, const Blocks& blocks) {
  std::vector<int> by_sureness(seen.size());
  std::iota(by_sureness.begin(), by_sureness.end(), 0);
  std::ranges::stable_sort(by_sureness, {},
                           [&](int i) { return seen[static_cast<std::size_t>(i)].sureness; });
  for (const double part : kErasedParts) {
    const int erased = static_cast<int>(part * blocks.parity);
    Corrected out;
    for (const auto& codeword : seen) out.codewords.push_back(codeword.value);
    const int most = (blocks.parity - blocks.least_protection - erased) / 2;
    const auto errors =
        correct(out.codewords, blocks.parity,
                std::span(by_sureness).first(static_cast<std::size_t>(erased)), most);
    if (!errors) continue;
    out.errors = *errors;
    out.chance = chance_log2(static_cast<int>(seen.size()), blocks.parity, erased, *errors);
    return out;
  }
  return std::nullopt;
}

std::optional<Symbol> decode_as(const Modules& modules, int version, const Format& format) {
  const Blocks blocks = blocks_of(version, format.level);
  const auto codewords = codewords_of(modules, version, format.mask);
  if (static_cast<int>(codewords.size()) < blocks.codewords()) return std::nullopt;
  Symbol symbol{{}, version, format.level, format.mask, 0, 0};
  std::vector<std::uint8_t> data;
  const auto dealt = deal(codewords, blocks);
  for (int b = 0; b < blocks.count; ++b) {
    const auto block = correct_block(dealt[static_cast<std::size_t>(b)], blocks);
    if (!block) return std::nullopt;
    data.insert(data.end(), block->codewords.begin(), block->codewords.begin() + blocks.data_of(b));
    symbol.corrected += block->errors;
    symbol.chance_log2 += block->chance;
  }
  auto content = read_content(data, version);
  if (!content) return std::nullopt;
  const double limit = content->padded_by_the_rule ? kMostChance : kMostChanceUnpadded;
  if (symbol.chance_log2 > limit) return std::nullopt;
  symbol.bytes = std::move(content->bytes);
  return symbol;
}

}  // namespace

bool masked(int mask, int x, int y) {
  switch (mask) {
    case 0:
      return (x + y) % 2 == 0;
    case 1:
      return y % 2 == 0;
    case 2:
      return x % 3 == 0;
    case 3:
      return (x + y) % 3 == 0;
    case 4:
      return (y / 2 + x / 3) % 2 == 0;
    case 5:
      return x * y % 2 + x * y % 3 == 0;
    case 6:
      return (x * y % 2 + x * y % 3) % 2 == 0;
    default:
      return ((x + y) % 2 + x * y % 3) % 2 == 0;
  }
}

std::optional<Symbol> decode_symbol(const Modules& modules) {
  const auto version = version_of(modules.size());
  if (!version) return std::nullopt;
  for (const auto& format : read_formats(modules)) {
    if (auto symbol = decode_as(modules, *version, format)) return symbol;
  }
  return std::nullopt;
}

}  // namespace evisa::reader::qr
