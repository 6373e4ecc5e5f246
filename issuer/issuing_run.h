// Many applications, one after the other: each issued or refused by itself, and a report of the
// refused.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "issuer/application_file.h"
#include "issuer/issuing.h"

namespace evisa::issuer {

struct RefusedRow {
  std::size_t line = 0;
  std::string application_number;
  std::vector<Problem> problems;
};

struct IssuingRun {
  std::size_t issued = 0;
  std::vector<RefusedRow> refused;
};

/// What the caller is told while the run goes on.
struct RunEvents {
  std::function<void(const Issued&)> issued;
  std::function<void(const ApplicationRow&, const Notice&)> notice;
  std::function<void(std::size_t done)> progress;
};

/// Application numbers for which a person approved the territory, with the reason.
using Approvals = std::map<std::string, std::string, std::less<>>;

/// Issues row by row. `clock` gives each row its instant. An application number that stood in an
/// earlier row is refused. Errors: as `issue`; what was issued before stays issued and was told to
/// `events`.
[[nodiscard]] Result<IssuingRun> issue_rows(const std::vector<ApplicationRow>& rows,
                                            IssuingOffice office,
                                            const std::function<visa::Instant()>& clock,
                                            const Approvals& approvals, const RunEvents& events);

/// `line,application_number,field,found,expected`, one line for each problem.
[[nodiscard]] std::string report_csv(const std::vector<RefusedRow>& refused);

}  // namespace evisa::issuer
