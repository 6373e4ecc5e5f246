// Options that several subcommands have.
#include "issuer/command_options.h"

#include <fmt/core.h>

namespace evisa::issuer {

CLI::App* add_command(CLI::App& app, const std::string& name, const std::string& what) {
  CLI::App* command = app.add_subcommand(name, what);
  command->footer(app.get_footer());
  return command;
}

void add_home(CLI::App& command, std::string& home) {
  command.add_option("--home", home, "The ministry's folder: keys, certificates, register")
      ->required();
}

void add_passphrase(CLI::App& command, std::string& file) {
  command.add_option("--passphrase-file", file,
                     "First line of this file (mode 0600); asked for without it");
}

void add_at(CLI::App& command, std::string& at) {
  command
      .add_option("--at", at,
                  "Test homes only: work as if it were this instant, 2026-11-20T10:00:00Z")
      ->check(taken_by(visa::parse_instant));
}

void add_rules(CLI::App& command, RuleFiles& files) {
  command.add_option("--ruleset", files.ruleset, "Rule set in place of the built-in one");
  command.add_option("--airports", files.airports, "airports.csv in place of the built-in one");
  command.add_option("--countries", files.countries, "countries.csv in place of the built-in one");
}

void add_page(CLI::App& command, PageFlags& flags) {
  command.add_flag("--chinese", flags.chinese, "Labels in Chinese too");
  command.add_option("--qr", flags.qr, "What the code holds: text (any scanner) or binary")
      ->check(CLI::IsMember({"text", "binary"}));
}

PrintoutOptions printout_options(const PageFlags& flags, const HomeSettings& settings) {
  PrintoutOptions options;
  options.chinese = flags.chinese;
  options.qr = flags.qr == "binary" ? QrForm::binary : QrForm::text;
  options.test_only = settings.test_only;
  return options;
}

Result<crypto::SecretBytes> passphrase_from(const std::string& file) {
  if (file.empty())
    return crypto::read_passphrase(std::nullopt, "Passphrase of the ministry's keys: ");
  return crypto::read_passphrase(file, "");
}

Result<std::function<visa::Instant()>> clock_of(const std::string& at, const HomeSettings& settings,
                                                const Commands& commands) {
  if (at.empty()) return commands.clock;
  if (!settings.test_only) {
    return fail(Errc::ineligible, "--at is for test homes: a production home goes by the clock");
  }
  const auto instant = visa::parse_instant(at);
  if (!instant) return fail(Errc::malformed, "--at: " + instant.error().message);
  return [instant = *instant] { return instant; };
}

}  // namespace evisa::issuer
