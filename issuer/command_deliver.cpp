// evisa-issuer deliver: the published trust bundle and the register's news to an airport's service.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "cli/progress.h"
#include "cli/token_file.h"
#include "crypto/files.h"
#include "db/register_changes.h"
#include "issuer/airport_service.h"
#include "issuer/bundle_age.h"
#include "issuer/command_options.h"
#include "issuer/office_files.h"
#include "issuer/register_key.h"

namespace evisa::issuer {
namespace {

constexpr std::size_t kMostBundle = std::size_t{1} << 30;
constexpr std::size_t kMostSignature = 4096;

struct Options {
  std::string home, passphrase_file, at, folder, url, ca, token_file;
  bool no_register = false;
};

/// What is delivered is what booths will take: opened and verified first.
Result<void> deliver_bundle(const AuthorityHome& home, const std::filesystem::path& folder,
                            AirportService& airport) {
  const auto file = folder / "trust.bundle", signature_file = folder / "trust.bundle.minisig";
  const auto bundle = cli::of_own_file(open_published(home, folder), file);
  if (!bundle) return std::unexpected(bundle.error());
  const auto there = airport.has_bundle((*bundle)->entity_tag());
  if (!there) return std::unexpected(there.error());
  if (*there) {
    fmt::print("bundle {} is in force there already\n", (*bundle)->sequence());
    return {};
  }
  const auto content = cli::of_own_file(crypto::read_file(file, kMostBundle), file);
  if (!content) return std::unexpected(content.error());
  const auto signature =
      cli::of_own_file(crypto::read_file(signature_file, kMostSignature), signature_file);
  if (!signature) return std::unexpected(signature.error());
  const auto in_force = airport.take_bundle(crypto::as_text(*content), crypto::as_text(*signature));
  if (!in_force) return std::unexpected(in_force.error());
  fmt::print("bundle {} is in force there\n", *in_force);
  return {};
}

Result<void> deliver_register(const AuthorityHome& home, const crypto::Ed25519SecretKey& key,
                              visa::Instant now, AirportService& airport) {
  const auto changes =
      cli::of_own_file(db::RegisterChanges::open(home.register_file()), home.register_file());
  if (!changes) return std::unexpected(changes.error());
  auto held = airport.register_change();
  if (!held) return std::unexpected(held.error());
  const std::uint64_t first = *held;
  for (;;) {
    auto page = db::feed_page(**changes, *held, db::kFeedPage, key, now);
    if (!page) {
      if (page.error().code != Errc::out_of_range)
        return std::unexpected(cli::own_file_fault(page.error(), home.register_file()));
      return fail(
          Errc::conflict,
          fmt::format("the airport has change {}, which this register does not have", *held),
          "was this office restored from an older copy? docs/operations.md");
    }
    const std::uint64_t last = page->last;
    held = airport.take_page(page->page);
    if (!held) return std::unexpected(held.error());
    if (*held < last)
      return fail(Errc::malformed,
                  fmt::format("the airport took change {} and says it has {}", last, *held));
    if (last >= page->latest) break;
  }
  fmt::print("register changes up to {} are there, {} of them new\n", *held, *held - first);
  return {};
}

Result<int> deliver(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  auto token = cli::read_token_file(options.token_file);
  if (!token) return std::unexpected(token.error());
  auto airport =
      AirportService::create({.url = options.url, .ca = options.ca, .token = std::move(*token)});
  if (!airport) return std::unexpected(airport.error());
  // A bundle that cannot be delivered (it is made elsewhere; the airport has a newer one) keeps no
  // visa back.
  const auto brought = deliver_bundle(*home, options.folder, *airport);
  if (options.no_register && brought) return cli::kOk;
  if (options.no_register) return std::unexpected(brought.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto key =
      cli::of_own_file(unlock_register_key(*home, *passphrase), home->folder() / "register.key");
  if (!key) return std::unexpected(key.error());
  if (auto done = deliver_register(*home, *key, (*clock)(), *airport); !done) {
    if (!brought) cli::report("evisa-issuer", brought.error());
    return std::unexpected(done.error());
  }
  if (!brought) return std::unexpected(brought.error());
  return cli::kOk;
}

}  // namespace

void add_deliver(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = add_command(
      app, "deliver", "Bring an airport's service the published bundle and the register's news");
  add_home(*command, options->home);
  command
      ->add_option("folder", options->folder, "Folder of trust.bundle, as `bundle --out` named it")
      ->required();
  command->add_option("--service", options->url, "https://NAME:PORT; http on loopback only")
      ->required();
  command->add_option("--service-ca", options->ca, "PEM; the only root its certificate is under")
      ->type_name("FILE");
  command
      ->add_option("--service-token", options->token_file,
                   "File with a token of role office, mode 0600")
      ->required();
  command->add_flag("--no-register", options->no_register, "The bundle alone");
  add_passphrase(*command, options->passphrase_file);
  add_at(*command, options->at);
  command->callback([options, &commands] {
    commands.chosen = [options, &commands] { return deliver(*options, commands); };
  });
}

}  // namespace evisa::issuer
