// evisa-issuer authority renew: the next key that signs trust bundles.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "issuer/command_options.h"
#include "issuer/issuing_lock.h"
#include "issuer/office_files.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, passphrase_file;
};

Result<int> renew(const Options& options) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto lock = IssuingLock::take(home->lock_file());
  if (!lock) return std::unexpected(lock.error());
  const auto key =
      cli::of_own_file(home->renew_authority(*passphrase), home->folder() / "authority.key");
  if (!key) return std::unexpected(key.error());
  fmt::print("authority {}: {}\n", key->id_hex(), (home->folder() / "authority.pub").string());
  fmt::print(stderr,
             "hint: evisa-issuer bundle signs with it from now on; each booth and service takes "
             "the key and that bundle by hand (--new-authority), and no bundle before that\n");
  return cli::kOk;
}

}  // namespace

void add_authority(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* authority = add_command(app, "authority", "The key that signs trust bundles");
  authority->require_subcommand(1);
  CLI::App* renews =
      add_command(*authority, "renew", "Make the next key; the one before it is kept, unused");
  add_home(*renews, options->home);
  add_passphrase(*renews, options->passphrase_file);
  renews->callback(
      [options, &commands] { commands.chosen = [options] { return renew(*options); }; });
}

}  // namespace evisa::issuer
