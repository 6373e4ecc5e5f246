// What the kiosk program does: make a booth, take over a bundle, watch-inspect-record.
#pragma once

#include "kiosk/link_keeper.h"
#include "kiosk/options.h"
#include "visa/result.h"

namespace evisa::kiosk {

/// Each prints its result and returns an exit code (cli/command_line.h). Acts are checked before
/// anything is opened, the booth's key before the camera: a traveller's time is not for that.
[[nodiscard]] Result<int> make_booth(const Options& options);
[[nodiscard]] Result<int> take_bundle(const Options& options);
/// `clock`: the device's time; `--at` replaces it on a test booth.
[[nodiscard]] Result<int> serve_traveller(const Options& options, const Clock& clock);

/// An exit by the visa's number, a reversal or a resolution: no camera is looked at.
[[nodiscard]] Result<int> record_by_hand(const Options& options, const Clock& clock);

/// The booth at work: camera, officer's page on loopback, log; until SIGTERM or SIGINT.
[[nodiscard]] Result<int> run_booth(const Options& options, const Clock& clock);
[[nodiscard]] Result<int> manage_officers(const Options& options, visa::Instant now);

/// Looks at the booth itself; writes the test page, or looks at one by camera. Exit code 1 where
/// there is a fault.
[[nodiscard]] Result<int> self_test(const Options& options, const Clock& clock);
[[nodiscard]] Result<int> calibrate(const Options& options);

/// Runs the command that the parsed words name. Throws CLI::ValidationError for options that
/// contradict each other: `cli::main_with` reports it as usage.
[[nodiscard]] Result<int> run(const CLI::App& app, const Options& options, const Clock& clock);

}  // namespace evisa::kiosk
