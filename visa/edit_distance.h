// How many single-character edits lie between two texts.
#pragma once

#include <cstddef>
#include <string_view>

namespace evisa::visa {

/// Levenshtein's distance: insertions, deletions and substitutions of bytes.
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

}  // namespace evisa::visa
