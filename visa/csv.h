// Comma separated values (RFC 4180), strict: used for the data tables and for bulk applications.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "visa/result.h"

namespace evisa::visa {

struct CsvTable {
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;  ///< each as wide as the header
  std::vector<std::size_t> lines;              ///< 1-based first line of each row in the text
  /// Index of a column by name. Errors: not_found.
  [[nodiscard]] Result<std::size_t> column(std::string_view name) const;
};

/// UTF-8, header row first, LF or CRLF, a BOM is dropped.
/// Errors: malformed (unbalanced quote, wrong number of fields; names the line).
[[nodiscard]] Result<CsvTable> parse_csv(std::string_view text);

}  // namespace evisa::visa
