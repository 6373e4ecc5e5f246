// The fields of the page as a table: label, place and value. Names follow the visual inspection
// zone of Doc 9303-7 (VIZ).
#pragma once

#include <span>
#include <string>

#include "issuer/page_geometry.h"
#include "issuer/page_words.h"
#include "visa/visa.h"

namespace evisa::issuer {

struct FieldValue {
  std::string main;  ///< printed large
  std::string more;  ///< the same or its meaning in words, printed small behind it
};

enum class FieldKind { plain, headline, key_fact };

struct Field {
  Words label;
  Box box;
  FieldKind kind = FieldKind::plain;
  FieldValue (*value)(const visa::VisaRecord& record, bool chinese) = nullptr;
};

[[nodiscard]] std::span<const Field> page_fields();

/// Where an e-visa may be used: its entry points, or those of the built-in rule set when it has
/// none.
[[nodiscard]] std::vector<visa::AirportCode> entry_airports(const visa::Visa& visa);

}  // namespace evisa::issuer
