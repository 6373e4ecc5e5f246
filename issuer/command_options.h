// Options that several subcommands have: the folder, the passphrase, the instant, the rules.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "cli/taken_by.h"
#include "issuer/authority_home.h"
#include "issuer/commands.h"
#include "issuer/printout.h"
#include "issuer/rule_files.h"

namespace evisa::issuer {

using cli::taken_by;

/// A subcommand with the exit codes in its `--help`.
CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& what);

void add_home(CLI::App& command, std::string& home);
void add_passphrase(CLI::App& command, std::string& file);
void add_at(CLI::App& command, std::string& at);
void add_rules(CLI::App& command, RuleFiles& files);

/// How pages are printed.
struct PageFlags {
  bool chinese = false;
  std::string qr = "text";
};
void add_page(CLI::App& command, PageFlags& flags);
[[nodiscard]] PrintoutOptions printout_options(const PageFlags& flags,
                                               const HomeSettings& settings);

/// From the file, or asked for at the terminal.
[[nodiscard]] Result<crypto::SecretBytes> passphrase_from(const std::string& file);

/// The clock of a command: the real one, or the instant that `--at` says. Only a test home may be
/// told the time. Errors: malformed; ineligible (`--at` in a production home).
[[nodiscard]] Result<std::function<visa::Instant()>> clock_of(const std::string& at,
                                                              const HomeSettings& settings,
                                                              const Commands& commands);

}  // namespace evisa::issuer
