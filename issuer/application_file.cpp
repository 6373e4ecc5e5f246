// Applications as files: one as JSON, many as JSON Lines or CSV.
#include "issuer/application_file.h"

#include <fmt/core.h>

#include "issuer/application_csv.h"

namespace evisa::issuer {
namespace {

constexpr std::size_t kLargestApplication = 64 * 1024;

Result<std::vector<ApplicationRow>> read_json(std::string_view text) {
  const auto json = crypto::parse_json(text, kLargestApplication);
  if (!json) return std::unexpected(json.error());
  return std::vector{ApplicationRow{1, read_application(*json)}};
}

ApplicationReading read_line(std::string_view line) {
  const auto json = crypto::parse_json(line, kLargestApplication);
  if (json) return read_application(*json);
  ApplicationReading reading;
  reading.problems.push_back(
      {"", json.error().message, "one application as a JSON object on the line"});
  return reading;
}

std::vector<ApplicationRow> read_json_lines(std::string_view text) {
  std::vector<ApplicationRow> rows;
  std::size_t number = 0;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    ++number;
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_not_of(" \t") == std::string_view::npos) continue;
    rows.push_back({number, read_line(line)});
  }
  return rows;
}

Result<std::vector<ApplicationRow>> read_rows(std::string_view text, ApplicationFormat format) {
  switch (format) {
    case ApplicationFormat::json:
      return read_json(text);
    case ApplicationFormat::json_lines:
      return read_json_lines(text);
    case ApplicationFormat::csv:
      return read_csv(text);
  }
  return fail(Errc::unsupported, "unknown format of applications");
}

}  // namespace

Result<ApplicationFormat> parse_application_format(std::string_view text) {
  if (text == "json") return ApplicationFormat::json;
  if (text == "jsonl") return ApplicationFormat::json_lines;
  if (text == "csv") return ApplicationFormat::csv;
  return fail(Errc::malformed,
              fmt::format("applications: found format \"{}\", expected json, jsonl or csv", text));
}

Result<ApplicationFormat> format_of(const std::filesystem::path& file) {
  const std::string ending = file.extension().string();
  auto format = parse_application_format(ending.empty() ? "" : std::string_view(ending).substr(1));
  if (!format) {
    return fail(Errc::malformed,
                fmt::format("{}: found ending \"{}\", expected .json, .jsonl or .csv",
                            file.string(), ending),
                "--format json|jsonl|csv says what it is");
  }
  return format;
}

Result<std::vector<ApplicationRow>> read_applications(std::string_view text,
                                                      ApplicationFormat format) {
  auto rows = read_rows(text, format);
  if (rows && rows->empty())
    return fail(Errc::malformed, "applications: found none, expected at least one");
  return rows;
}

}  // namespace evisa::issuer
