// evisa-verifier init: an airport service's folder with its key and empty stores.
#include <fmt/format.h>

#include "crypto/public_key_file.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"

namespace evisa::verifier {
namespace {

struct InitOptions {
  HomeOptions home;
  std::string airport, authority, register_key, passphrase_file;
  bool production = false;
};

Result<int> init(const InitOptions& options, visa::Instant) {
  NewService request{{options.airport, !options.production}, options.authority, {}};
  if (!options.register_key.empty()) request.register_key_file = options.register_key;
  const auto file = options.passphrase_file.empty()
                        ? std::nullopt
                        : std::optional<std::filesystem::path>(options.passphrase_file);
  const auto passphrase = crypto::read_passphrase(
      file, fmt::format("Passphrase for the key of service {}: ", options.airport));
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto home = ServiceHome::create(options.home.home, request, *passphrase);
  if (!home) return std::unexpected(home.error());
  fmt::print("service {}{} made in {}\n", home->identity().airport,
             home->identity().test_only ? " (test)" : "", home->folder().string());
  fmt::print("give carriers and the other airports its public key: {}\n",
             home->public_key_file().string());
  fmt::print("next: evisa-verifier booth add {}-01 booth.pub --home {}\n", home->identity().airport,
             home->folder().string());
  return cli::kOk;
}

}  // namespace

void add_init_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("init", "Make an airport service's folder; never overwrites");
  const auto options = std::make_shared<InitOptions>();
  command->add_option("--home", options->home.home, "The folder to make")->required();
  command->add_option("--airport", options->airport, "IATA code, such as ALA")->required();
  command->add_option("--authority", options->authority, "The authority's minisign public key file")
      ->required();
  command->add_option("--register-key", options->register_key,
                      "register.pub of the issuer; `register trust` takes it later");
  command->add_option("--passphrase-file", options->passphrase_file,
                      "First line of this file; without it you are asked");
  command->add_flag("--production", options->production,
                    "A real service; without it everything is marked as a test");
  choose(*command, session, options, init);
}

}  // namespace evisa::verifier
