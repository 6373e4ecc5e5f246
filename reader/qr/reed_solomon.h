// Reed-Solomon correction of one block, with errors and erasures (ISO/IEC 18004 7.5, 12 and
// annex B).
#pragma once

#include <cstdint>
#include <optional>
#include <span>

namespace evisa::reader::qr {

/// Corrects `block` (data, then `parity` error correction codewords; at most 255 in all) in place.
///
/// `erasures`: indices into the block whose codewords are not to be trusted, each once.
/// `most_errors`: how many further codewords may be wrong; fewer than could be corrected means that
/// more stands against a block that only looks right. Never more than (parity - erasures) / 2 are.
/// Returns the number of errors outside the erasures, or nothing (the block is then as it was).
[[nodiscard]] std::optional<int> correct(std::span<std::uint8_t> block, int parity,
                                         std::span<const int> erasures, int most_errors);

/// The binary logarithm of the chance that a block of `size` random codewords is taken for one with
/// at most `errors` errors beside `erasures`: how little a correction proves.
[[nodiscard]] double chance_log2(int size, int parity, int erasures, int errors);

}  // namespace evisa::reader::qr
