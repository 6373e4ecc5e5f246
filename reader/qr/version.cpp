// Tables of versions.
#include "reader/qr/version.h"

#include <array>

namespace evisa::reader::qr {
namespace {

using Row = std::array<int, kMostVersion>;

// By version; rows in the order L, M, Q, H.
constexpr std::array<Row, 4> kParity{
    {{7,  10, 15, 20, 26, 18, 20, 24, 30, 18, 20, 24, 26, 30, 22, 24, 28, 30, 28, 28,
      28, 28, 30, 30, 26, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
     {10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26,
      26, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28},
     {13, 22, 18, 26, 18, 24, 18, 22, 20, 24, 28, 26, 24, 20, 30, 24, 28, 28, 26, 30,
      28, 30, 30, 30, 30, 28, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30},
     {17, 28, 22, 16, 22, 28, 26, 26, 24, 28, 24, 28, 22, 24, 24, 30, 28, 28, 26, 28,
      30, 24, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30, 30}}};
constexpr std::array<Row, 4> kBlockCount{
    {{1, 1, 1, 1,  1,  2,  2,  2,  2,  4,  4,  4,  4,  4,  6,  6,  6,  6,  7,  8,
      8, 9, 9, 10, 12, 12, 12, 13, 14, 15, 16, 17, 18, 19, 19, 20, 21, 22, 24, 25},
     {1,  1,  1,  2,  2,  4,  4,  4,  5,  5,  5,  8,  9,  9,  10, 10, 11, 13, 14, 16,
      17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49},
     {1,  1,  2,  2,  4,  4,  6,  6,  8,  8,  8,  10, 12, 16, 12, 17, 16, 18, 21, 20,
      23, 23, 25, 27, 29, 34, 34, 35, 38, 40, 43, 45, 48, 51, 53, 56, 59, 62, 65, 68},
     {1,  1,  2,  4,  4,  4,  5,  6,  8,  8,  11, 11, 16, 16, 18, 16, 19, 21, 25, 25,
      25, 34, 30, 32, 35, 37, 40, 42, 45, 48, 51, 54, 57, 60, 63, 66, 70, 74, 77, 81}}};

std::size_t row_of(Level level) {
  switch (level) {
    case Level::l:
      return 0;
    case Level::m:
      return 1;
    case Level::q:
      return 2;
    case Level::h:
      return 3;
  }
  return 0;
}

/// Codewords of the symbol: modules that are neither function pattern nor information, by eight.
int codewords_of(int version) {
  const int size = size_of(version);
  const int aligned = version == 1 ? 0 : version / 7 + 2;
  int modules = size * size - 3 * 64 - 2 * (size - 16) - 31;  // finders, timing, format, dark
  if (aligned > 0) {
    modules -= 25 * (aligned * aligned - 3);
    modules += 2 * 5 * (aligned - 2);  // those that lie on the timing patterns
  }
  if (version >= 7) modules -= 36;
  return modules / 8;
}

int protection_of(int version, Level level) {
  if (version == 1) return level == Level::l ? 3 : level == Level::m ? 2 : 1;
  if (level != Level::l) return 0;
  return version == 2 ? 2 : version == 3 ? 1 : 0;
}

}  // namespace

std::vector<int> alignment_centres(int version) {
  if (version == 1) return {};
  const int count = version / 7 + 2;
  // Annex E: even steps, counted from the far side; version 32 alone does not follow the rule.
  const int step = version == 32 ? 26 : (version * 4 + count * 2 + 1) / (count * 2 - 2) * 2;
  std::vector<int> out(static_cast<std::size_t>(count), 6);
  int at = size_of(version) - 7;
  for (std::size_t i = out.size() - 1; i > 0; --i, at -= step) out[i] = at;
  return out;
}

Blocks blocks_of(int version, Level level) {
  const auto v = static_cast<std::size_t>(version - 1), row = row_of(level);
  const int total = codewords_of(version);
  Blocks blocks;
  blocks.count = kBlockCount[row][v];
  blocks.parity = kParity[row][v];
  blocks.short_blocks = blocks.count - total % blocks.count;
  blocks.short_data = total / blocks.count - blocks.parity;
  blocks.least_protection = protection_of(version, level);
  return blocks;
}

}  // namespace evisa::reader::qr
