// The commands of evisa-verifier. Each adds its words to the command line and, when chosen, what to
// run.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <string_view>

#include "visa/date.h"

namespace evisa::verifier {

inline constexpr std::string_view kProgram = "evisa-verifier";

/// What the commands get from the world: the clock, read once by `main`.
struct Session {
  visa::Instant now{};
  std::function<int()> chosen;  ///< set by the command that was named
};

void add_read_command(CLI::App& app, Session& session);
void add_seal_command(CLI::App& app, Session& session);
void add_inspect_command(CLI::App& app, Session& session);
void add_bundle_command(CLI::App& app, Session& session);
void add_log_command(CLI::App& app, Session& session);
void add_board_command(CLI::App& app, Session& session);
void add_receipt_command(CLI::App& app, Session& session);

}  // namespace evisa::verifier
