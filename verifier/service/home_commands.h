// The commands of evisa-verifier that set up and administer an airport service's home folder.
#pragma once

#include "verifier/commands.h"

namespace evisa::verifier {

void add_init_command(CLI::App& app, Session& session);
void add_token_command(CLI::App& app, Session& session);
void add_officer_command(CLI::App& app, Session& session);
void add_booth_command(CLI::App& app, Session& session);
void add_register_command(CLI::App& app, Session& session);
void add_audit_command(CLI::App& app, Session& session);
void add_backup_commands(CLI::App& app, Session& session);
void add_serve_command(CLI::App& app, Session& session);

/// All of the above.
void add_home_commands(CLI::App& app, Session& session);

}  // namespace evisa::verifier
