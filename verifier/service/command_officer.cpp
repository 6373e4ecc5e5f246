// evisa-verifier officer add|list|pin|unlock|disable|enable: badges, roles and PINs.
#include <fmt/format.h>

#include "crypto/strict_json.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"

namespace evisa::verifier {
namespace {

struct OfficerOptions {
  HomeOptions home;
  std::string badge, role, pin_file;
};

Result<int> add(const OfficerOptions& options, visa::Instant now) {
  const auto role = db::parse_officer_role(options.role);
  if (!role) return std::unexpected(role.error());
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto pin = read_new_pin(options.pin_file, options.badge);
  if (!pin) return std::unexpected(pin.error());
  const auto done =
      (*accounts)->officers().add({options.badge, *role}, *pin, administrator(options.home, now));
  if (!done) return std::unexpected(done.error());
  fmt::print("{} added as {}\n", options.badge, options.role);
  return cli::kOk;
}

Result<int> pin(const OfficerOptions& options, visa::Instant now) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto fresh = read_new_pin(options.pin_file, options.badge);
  if (!fresh) return std::unexpected(fresh.error());
  const auto done =
      (*accounts)->officers().set_pin(options.badge, *fresh, administrator(options.home, now));
  if (!done) return std::unexpected(done.error());
  fmt::print("{} has a new PIN; its sessions are ended\n", options.badge);
  return cli::kOk;
}

using Change = Result<void> (db::Officers::*)(const std::string&, const db::AdminAct&);

template <Change kChange>
Result<int> change(const OfficerOptions& options, visa::Instant now) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  auto& officers = (*accounts)->officers();
  const auto done = (officers.*kChange)(options.badge, administrator(options.home, now));
  if (!done) return std::unexpected(done.error());
  fmt::print("{} done\n", options.badge);
  return cli::kOk;
}

crypto::Json to_json(const db::OfficerInfo& info, visa::Instant now) {
  const bool locked = info.locked_until && now < *info.locked_until;
  return {{"badge", info.officer.badge},
          {"role", db::to_string(info.officer.role)},
          {"created", visa::to_string(info.created)},
          {"pin_set", visa::to_string(info.pin_set)},
          {"disabled", info.disabled ? crypto::Json(visa::to_string(*info.disabled)) : nullptr},
          {"locked_until", locked ? crypto::Json(visa::to_string(*info.locked_until)) : nullptr}};
}

void print(const db::OfficerInfo& info, visa::Instant now) {
  const bool locked = info.locked_until && now < *info.locked_until;
  fmt::print("{:<16} {:<10} PIN of {}{}{}\n", info.officer.badge, db::to_string(info.officer.role),
             visa::to_string(info.pin_set),
             info.disabled ? "  DISABLED " + visa::to_string(*info.disabled) : "",
             locked ? "  LOCKED until " + visa::to_string(*info.locked_until) : "");
}

Result<int> list(const OfficerOptions& options, visa::Instant now) {
  const auto accounts = open_accounts(options.home);
  if (!accounts) return std::unexpected(accounts.error());
  const auto officers = (*accounts)->officers().list();
  if (!officers) return std::unexpected(officers.error());
  crypto::Json json = crypto::Json::array();
  for (const auto& officer : *officers) {
    if (options.home.json) {
      json.push_back(to_json(officer, now));
    } else {
      print(officer, now);
    }
  }
  if (options.home.json) fmt::print("{}\n", json.dump(2));
  return cli::kOk;
}

/// A subcommand about one badge.
CLI::App* add_about(CLI::App& command, const char* name, const char* what,
                    OfficerOptions& options) {
  auto* about = command.add_subcommand(name, what);
  about->add_option("BADGE", options.badge, "Badge, such as KZ-1204")->required();
  add_home_options(*about, options.home);
  add_administrator(*about, options.home);
  return about;
}

void add_pin_file(CLI::App& command, OfficerOptions& options) {
  command.add_option("--pin-file", options.pin_file,
                     "First line of this file; without it you are asked");
}

}  // namespace

void add_officer_command(CLI::App& app, Session& session) {
  auto* command = app.add_subcommand("officer", "Officers who log in with badge and PIN");
  command->require_subcommand(1);
  const auto options = std::make_shared<OfficerOptions>();
  auto* make = add_about(*command, "add", "Add an officer", *options);
  make->add_option("--role", options->role,
                   "officer, senior, supervisor, or agent (of an airline; badge KC-0117)")
      ->check(CLI::IsMember({"officer", "senior", "supervisor", "agent"}))
      ->required();
  add_pin_file(*make, *options);
  choose(*make, session, options, add);
  auto* fresh = add_about(*command, "pin", "Set a new PIN; unlocks, ends sessions", *options);
  add_pin_file(*fresh, *options);
  choose(*fresh, session, options, pin);
  choose(*add_about(*command, "unlock", "End a lock before its time", *options), session, options,
         change<&db::Officers::unlock>);
  choose(*add_about(*command, "disable", "Let the badge in no more; ends sessions", *options),
         session, options, change<&db::Officers::disable>);
  choose(*add_about(*command, "enable", "Let a disabled badge in again", *options), session,
         options, change<&db::Officers::enable>);
  auto* tell = command->add_subcommand("list", "All officers");
  add_home_options(*tell, options->home);
  add_json(*tell, options->home);
  choose(*tell, session, options, list);
}

}  // namespace evisa::verifier
