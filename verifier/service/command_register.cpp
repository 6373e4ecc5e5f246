// evisa-verifier register trust|import|show: this airport's copy of the visa register.
#include <fmt/format.h>

#include "crypto/files.h"
#include "crypto/public_key_file.h"
#include "crypto/strict_json.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"

namespace evisa::verifier {
namespace {

constexpr std::size_t kMaxFeedFile = std::size_t{1} << 30;

struct RegisterOptions {
  HomeOptions home;
  std::string file;
};

Result<std::unique_ptr<db::RegisterReplica>> open_visas(const HomeOptions& options) {
  const auto home = open_home(options);
  if (!home) return std::unexpected(home.error());
  auto visas = home->visas();
  if (!visas) return std::unexpected(home_fault(std::move(visas.error())));
  return visas;
}

void print(const db::ReplicaState& state, bool as_json) {
  const std::string as_of = state.as_of ? visa::to_string(*state.as_of) : "";
  if (as_json) {
    const crypto::Json json = {{"applied", state.applied},
                               {"latest", state.latest},
                               {"head", crypto::to_hex(state.head)},
                               {"as_of", state.as_of ? crypto::Json(as_of) : crypto::Json()}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("register copy: {} of {} change(s), {}\n", state.applied, state.latest,
             state.as_of ? "complete as of " + as_of : "never complete yet");
}

Result<int> trust(const RegisterOptions& options, visa::Instant now) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto key = crypto::read_public_key_file(options.file);
  if (!key) return std::unexpected(key.error());
  const std::string name = crypto::fingerprint(*key);
  // Audited first: a trusted key that nobody answers for must not be.
  const auto audited = (*accounts)->audit().add(administrator(options.home, now), "register.trust",
                                                home->identity().airport, "key " + name);
  if (!audited) return std::unexpected(audited.error());
  const auto trusted = home->trust_register_key(options.file);
  if (!trusted) return std::unexpected(trusted.error());
  fmt::print("register key {} is trusted from now on\n", name);
  return cli::kOk;
}

Result<int> import(const RegisterOptions& options, visa::Instant) {
  const auto visas = open_visas(options.home);
  if (!visas) return std::unexpected(visas.error());
  const auto bytes = crypto::read_file(options.file, kMaxFeedFile);
  if (!bytes) return std::unexpected(bytes.error());
  const auto pages = db::parse_feed_text(crypto::as_text(*bytes));
  if (!pages) return std::unexpected(pages.error());
  std::size_t fresh = 0;
  for (const auto& page : *pages) {
    const auto taken = (*visas)->apply(page);
    if (!taken) return std::unexpected(taken.error());
    fresh += taken->fresh;
  }
  const auto state = (*visas)->state();
  if (!state) return std::unexpected(state.error());
  print(*state, options.home.json);
  fmt::print(stderr, "{} new change(s) from {} page(s)\n", fresh, pages->size());
  return cli::kOk;
}

Result<int> show(const RegisterOptions& options, visa::Instant) {
  const auto visas = open_visas(options.home);
  if (!visas) return std::unexpected(visas.error());
  const auto state = (*visas)->state();
  if (!state) return std::unexpected(state.error());
  print(*state, options.home.json);
  return cli::kOk;
}

}  // namespace

void add_register_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("register", "This airport's copy of the visa register");
  command->require_subcommand(1);
  const auto options = std::make_shared<RegisterOptions>();
  auto* pin =
      command->add_subcommand("trust", "Take the issuer's register key; by hand, not by mail");
  pin->add_option("FILE", options->file, "register.pub of the issuer")->required();
  add_home_options(*pin, options->home);
  add_administrator(*pin, options->home);
  choose(*pin, session, options, trust);
  auto* take = command->add_subcommand("import", "Take in a feed file, for example from USB");
  take->add_option("FILE", options->file, "As `evisa-issuer register-feed` wrote it")->required();
  add_home_options(*take, options->home);
  add_json(*take, options->home);
  choose(*take, session, options, import);
  auto* tell = command->add_subcommand("show", "How far the copy has come");
  add_home_options(*tell, options->home);
  add_json(*tell, options->home);
  choose(*tell, session, options, show);
}

}  // namespace evisa::verifier
