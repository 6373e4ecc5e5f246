// An MRZ as one frame shows it, or several together.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "reader/mrz/network.h"
#include "visa/mrz.h"

namespace evisa::reader::mrz {

/// Logarithms of what the network says of every cell, line by line.
using Evidence = std::array<std::vector<LogProbabilities>, 2>;

/// A character that the check digits chose instead of its look-alike.
struct Correction {
  std::size_t line = 0, column = 0;  ///< from 0
  char seen = '?', taken = '?';
  bool operator==(const Correction&) const = default;
};

struct MrzSight {
  visa::MrzFormat format = visa::MrzFormat::td3;
  std::array<std::string, 2> lines;              ///< `?` where no character is likely enough
  std::array<std::vector<float>, 2> confidence;  ///< of each character, 0..1
  std::vector<Correction> corrections;           ///< at most one
  bool complete = false;                         ///< no `?`
  bool checks_hold = false;                      ///< complete, and every check digit is right
  float least = 0;                               ///< the lowest confidence of all
  Evidence evidence;
  /// Both lines' ends in the frame, pixels: upper left, upper right, lower right, lower left.
  std::array<std::array<float, 2>, 4> corners{};

  /// Two lines with a line break between.
  [[nodiscard]] std::string text() const { return lines[0] + '\n' + lines[1]; }
};

/// Chooses a character for every cell by the format's grammar, then at most one other by the check
/// digits.
///
/// `evidence`: two lines of 44 or of 36 cells. The format is what the first character says (P: TD3,
/// V: MRV). SPEC: Doc 9303-3 4.9 (check digits).
[[nodiscard]] MrzSight decide(Evidence evidence);

/// True when each check digit of the format is right. `lines`: MRZ characters only.
[[nodiscard]] bool checks_hold(visa::MrzFormat format, const std::array<std::string, 2>& lines);

}  // namespace evisa::reader::mrz
