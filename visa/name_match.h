// Do two MRZ names belong together? rules.md 6.4, "Matching order".
#pragma once

#include "visa/name.h"

namespace evisa::visa {

enum class NameMatch {
  exact,            ///< 1: equal
  truncated,        ///< 2: equal as far as the shorter field shows
  transliteration,  ///< 3: equal after the known transliteration variants
  close,            ///< 4: other order, missing later given names, or edit distance up to 2
  different,        ///< 5
};

[[nodiscard]] NameMatch match_names(const MrzName& a, const MrzName& b);

}  // namespace evisa::visa
