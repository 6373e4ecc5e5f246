// `evisa-kiosk officer add|pin|disable|list`: who may log in at this booth, also without a network.
#include <fmt/core.h>

#include "cli/command_line.h"
#include "cli/own_file.h"
#include "db/accounts.h"
#include "kiosk/booth_home.h"
#include "kiosk/commands.h"
#include "verifier/service/home_options.h"

namespace evisa::kiosk {
namespace {

Result<std::unique_ptr<db::Accounts>> officers_of(const Options& options) {
  const auto home = BoothHome::open(options.home);
  if (!home) return std::unexpected(home.error());
  // An empty list lets nobody in: it may be made when it is first needed.
  return cli::of_own_file(db::Accounts::open(home->officers_file(), db::Open::create),
                          home->officers_file());
}

Result<int> list(db::Accounts& accounts) {
  const auto officers = accounts.officers().list();
  if (!officers) return std::unexpected(officers.error());
  for (const auto& info : *officers)
    fmt::print("{:<16} {:<10}{}\n", info.officer.badge, db::to_string(info.officer.role),
               info.disabled ? " DISABLED " + visa::to_string(*info.disabled) : "");
  return cli::kOk;
}

Result<void> change(db::Accounts& accounts, const Options& options, const db::AdminAct& act) {
  auto& officers = accounts.officers();
  const auto& word = options.officer_command;
  if (word == "disable") return officers.disable(options.badge, act);
  if (word == "enable") return officers.enable(options.badge, act);
  const auto pin = verifier::read_new_pin(options.pin_file, options.badge);
  if (!pin) return std::unexpected(pin.error());
  if (word == "pin") return officers.set_pin(options.badge, *pin, act);
  const auto role = db::parse_officer_role(options.role);
  if (!role) return std::unexpected(role.error());
  return officers.add({options.badge, *role}, *pin, act);
}

}  // namespace

Result<int> manage_officers(const Options& options, visa::Instant now) {
  const auto accounts = officers_of(options);
  if (!accounts) return std::unexpected(accounts.error());
  if (options.officer_command == "list") return list(**accounts);
  const auto done = change(**accounts, options, verifier::administrator({}, now));
  if (!done) return std::unexpected(done.error());
  fmt::print("{}: {} done\n", options.badge, options.officer_command);
  return cli::kOk;
}

}  // namespace evisa::kiosk
