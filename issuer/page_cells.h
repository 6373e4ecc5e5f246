// Cells of the page: a field with its label and value, and a rule in its columns.
#pragma once

#include <vector>

#include "issuer/page_pdf.h"
#include "issuer/page_text.h"
#include "issuer/page_words.h"
#include "visa/result.h"
#include "visa/visa.h"

namespace evisa::issuer {

/// All fields of the page. Errors: malformed (names the field that does not fit).
[[nodiscard]] Result<void> draw_fields(PdfPage& page, PageText& text,
                                       const visa::VisaRecord& record, const PageTables& tables);

/// One rule, once in every column.
struct RuleRow {
  int number = 0;
  const Words& words;
  const std::vector<Box>& columns;
  double y = 0, room = 0;  ///< millimetres
  double size = 0;         ///< points
};

/// Millimetres that the tallest column of a rule takes.
[[nodiscard]] double rule_height(PageText& text, const Words& rule, const std::vector<Box>& columns,
                                 double size);
/// Returns the height used. Errors: malformed (does not fit).
[[nodiscard]] Result<double> draw_rule(PageText& text, const RuleRow& row);

}  // namespace evisa::issuer
