// evisa-issuer revoke: takes an issued visa back; booths learn it with the next bundle.
#include <fmt/core.h>

#include "db/visa_register.h"
#include "issuer/command_options.h"
#include "issuer/office_files.h"
#include "visa/rule_set.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, number, reason, date, at;
};

/// From that date on; not one to come, for booths refuse a revoked visa as soon as they know.
Result<visa::Date> date_of(const std::string& text, const visa::Date& today) {
  if (text.empty()) return today;
  const auto date = visa::Date::parse(text);
  if (!date) return fail(date.error().code, "--date: " + date.error().message);
  if (*date > today) {
    return fail(Errc::out_of_range,
                fmt::format("--date: found {}, expected {} or earlier", date->iso(), today.iso()));
  }
  return date;
}

Result<int> run(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  const auto number = visa::VisaNumber::parse(options.number);
  if (!number) return std::unexpected(number.error());
  const auto why = visa::parse_revocation_reason(options.reason);
  if (!why) return std::unexpected(why.error());
  const auto date = date_of(options.date, visa::RuleSet::builtin().local_time.date_of((*clock)()));
  if (!date) return std::unexpected(date.error());
  const auto visas = open_register(*home);
  if (!visas) return std::unexpected(visas.error());
  const auto done = (*visas)->revoke(*number, {*date, *why});
  if (!done) return std::unexpected(done.error());
  fmt::print("{} revoked from {} ({})\n", number->text(), date->iso(), visa::to_string(*why));
  fmt::print(stderr, "hint: booths know it from the next bundle on: evisa-issuer bundle\n");
  return cli::kOk;
}

}  // namespace

void add_revoke(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = add_command(app, "revoke", "Revoke an issued e-visa");
  command->add_option("number", options->number, "Visa number")
      ->check(taken_by(visa::VisaNumber::parse))
      ->required();
  add_home(*command, options->home);
  command
      ->add_option("--reason", options->reason,
                   "false_data, invitation_withdrawn, passport_replaced, holder_request, security, "
                   "issued_in_error or other")
      ->check(taken_by(visa::parse_revocation_reason))
      ->required();
  command->add_option("--date", options->date, "From this local date, YYYY-MM-DD; today without it")
      ->check(taken_by(visa::Date::parse));
  add_at(*command, options->at);
  command->callback([options, &commands] {
    commands.chosen = [options, &commands] { return run(*options, commands); };
  });
}

}  // namespace evisa::issuer
