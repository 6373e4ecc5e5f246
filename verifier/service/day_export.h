// A day's crossings as a file: CSV for people, signed events for whoever verifies them.
#pragma once

#include <string>

#include "db/crossing_log.h"

namespace evisa::verifier {

enum class DayFormat {
  csv,           ///< one line an event, no personal data
  signed_events  ///< one JSON object a line: json, signature; `evisa-verifier log verify` reads it
};

/// Events of one local date of Kazakhstan, in the order of time.
/// Errors: malformed (a stored event that does not parse), io.
[[nodiscard]] Result<std::string> export_day(const db::CrossingLog& log, const visa::Date& day,
                                             DayFormat format);

}  // namespace evisa::verifier
