// What is known of a visa: in the booth's own log and, where it answers in time, at the airport.
#pragma once

#include <string>
#include <vector>

#include "db/crossing_log.h"
#include "kiosk/service_link.h"

namespace evisa::kiosk {

struct KnownEvents {
  std::vector<visa::Crossing> events;
  bool asked_service = false;  ///< the service answered
};

/// The events of a visa. Those of other booths that the service has are taken into the log with
/// their signatures checked, so that they count offline too; one whose key is not known yet counts
/// for this once, on the service's word. `booth`: this one, whose own events come from nobody else.
/// Errors: as CrossingLog::history.
[[nodiscard]] Result<KnownEvents> known_events(visa::VisaNumber visa, db::CrossingLog& log,
                                               const std::string& booth, ServiceLink* link);

}  // namespace evisa::kiosk
