// evisa-issuer init: authority, CSCA, visa signer and register in a new folder.
#include <fmt/core.h>

#include "issuer/command_options.h"
#include "issuer/home_settings.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, passphrase_file, profile = "national", at;
  HomeSettings settings;
  bool production = false;
};

void print_next_steps(const AuthorityHome& home, const crypto::MinisignPublicKey& authority,
                      const SignerState& signer) {
  const std::string folder = home.folder().string();
  fmt::print("{} home made in {}\n", home.settings().test_only ? "Test" : "Production", folder);
  fmt::print("  authority  key id {}, public key {}/authority.pub\n", authority.id_hex(), folder);
  fmt::print("  CSCA       {}/csca.pem\n", folder);
  fmt::print("  signer     {} serial {}, {} profile, valid until {}\n",
             signer.certificate.signer_identifier(), signer.certificate.serial_hex(),
             crypto::to_string(home.settings().profile),
             visa::to_string(signer.certificate.not_after()));
  fmt::print(
      "Next:\n"
      "  1. evisa-issuer bundle --home {0} --out DIR     what booths need to trust these visas\n"
      "  2. give every booth authority.pub, by hand and not with the bundle\n"
      "  3. evisa-issuer issue APPLICATION.json --home {0} --out DIR\n",
      folder);
  if (!home.settings().test_only) {
    fmt::print(
        "  4. keep authority.key and csca.key offline: issuing needs neither, bundles need the "
        "first\n");
  }
}

Result<int> run(Options options, const Commands& commands) {
  const auto profile = parse_profile(options.profile);
  if (!profile) return std::unexpected(profile.error());
  options.settings.profile = *profile;
  options.settings.test_only = !options.production;
  const auto clock = clock_of(options.at, options.settings, commands);
  if (!clock) return std::unexpected(clock.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto home = AuthorityHome::create(options.home, options.settings, (*clock)(), *passphrase);
  if (!home) return std::unexpected(home.error());
  const auto authority = home->authority();
  if (!authority) return std::unexpected(authority.error());
  const auto signers = home->signers();
  if (!signers) return std::unexpected(signers.error());
  print_next_steps(*home, *authority, signers->back());
  return cli::kOk;
}

}  // namespace

void add_init(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(app, "init", "Make authority, CSCA, visa signer and register; never overwrites");
  add_home(*command, options->home);
  add_passphrase(*command, options->passphrase_file);
  add_at(*command, options->at);
  command
      ->add_option("--profile", options->profile,
                   "Seal profile: national (Ed25519) or icao (ECDSA P-256)")
      ->check(CLI::IsMember({"national", "icao"}));
  command->add_option("--country", options->settings.country,
                      "Country of the certificates, two letters (KZ)");
  command->add_option("--signer", options->settings.signer,
                      "Two characters that name the signer (VS)");
  command->add_flag("--production", options->production,
                    "Real keys; without it everything is marked as a test");
  command->callback([options, &commands] {
    if (const auto ok = check_settings(options->settings); !ok)
      throw CLI::ValidationError("init", ok.error().message);
    commands.chosen = [options, &commands] { return run(*options, commands); };
  });
}

}  // namespace evisa::issuer
