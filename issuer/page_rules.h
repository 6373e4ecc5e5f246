// What a traveller must know (rules.md 1.5, 1.6), as sentences in the languages of the page.
#pragma once

#include <vector>

#include "issuer/page_words.h"
#include "visa/visa.h"

namespace evisa::issuer {

[[nodiscard]] Words rules_title();
/// The rules that hold for this visa, in the order in which they are printed.
[[nodiscard]] std::vector<Words> traveller_rules(const visa::Visa& visa, const PageTables& tables);
/// How to treat the two seals.
[[nodiscard]] Words seal_note();

}  // namespace evisa::issuer
