// `evisa-kiosk init` and `evisa-kiosk bundle`.
#include <fmt/core.h>

#include "cli/command_line.h"
#include "kiosk/booth.h"
#include "kiosk/commands.h"
#include "kiosk/session.h"

namespace evisa::kiosk {

Result<int> make_booth(const Options& options) {
  const BoothIdentity identity{options.airport, options.booth, !options.production};
  const auto passphrase = read_passphrase(options, identity);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto home = BoothHome::create(options.home, identity, options.authority, *passphrase);
  if (!home) return std::unexpected(home.error());
  fmt::print("booth {}{} made in {}\n", identity.name(), identity.test_only ? " (test)" : "",
             options.home);
  fmt::print("register its public key with the airport service: {}\n",
             home->public_key_file().string());
  fmt::print("next: evisa-kiosk bundle trust.bundle --home {}\n", options.home);
  return cli::kOk;
}

Result<int> take_bundle(const Options& options) {
  auto home = BoothHome::open(options.home);
  if (!home) return std::unexpected(home.error());
  auto booth = Booth::open(std::move(*home));
  if (!booth) return std::unexpected(booth.error());
  const auto bundle = (*booth)->import_bundle(options.bundle);
  if (!bundle) return std::unexpected(bundle.error());
  fmt::print("bundle {} in force: issued {}, next update {}, {} signer(s), {} revoked, rules {}\n",
             (*bundle)->sequence(), visa::to_string((*bundle)->issued_at()),
             visa::to_string((*bundle)->next_update()), (*bundle)->signers().signers().size(),
             (*bundle)->revocations().size(), (*bundle)->rules().ruleset_id);
  return cli::kOk;
}

}  // namespace evisa::kiosk
