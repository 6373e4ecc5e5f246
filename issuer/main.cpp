// evisa-issuer: the issuance office on the command line.
#include <fmt/core.h>

#include <chrono>

#include "cli/command_line.h"
#include "crypto/secret.h"
#include "issuer/commands.h"

namespace {

evisa::visa::Instant read_clock() {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

int run(const CLI::App& app, const evisa::issuer::Commands& commands) {
  if (!commands.chosen) {
    fmt::print(stderr, "{}", app.help());
    return evisa::cli::kUsage;
  }
  const auto code = commands.chosen();
  return code ? *code : evisa::cli::report(app.get_name(), code.error());
}

}  // namespace

int main(int argc, char** argv) {
  using namespace evisa;
  crypto::sodium_ready();
  CLI::App app{"Issues e-visas: applications in, signed print-outs and trust bundles out.",
               "evisa-issuer"};
  cli::describe(app);
  issuer::Commands commands{read_clock, issuer::random_visa_digits, {}};
  issuer::add_init(app, commands);
  issuer::add_issue(app, commands);
  issuer::add_show(app, commands);
  issuer::add_pdf(app, commands);
  issuer::add_revoke(app, commands);
  issuer::add_bundle(app, commands);
  issuer::add_bundle_age(app, commands);
  issuer::add_authority(app, commands);
  issuer::add_signer(app, commands);
  issuer::add_register_feed(app, commands);
  issuer::add_deliver(app, commands);
  issuer::add_backup(app, commands);
  return cli::main_with(app, argc, argv, [&] { return run(app, commands); });
}
