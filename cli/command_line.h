// The command line as all three programs share it: exit codes, errors with hints, strict usage.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string_view>

#include "visa/result.h"

namespace evisa::cli {

/// The same for all programs and in every `--help`.
enum ExitCode : int {
  kOk = 0,       ///< done; for a verdict: admitted
  kRefused = 1,  ///< refused, second look or invalid: what was asked about is not in order
  kUsage = 2,    ///< the command's words are off
  kFailed = 3,   ///< could not be carried out: disk, camera, missing file, locked key
};

/// Bad input is `kRefused`; what the machine could not do is `kFailed`.
[[nodiscard]] ExitCode exit_code_of(Errc code);

/// Prints `PROGRAM: error: ...` and `hint: ...` to stderr; returns the exit code.
int report(std::string_view program, const Error& error);

/// Sets up exit codes in the help text and `--version`.
void describe(CLI::App& app);

/// Parses the arguments and calls `run`; the one catch-all of a program. Unknown flags are usage
/// errors with a hint that names the command's own help, and so is a `CLI::ValidationError` that
/// `run` throws for options that contradict each other. `run` returns an exit code; output that
/// could not be written turns it into `kFailed`.
int main_with(CLI::App& app, int argc, char** argv, const std::function<int()>& run);

}  // namespace evisa::cli
