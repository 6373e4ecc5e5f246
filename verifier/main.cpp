// evisa-verifier: reads, checks and decides at an airport. Wiring only.
#include "cli/command_line.h"
#include "verifier/commands.h"
#include "verifier/service/home_commands.h"

int main(int argc, char** argv) {
  using namespace evisa;
  CLI::App app{"Reads e-visas, checks their seals and decides on entry, exit and boarding.",
               std::string(verifier::kProgram)};
  verifier::Session session{
      .now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()),
      .chosen = {}};
  verifier::add_read_command(app, session);
  verifier::add_seal_command(app, session);
  verifier::add_inspect_command(app, session);
  verifier::add_bundle_command(app, session);
  verifier::add_log_command(app, session);
  verifier::add_board_command(app, session);
  verifier::add_receipt_command(app, session);
  verifier::add_home_commands(app, session);
  cli::describe(app);
  return cli::main_with(app, argc, argv, [&]() -> int {
    if (session.chosen) return session.chosen();
    throw CLI::RequiredError(
        "a command: read, seal, inspect, bundle, log, board or receipt; on a service's home: init, "
        "token, officer, booth, register, audit, backup, restore or serve");
  });
}
