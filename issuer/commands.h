// The subcommands of evisa-issuer. Each adds itself to the program and says what is to run.
#pragma once

#include <functional>

#include "cli/command_line.h"
#include "issuer/visa_numbers.h"
#include "visa/date.h"

namespace evisa::issuer {

/// What the commands get from `main`, and which of them was chosen.
struct Commands {
  std::function<visa::Instant()> clock;
  RandomDigits random_digits;
  std::function<Result<int>()> chosen;  ///< an exit code, or what stopped it
};

void add_init(CLI::App& app, Commands& commands);
void add_issue(CLI::App& app, Commands& commands);
void add_show(CLI::App& app, Commands& commands);
void add_pdf(CLI::App& app, Commands& commands);
void add_revoke(CLI::App& app, Commands& commands);
void add_bundle(CLI::App& app, Commands& commands);
void add_bundle_age(CLI::App& app, Commands& commands);
void add_authority(CLI::App& app, Commands& commands);
void add_signer(CLI::App& app, Commands& commands);
void add_backup(CLI::App& app, Commands& commands);
void add_register_feed(CLI::App& app, Commands& commands);
void add_deliver(CLI::App& app, Commands& commands);

}  // namespace evisa::issuer
