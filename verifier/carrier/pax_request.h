// From a passenger of a PAXLST message to a boarding check.
#pragma once

#include "verifier/carrier/boarding.h"
#include "verifier/carrier/paxlst.h"
#include "visa/local_time.h"

namespace evisa::verifier::carrier {

/// The question about one passenger. Contents that cannot be read, or stand twice and differ, are
/// left out: they are then missing, and nobody is told to board without them.
///
/// DOC+P is the passport, DOC+V without a State or with KAZ the e-visa; several different ones are
/// never chosen between. By sending the e-visa's number the carrier states that it was shown.
[[nodiscard]] BoardingRequest request_of(const Pax& pax, const visa::Date& today);

/// DTM 201 (YYMMDDHHMM) and 203 (CCYYMMDDHHMM), local time. Errors: malformed, out_of_range.
[[nodiscard]] Result<visa::Instant> parse_sent_time(const SentDate& date,
                                                    const visa::LocalTime& local_time);

}  // namespace evisa::verifier::carrier
