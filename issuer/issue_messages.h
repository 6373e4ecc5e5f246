// What `evisa-issuer issue` says while it works. Names, passport numbers and dates of birth stay
// out of what is piped or logged: there, a problem is told by its line and field alone.
#pragma once

#include <string>

#include "issuer/issuing_run.h"

namespace evisa::issuer {

/// Who reads standard error: a person at the terminal, or a pipe, a log, a service manager.
enum class Reader { terminal, log };

/// One line for each visa issued: number, application and file, as text or as a JSON object.
[[nodiscard]] std::string issued_line(const Issued& issued, bool json);

[[nodiscard]] std::string notice_line(const ApplicationRow& row, const Notice& notice,
                                      Reader reader);

/// The refused rows with their problems, and how many were issued. In a log the values are left to
/// the report: without one (`has_report`) it says how to get it.
[[nodiscard]] std::string run_summary(const IssuingRun& run, std::size_t rows, Reader reader,
                                      bool has_report);

}  // namespace evisa::issuer
