// What `evisa-issuer issue` says while it works.
#include "issuer/issue_messages.h"

#include <fmt/core.h>

namespace evisa::issuer {
namespace {

/// What was found may belong to a person: a log learns what is expected instead.
std::string problem_line(const Problem& problem, Reader reader) {
  if (reader == Reader::terminal) return "  " + to_string(problem) + "\n";
  return fmt::format("  {}: expected {}\n",
                     problem.field.empty() ? "the whole application" : problem.field,
                     problem.expected);
}

}  // namespace

std::string issued_line(const Issued& issued, bool json) {
  const auto& record = issued.entry.record;
  if (json) {
    const crypto::Json line = {{"visa_number", record.visa.number->text()},
                               {"application_number", record.application_number},
                               {"file", issued.file.string()}};
    return line.dump(-1, ' ', false, crypto::Json::error_handler_t::replace) + "\n";
  }
  return fmt::format("{} application {} {}\n", record.visa.number->text(),
                     record.application_number, issued.file.string());
}

std::string notice_line(const ApplicationRow& row, const Notice& notice, Reader reader) {
  const std::string what = reader == Reader::terminal
                               ? to_string(notice)
                               : notice.field + ": compare with the application";
  return fmt::format("evisa-issuer: line {}: notice: {}\n", row.line, what);
}

std::string run_summary(const IssuingRun& run, std::size_t rows, Reader reader, bool has_report) {
  std::string text;
  for (const auto& row : run.refused) {
    text += fmt::format("evisa-issuer: line {}: application {} refused\n", row.line,
                        row.application_number.empty() ? "(no number)" : row.application_number);
    for (const auto& problem : row.problems) text += problem_line(problem, reader);
  }
  text += fmt::format("{} of {} issued, {} refused\n", run.issued, rows, run.refused.size());
  if (reader == Reader::log && !run.refused.empty() && !has_report)
    text += "hint: --report FILE says what was found\n";
  return text;
}

}  // namespace evisa::issuer
