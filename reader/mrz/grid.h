// Which places of two cut lines are the characters: one chain of cells with an even pitch.
#pragma once

#include <optional>
#include <vector>

#include "reader/mrz/network.h"

namespace evisa::reader::mrz {

using Places = std::vector<LogProbabilities>;

struct Grid {
  /// What the network says of each cell, line by line: `cells` each.
  std::array<std::vector<LogProbabilities>, 2> cells;
  /// Mean over both lines of the best character's logarithm and of the gaps': near 0 for an MRZ.
  double score = 0;
  std::vector<double> columns;  ///< middle of each cell of line 1
  double lean = 0;              ///< columns that line 2 stands to the right of line 1
};

/// How well places at an even pitch read as characters, at the best phase: a quick look at a few
/// cells of both lines. About 0 for an MRZ the right way up, below -2 for anything else.
[[nodiscard]] double rhythm(const Places& upper, const Places& lower);

/// Logarithm of the best character that may stand in line 1 (`letters`: letters and fillers) or 2.
[[nodiscard]] float best_character(const LogProbabilities& place, bool letters);

/// Viterbi over both lines together: each cell a character, the cells before and after none, steps
/// of about a pitch that change little from one to the next.
///
/// `upper`, `lower`: from strips of `cells` characters and margins (cut_lines.h). Nothing when they
/// are too short.
[[nodiscard]] std::optional<Grid> find_grid(const Places& upper, const Places& lower, int cells);

}  // namespace evisa::reader::mrz
