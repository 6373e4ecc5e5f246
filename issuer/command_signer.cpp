// evisa-issuer signer: lists, renews and revokes the visa signers.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "issuer/command_options.h"
#include "issuer/office_files.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, passphrase_file, at, serial;
};

void print_signer(const SignerState& state) {
  fmt::print("{} {} {} {} to {}{}\n", state.certificate.signer_identifier(),
             state.certificate.serial_hex(), crypto::to_string(state.certificate.key_type()),
             visa::to_string(state.certificate.not_before()),
             visa::to_string(state.certificate.not_after()),
             state.revoked_at ? " revoked " + visa::to_string(*state.revoked_at) : "");
}

Result<int> list(const Options& options) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto signers = cli::of_own_file(home->signers(), home->folder() / "signers");
  if (!signers) return std::unexpected(signers.error());
  for (const auto& state : *signers) print_signer(state);
  return cli::kOk;
}

Result<int> renew(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto certificate =
      cli::of_own_file(home->renew_signer(*passphrase, (*clock)()), home->folder() / "csca.key");
  if (!certificate) return std::unexpected(certificate.error());
  print_signer({*certificate, std::nullopt});
  fmt::print(
      stderr,
      "hint: booths need a new bundle before the first visa of this signer: evisa-issuer bundle\n");
  return cli::kOk;
}

Result<int> revoke(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  const auto at = (*clock)();
  if (const auto done = home->revoke_signer(options.serial, at); !done)
    return std::unexpected(done.error());
  fmt::print("signer {} revoked from {}\n", options.serial, visa::to_string(at));
  fmt::print(stderr, "hint: booths know it from the next bundle on: evisa-issuer bundle\n");
  return cli::kOk;
}

}  // namespace

void add_signer(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* signer =
      add_command(app, "signer", "List, renew (with overlap) or revoke visa signers");
  signer->require_subcommand(1);
  CLI::App* lists = add_command(*signer, "list", "Show the signers and their periods");
  CLI::App* renews = add_command(*signer, "renew", "Make one more signer; the others stay valid");
  CLI::App* revokes =
      add_command(*signer, "revoke", "From now on, seals of this signer do not count");
  for (auto* command : {lists, renews, revokes}) add_home(*command, options->home);
  add_passphrase(*renews, options->passphrase_file);
  for (auto* command : {renews, revokes}) add_at(*command, options->at);
  revokes->add_option("serial", options->serial, "Serial number in hex, as `signer list` shows it")
      ->required();
  lists->callback([options, &commands] { commands.chosen = [options] { return list(*options); }; });
  renews->callback([options, &commands] {
    commands.chosen = [options, &commands] { return renew(*options, commands); };
  });
  revokes->callback([options, &commands] {
    commands.chosen = [options, &commands] { return revoke(*options, commands); };
  });
}

}  // namespace evisa::issuer
