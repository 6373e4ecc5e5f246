// Texts for a reason code where its own text would not be true, from data/reason_variants.csv: the
// same code for "a check digit is wrong" and for "the passport was not read".
#pragma once

#include <array>
#include <string>
#include <vector>

#include "visa/reason.h"

namespace evisa::visa {

struct ReasonVariant {
  ReasonCode code{};
  std::string name;                      ///< the value of the reason's parameter `variant`
  std::array<std::string, 3> officer;    ///< en, ru, kk
  std::array<std::string, 4> traveller;  ///< en, ru, kk, zh; empty: as the code's own
};

/// Compiled in: a bundle's table replaces the codes' own texts only.
[[nodiscard]] const std::vector<ReasonVariant>& reason_variants();
/// The variant that the reason's parameter `variant` names; nullptr without one.
[[nodiscard]] const ReasonVariant* find_variant(const Reason& reason);

}  // namespace evisa::visa
