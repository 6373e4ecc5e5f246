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

namespace {

Result<std::shared_ptr<const crypto::TrustBundle>> take(const Options& options) {
  auto home = BoothHome::open(options.home);
  if (!home) return std::unexpected(home.error());
  if (!options.new_authority.empty())
    return Booth::replace_authority(*home, {options.new_authority, options.bundle});
  auto booth = Booth::open(std::move(*home));
  if (!booth) return std::unexpected(booth.error());
  return (*booth)->import_bundle(options.bundle);
}

}  // namespace

Result<int> take_bundle(const Options& options) {
  const auto bundle = take(options);
  if (!bundle) return std::unexpected(bundle.error());
  fmt::print("bundle {} in force: issued {}, next update {}, {} signer(s), {} revoked, rules {}\n",
             (*bundle)->sequence(), visa::to_string((*bundle)->issued_at()),
             visa::to_string((*bundle)->next_update()), (*bundle)->signers().signers().size(),
             (*bundle)->revocations().size(), (*bundle)->rules().ruleset_id);
  if (!options.new_authority.empty())
    fmt::print("the authority's new key is trusted, the one before it no more\n");
  return cli::kOk;
}

}  // namespace evisa::kiosk
