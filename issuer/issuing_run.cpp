// Many applications, one after the other.
#include "issuer/issuing_run.h"

#include <fmt/core.h>

namespace evisa::issuer {
namespace {

std::string quoted_cell(std::string_view text) {
  std::string cell = "\"";
  for (const char c : text) {
    if (c == '"') cell += '"';
    cell += c;
  }
  return cell + '"';
}

/// The problems that a row has before anything is issued: its text, or its number in an earlier
/// row.
std::vector<Problem> problems_of(const ApplicationRow& row,
                                 std::map<std::string, std::size_t>& seen) {
  auto problems = row.reading.problems;
  const std::string& number = row.reading.application_number;
  if (number.empty()) return problems;
  const auto [first, is_new] = seen.emplace(number, row.line);
  if (!is_new) {
    problems.push_back({"application_number",
                        fmt::format("{}, as in line {}", number, first->second),
                        "each application once"});
  }
  return problems;
}

}  // namespace

Result<IssuingRun> issue_rows(const std::vector<ApplicationRow>& rows, IssuingOffice office,
                              const std::function<visa::Instant()>& clock,
                              const Approvals& approvals, const RunEvents& events) {
  IssuingRun run;
  std::map<std::string, std::size_t> seen;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto& row = rows[i];
    for (const auto& notice : row.reading.notices) events.notice(row, notice);
    auto problems = problems_of(row, seen);
    if (problems.empty() && row.reading.application) {
      office.now = clock();
      const bool approved = approvals.contains(row.reading.application_number);
      auto answer = issue(*row.reading.application, office, approved);
      if (!answer) return std::unexpected(answer.error());
      if (const auto* issued = std::get_if<Issued>(&*answer)) {
        for (const auto& notice : issued->notices) events.notice(row, notice);
        events.issued(*issued);
        ++run.issued;
      } else {
        problems = std::get<NotIssued>(*answer).problems;
      }
    }
    if (!problems.empty())
      run.refused.push_back({row.line, row.reading.application_number, std::move(problems)});
    events.progress(i + 1);
  }
  return run;
}

std::string report_csv(const std::vector<RefusedRow>& refused) {
  std::string text = "line,application_number,field,found,expected\n";
  for (const auto& row : refused) {
    for (const auto& problem : row.problems) {
      text += fmt::format("{},{},{},{},{}\n", row.line, quoted_cell(row.application_number),
                          quoted_cell(problem.field), quoted_cell(problem.found),
                          quoted_cell(problem.expected));
    }
  }
  return text;
}

}  // namespace evisa::issuer
