// Which options go together: a contradiction is told before anything is opened or watched, never
// after a traveller has stood there.
#pragma once

#include <optional>

#include "kiosk/options.h"
#include "verifier/recording.h"

namespace evisa::kiosk {

/// The act that `--act` names; empty: what follows from the verdict, or a correction.
[[nodiscard]] std::optional<verifier::Act> named_act(const Options& options);

/// An exit by the visa's number, a reversal or a resolution: no camera is looked at.
[[nodiscard]] bool is_by_hand(const Options& options);

/// A token is never sent to somebody whose name was not checked, nor readable on the way. Errors:
/// malformed.
[[nodiscard]] Result<void> check_service(const Options& options);

/// A self-test looks at a camera and serves nobody. Errors: malformed.
[[nodiscard]] Result<void> check_self_test(const Options& options);

/// Looks at a traveller's or an act's options together. Errors, each one of usage: out_of_range (an
/// act that the direction does not know), malformed (an option missing or one too many, a badge).
[[nodiscard]] Result<void> check_together(const Options& options);

}  // namespace evisa::kiosk
