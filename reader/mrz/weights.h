// The network's numbers and their file.
//
//   model = "EVMRZ" version(1) u16 shape(5) note-length(2) note weights checksum(4)
//   shape: rows, first filters, second filters, hidden, classes; numbers are little-endian
//   note: UTF-8, how it was trained (seed, samples, fonts)
//   weights: IEEE 754 half precision, in the order of `Weights`; checksum: FNV-1a of all before
//
//   strip -> 3x3 convolution, ReLU -> 2x2 maximum -> 3x3 convolution, ReLU -> 7x7 window, ReLU
//         -> classes, softmax
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "crypto/bytes.h"
#include "reader/mrz/alphabet.h"
#include "reader/mrz/strip.h"
#include "visa/result.h"

namespace evisa::reader::mrz {

inline constexpr std::size_t kFilters1 = 8, kFilters2 = 24, kHidden = 96;
inline constexpr std::size_t kRows1 = (kRows - 2) / 2;  ///< after the first convolution and maximum
inline constexpr std::size_t kRows2 = kRows1 - 2;       ///< after the second convolution
inline constexpr std::size_t kWindow = 7;               ///< columns that the hidden layer sees
inline constexpr std::size_t kFeatures = kWindow * kRows2 * kFilters2;
inline constexpr std::size_t kSeen = 2 * (kWindow + 2) + 2;  ///< columns of a strip: 20

/// All numbers in one block. Layers are [input][output]; windows are column after column.
struct Weights {
  std::vector<float> values = std::vector<float>(kCount);
  std::string note;

  static constexpr std::size_t kConv1 = 0, kBias1 = kConv1 + 9 * kFilters1,
                               kConv2 = kBias1 + kFilters1,
                               kBias2 = kConv2 + 9 * kFilters1 * kFilters2,
                               kDense = kBias2 + kFilters2,
                               kDenseBias = kDense + kFeatures * kHidden,
                               kOut = kDenseBias + kHidden, kOutBias = kOut + kHidden * kClasses,
                               kCount = kOutBias + kClasses;
};

[[nodiscard]] crypto::Bytes write_weights(const Weights& weights);
/// Errors: malformed (name, shape, length, checksum, a number that is not finite), unsupported
/// (version).
[[nodiscard]] Result<Weights> parse_weights(crypto::ByteView model);

}  // namespace evisa::reader::mrz
