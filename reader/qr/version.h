// What a QR code's version and error correction level fix: size, alignment patterns, blocks
// (ISO/IEC 18004 table 9 and annex E).
#pragma once

#include <optional>
#include <vector>

namespace evisa::reader::qr {

inline constexpr int kLeastVersion = 1, kMostVersion = 40;

/// Error correction levels; the numbers are those of the format information (table 12).
enum class Level { m = 0, l = 1, h = 2, q = 3 };

/// Modules a side: 21 to 177.
[[nodiscard]] constexpr int size_of(int version) { return 17 + 4 * version; }
/// The version with `size` modules a side, if there is one.
[[nodiscard]] constexpr std::optional<int> version_of(int size) {
  if (size < size_of(kLeastVersion) || size > size_of(kMostVersion) || size % 4 != 1)
    return std::nullopt;
  return (size - 17) / 4;
}

/// Rows (and columns) of the alignment patterns' centres, ascending; none for version 1.
[[nodiscard]] std::vector<int> alignment_centres(int version);

/// How the codewords of a symbol are dealt out to blocks. The first `short_blocks` blocks hold
/// `short_data` data codewords, the others one more; each has `parity` for error correction.
struct Blocks {
  int count = 0, short_blocks = 0, short_data = 0, parity = 0;
  int least_protection = 0;  ///< `p` of table 9: codewords kept back against wrong corrections
  [[nodiscard]] int data_of(int block) const {
    return short_data + (block >= short_blocks ? 1 : 0);
  }
  [[nodiscard]] int codewords() const {
    return count * (short_data + parity) + (count - short_blocks);
  }
};
[[nodiscard]] Blocks blocks_of(int version, Level level);

}  // namespace evisa::reader::qr
