// Characters that look alike: folding for comparison, never for acceptance (rules.md 6.3).
#pragma once

#include <string>
#include <string_view>

namespace evisa::visa {

/// Folds {O,Q to 0; I,L to 1; Z to 2; S to 5; B to 8; G to 6} and drops `<`, space and hyphen.
/// Two document numbers that are equal only after this are DOCNO_AMBIGUOUS.
[[nodiscard]] std::string fold_look_alikes(std::string_view document_number);

struct LatinText {
  std::string text;
  bool had_cyrillic = false;
};
/// Replaces Cyrillic letters that look like Latin ones (АВЕКМНОРСТУХ, ІЈЅ, upper and lower case)
/// by their Latin shape, for document numbers typed under a Cyrillic keyboard layout.
[[nodiscard]] LatinText fold_cyrillic(std::string_view utf8);

}  // namespace evisa::visa
