// What every event of the crossing log starts from: booth, badge, second person. Internal to the
// folder.
#pragma once

#include <string_view>

#include "verifier/recording.h"

namespace evisa::verifier {

/// An event with its place, time, officer and note filled in; the senior's badge goes into the
/// note. Errors: malformed (no badge or booth).
[[nodiscard]] Result<visa::Crossing> start_event(const Correction& by);

/// The draft, once it is an event that every reader of a log takes: a text that is not UTF-8, or a
/// booth that is none, is found here and not by the log. Errors: as crypto::check_event.
[[nodiscard]] Result<Draft> checked(Draft draft);

/// A senior officer is named and is not the officer himself. Errors: out_of_range.
[[nodiscard]] Result<void> second_person(std::string_view officer, std::string_view senior,
                                         std::string_view why);

}  // namespace evisa::verifier
