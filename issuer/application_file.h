// Applications as files: one as JSON, many as JSON Lines or CSV.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

#include "issuer/application.h"

namespace evisa::issuer {

enum class ApplicationFormat { json, json_lines, csv };
/// `json`, `jsonl`, `csv`. Errors: malformed.
[[nodiscard]] Result<ApplicationFormat> parse_application_format(std::string_view text);
/// By the file's ending. Errors: malformed (another ending).
[[nodiscard]] Result<ApplicationFormat> format_of(const std::filesystem::path& file);

struct ApplicationRow {
  std::size_t line = 1;  ///< 1-based, in the file
  ApplicationReading reading;
};

/// A row that is wrong is a reading with problems; only a file that cannot be taken apart at all is
/// an error. Errors: malformed (a JSON file that is no JSON, a CSV without the columns, no
/// application in it).
[[nodiscard]] Result<std::vector<ApplicationRow>> read_applications(std::string_view text,
                                                                    ApplicationFormat format);

}  // namespace evisa::issuer
