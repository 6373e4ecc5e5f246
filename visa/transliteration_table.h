// Recommended transliterations of Doc 9303-3 section 6, tables A (Latin) and B (Cyrillic).
#pragma once

#include <optional>
#include <string_view>

namespace evisa::visa {

/// The MRZ letters for a capital; empty for one that is not written (soft sign); nullopt for one
/// that the tables do not have, such as the Kazakh letters Ә Қ Ң Ө Ұ Ү.
[[nodiscard]] std::optional<std::string_view> transliteration(char32_t capital);

}  // namespace evisa::visa
