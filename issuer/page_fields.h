// The fields of the page as a table: label, place and value. Names follow the visual inspection
// zone of Doc 9303-7 (VIZ).
#pragma once

#include <string>
#include <vector>

#include "issuer/page_geometry.h"
#include "issuer/page_words.h"
#include "visa/visa.h"

namespace evisa::issuer {

struct FieldValue {
  std::string main;  ///< printed large
  std::string more;  ///< the same or its meaning in words, printed small behind it
};

enum class FieldKind { plain, headline, key_fact, name };

struct Field {
  Words label;
  Box box;
  FieldKind kind = FieldKind::plain;
  FieldValue (*value)(const visa::VisaRecord& record, const PageTables& tables) = nullptr;
};

/// Row by row, from left to right. What the last day of validity means is the rule set's.
[[nodiscard]] std::vector<Field> page_fields(const visa::RuleSet& rules);

/// Where an e-visa may be used: its entry points, or those of the rule set when it has none.
[[nodiscard]] std::vector<visa::AirportCode> entry_airports(const visa::Visa& visa,
                                                            const visa::RuleSet& rules);

}  // namespace evisa::issuer
