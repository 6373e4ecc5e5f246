// What the commands on a service's home share.
#include "verifier/service/home_options.h"

#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include <cstdlib>

#include "verifier/service/home_commands.h"

namespace evisa::verifier {
namespace {

/// Whoever typed the command: sudo keeps the name, else the account counts.
std::string system_user() {
  const char* sudo = std::getenv("SUDO_USER");
  if (sudo != nullptr && *sudo != '\0') return std::string("os:") + sudo;
  const passwd* user = ::getpwuid(::geteuid());
  return user != nullptr ? std::string("os:") + user->pw_name : fmt::format("os:{}", ::geteuid());
}

}  // namespace

void add_home_options(CLI::App& command, HomeOptions& options) {
  command.add_option("--home", options.home, "The service's folder")->capture_default_str();
}

void add_administrator(CLI::App& command, HomeOptions& options) {
  command.add_option("--by", options.by,
                     "Who does this, for the audit trail; the system's user without it");
}

void add_json(CLI::App& command, HomeOptions& options) {
  command.add_flag("--json", options.json, "For machines");
}

db::AdminAct administrator(const HomeOptions& options, visa::Instant now) {
  constexpr std::size_t kMaxName = 64;
  return {options.by.empty() ? system_user().substr(0, kMaxName) : options.by, now};
}

Result<crypto::SecretBytes> read_new_pin(const std::string& file, const std::string& badge) {
  if (!file.empty()) return crypto::read_passphrase(file, "");
  auto once = crypto::read_passphrase(std::nullopt, fmt::format("New PIN for {}: ", badge));
  if (!once) return once;
  const auto twice = crypto::read_passphrase(std::nullopt, "The same once more: ");
  if (!twice) return std::unexpected(twice.error());
  if (!once->equals(*twice)) return fail(Errc::malformed, "the two PINs differ");
  return once;
}

std::optional<visa::Instant> instant_of(const std::string& text) {
  const auto instant = visa::parse_instant(text);
  return instant ? std::optional(*instant) : std::nullopt;
}

Error home_fault(Error error) {
  if (cli::exit_code_of(error.code) == cli::kRefused) error.code = Errc::io;
  return error;
}

Result<ServiceHome> open_home(const HomeOptions& options) {
  auto home = ServiceHome::open(options.home);
  if (!home) return std::unexpected(home_fault(std::move(home.error())));
  return home;
}

Result<std::unique_ptr<db::Accounts>> open_accounts(const HomeOptions& options) {
  const auto home = open_home(options);
  if (!home) return std::unexpected(home.error());
  auto accounts = home->accounts();
  if (!accounts) return std::unexpected(home_fault(std::move(accounts.error())));
  return accounts;
}

void add_home_commands(CLI::App& app, Session& session) {
  add_init_command(app, session);
  add_token_command(app, session);
  add_officer_command(app, session);
  add_booth_command(app, session);
  add_register_command(app, session);
  add_audit_command(app, session);
  add_backup_commands(app, session);
  add_serve_command(app, session);
}

}  // namespace evisa::verifier
