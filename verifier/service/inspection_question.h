// The body of POST /v1/inspections. docs/openapi.yaml.
#pragma once

#include "verifier/inspection.h"
#include "verifier/service/api.h"
#include "visa/language.h"

namespace evisa::verifier {

struct InspectionQuestion {
  visa::Direction direction = visa::Direction::entry;
  std::string checkpoint;  ///< empty: the service's own airport
  Presented presented;
  std::optional<visa::VisaNumber> visa_number;
  std::optional<std::string> passport_mrz;
  std::string booth;
  std::string flight;
  std::optional<visa::Instant> arrival;
  visa::Language language = visa::Language::en;
  OfficerTicks ticks;
};

/// Errors: malformed, out_of_range (which member: found, expected).
[[nodiscard]] Result<InspectionQuestion> read_question(const http::Request& request);

}  // namespace evisa::verifier
