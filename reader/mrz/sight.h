// An MRZ as one frame shows it, or several together.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "reader/mrz/network.h"
#include "visa/mrz.h"

namespace evisa::reader::mrz {

inline constexpr float kSure = 0.9F;  ///< confidence of a character that is relied on

/// Logarithms of what the network says of every cell, line by line.
using Evidence = std::array<std::vector<LogProbabilities>, 2>;

/// A character that the check digits chose instead of its look-alike, or of `?`.
struct Correction {
  std::size_t line = 0, column = 0;  ///< from 0
  char seen = '?', taken = '?';
  bool operator==(const Correction&) const = default;
};

struct MrzSight {
  visa::MrzFormat format = visa::MrzFormat::td3;
  std::array<std::string, 2> lines;              ///< `?` where no character is likely enough
  std::array<std::vector<float>, 2> confidence;  ///< of each character, 0..1
  std::vector<Correction> corrections;           ///< at most two
  bool complete = false;                         ///< no `?`
  bool checks_hold = false;                      ///< complete, and every check digit is right
  float least = 0;                               ///< the lowest confidence of all
  Evidence evidence;
  /// Both lines' ends in the frame, pixels: upper left, upper right, lower right, lower left.
  std::array<std::array<float, 2>, 4> corners{};

  /// Check digits right without a correction, every character at `kSure` or above. One frame that
  /// says so may still be wrong in a name: see MrzVote.
  [[nodiscard]] bool sure() const { return checks_hold && corrections.empty() && least >= kSure; }
  /// Two lines with a line break between.
  [[nodiscard]] std::string text() const { return lines[0] + '\n' + lines[1]; }
};

/// Chooses a character for every cell by the format's grammar, then at most two others by the check
/// digits: where no other text that the network could have seen makes them right.
///
/// `evidence`: two lines of 44 or of 36 cells. The format is what the first character says (P: TD3,
/// V: MRV). SPEC: Doc 9303-3 4.9 (check digits).
[[nodiscard]] MrzSight decide(Evidence evidence);

}  // namespace evisa::reader::mrz
