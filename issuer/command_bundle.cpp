// evisa-issuer bundle: everything a booth needs to trust, in one file signed by the authority.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "issuer/bundle_age.h"
#include "issuer/bundle_files.h"
#include "issuer/command_options.h"
#include "issuer/issuing_lock.h"
#include "issuer/office_files.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, out, passphrase_file, at;
  RuleFiles rule_files;
  int next_update_hours = 24;
};

/// The one that is replaced may have grown old unnoticed.
void tell_age_of_last(const AuthorityHome& home, const std::string& folder, visa::Instant now) {
  const auto last = open_published(home, folder);
  if (!last) return;  // the first one here, or one that no booth takes
  const auto age = age_of(**last, now);
  if (age.in_order()) return;
  fmt::print(stderr,
             "warning: bundle {} before it was {} min old ({}{}): publish more often than every {} "
             "min\n",
             age.sequence, age.age.count(), to_string(age.tier), age.overdue ? ", overdue" : "",
             (*last)->rules().data_stale_min);
}

Result<int> run(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  const auto rules = load_rules(options.rule_files);
  if (!rules) return std::unexpected(rules.error());
  const auto passphrase = passphrase_from(options.passphrase_file);
  if (!passphrase) return std::unexpected(passphrase.error());
  const auto authority =
      cli::of_own_file(home->unlock_authority(*passphrase), home->folder() / "authority.key");
  if (!authority) return std::unexpected(authority.error());
  const auto lock = IssuingLock::take(home->lock_file());
  if (!lock) return std::unexpected(lock.error());
  const auto visas = open_register(*home);
  if (!visas) return std::unexpected(visas.error());
  const BundleRequest request{(*clock)(), std::chrono::hours{options.next_update_hours},
                              options.out};
  tell_age_of_last(*home, options.out, request.now);
  const auto written = write_bundle(*home, *authority, **visas, *rules, request);
  if (!written) return std::unexpected(written.error());
  fmt::print("{}\n{}\n", written->file.string(), written->signature.string());
  fmt::print(stderr, "trust bundle {}: {} signer(s), {} revoked, rule set {}, next update {}{}\n",
             written->sequence, written->signers, written->revoked, rules->ruleset.ruleset_id,
             visa::to_string(request.now + request.next_update),
             home->settings().test_only ? ", TEST" : "");
  return cli::kOk;
}

}  // namespace

void add_bundle(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command =
      add_command(app, "bundle", "Write trust.bundle and its signature, both or neither");
  add_home(*command, options->home);
  command->add_option("--out", options->out, "Folder for the two files")->required();
  add_passphrase(*command, options->passphrase_file);
  add_rules(*command, options->rule_files);
  command->add_option("--reasons", options->rule_files.reasons,
                      "reasons.csv in place of the built-in one");
  command
      ->add_option("--next-update", options->next_update_hours, "Hours until the next bundle (24)")
      ->check(CLI::Range(1, 24 * 366));
  add_at(*command, options->at);
  command->callback([options, &commands] {
    commands.chosen = [options, &commands] { return run(*options, commands); };
  });
}

}  // namespace evisa::issuer
