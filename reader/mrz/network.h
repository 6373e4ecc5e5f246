// Reads every place of a line at once: which character is centred here, if any.
#pragma once

#include <array>
#include <vector>

#include "reader/mrz/strip.h"
#include "reader/mrz/weights.h"

namespace evisa::reader::mrz {

inline constexpr int kStep = 2;  ///< columns from place to place
/// Place `k` is centred on column `kStep * k + kCentre`.
inline constexpr double kCentre = (kSeen - 1) / 2.0;

/// Natural logarithms of the probabilities of the classes at one place.
using LogProbabilities = std::array<float, kClasses>;

/// Empty for a strip narrower than `kSeen`.
[[nodiscard]] std::vector<LogProbabilities> read_places(const Weights& weights, const Strip& strip);

/// The model compiled in (reader/mrz/data/ocr_b.model).
[[nodiscard]] const Weights& shipped_weights();

}  // namespace evisa::reader::mrz
