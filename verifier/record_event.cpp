// What every event of the crossing log starts from.
#include "verifier/record_event.h"

#include <fmt/format.h>

namespace evisa::verifier {

Result<visa::Crossing> start_event(const Correction& by) {
  if (by.officer.empty())
    return fail(Errc::malformed, "no officer's badge: an act is somebody's", "log in with a badge");
  if (by.booth.empty()) return fail(Errc::malformed, "no booth: an event is named by its booth");
  visa::Crossing crossing;
  crossing.id.booth = by.booth;  // the sequence number is the log's to give
  crossing.time = by.now;
  crossing.airport = by.airport;
  crossing.officer = by.officer;
  crossing.software = "evisa " EVISA_VERSION;
  crossing.note = by.senior.empty() ? by.note : fmt::format("senior {}: {}", by.senior, by.note);
  return crossing;
}

Result<void> second_person(std::string_view officer, std::string_view senior,
                           std::string_view why) {
  if (senior.empty())
    return fail(Errc::out_of_range, fmt::format("{}: a senior officer is needed", why),
                "a second person confirms with a badge of their own");
  if (senior == officer)
    return fail(Errc::out_of_range,
                fmt::format("{}: officer and senior officer are the same badge {}", why, officer),
                "a second person confirms with a badge of their own");
  return {};
}

}  // namespace evisa::verifier
