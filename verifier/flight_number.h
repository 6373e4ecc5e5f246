// A flight number as on a boarding pass: IATA Resolution 762 and the ICAO three-letter form.
//
//   flight = airline [" "] 1*4DIGIT [LETTER]       KC964, KC 964, KZR964, W6 2001A
//   airline = 2 of A-Z 0-9, one of them a letter | 3 letters
#pragma once

#include <string>
#include <string_view>

#include "visa/result.h"

namespace evisa::verifier {

/// The flight number as it was written. Errors: malformed.
[[nodiscard]] Result<std::string> parse_flight_number(std::string_view text);

}  // namespace evisa::verifier
