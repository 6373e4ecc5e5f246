// The body of POST /v1/boarding-checks. docs/openapi.yaml.
#pragma once

#include <vector>

#include "verifier/carrier/boarding.h"
#include "verifier/service/api.h"

namespace evisa::verifier {

/// One passenger: a question, or what is wrong with it. One that is wrong keeps no other back.
struct AskedPassenger {
  std::string reference;
  Result<carrier::BoardingRequest> request;
};

/// `today` decides the centuries of an MRZ; `airports` knows where a flight may land. Pictures and
/// PDFs are read here, each in a place of `documents`. Errors, of the request as a whole:
/// malformed, out_of_range (an airport that is none of Kazakhstan's).
[[nodiscard]] Result<std::vector<AskedPassenger>> read_passengers(
    const http::Request& request, const visa::AirportTable& airports, const visa::Date& today,
    Places& documents);

}  // namespace evisa::verifier
