// How long a holder may stay (rules.md 5.3): all ends inclusive, the day of entry is day 1.
#pragma once

#include <string_view>

#include "verifier/inspection.h"

namespace evisa::verifier {

/// Days that the duration of stay allows when entering on `entry_date`, both ends counted; for a
/// special duration (Doc 9303-7 9.1 tag 04) the days until "valid until".
[[nodiscard]] int longest_stay_days(const visa::Visa& visa, const visa::Date& entry_date);

/// Days over the deadline on `exit_date`, at least 0. Leaving on the deadline is 0.
[[nodiscard]] int overstay_days(const visa::Date& exit_deadline, const visa::Date& exit_date);

/// The band of the administrative code for the officer's text: `1-3`, `4-5`, `6-10`, `>10`.
/// `days`: at least 1. No fine is worked out.
[[nodiscard]] std::string_view overstay_band(int days);

}  // namespace evisa::verifier
