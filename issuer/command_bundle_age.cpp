// evisa-issuer bundle-age: whether the published bundle is still what booths call fresh.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "crypto/strict_json.h"
#include "issuer/bundle_age.h"
#include "issuer/command_options.h"
#include "issuer/office_files.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, folder, at;
  bool json = false;
};

void print(const BundleAge& age, bool as_json) {
  if (as_json) {
    const crypto::Json json = {{"sequence", age.sequence},
                               {"issued_at", visa::to_string(age.issued)},
                               {"next_update", visa::to_string(age.next_update)},
                               {"age_minutes", age.age.count()},
                               {"tier", to_string(age.tier)},
                               {"overdue", age.overdue}};
    fmt::print("{}\n", json.dump(2));
    return;
  }
  fmt::print("bundle {}, issued {} ({} min ago), next update {}: {}{}\n", age.sequence,
             visa::to_string(age.issued), age.age.count(), visa::to_string(age.next_update),
             to_string(age.tier), age.overdue ? ", overdue" : "");
}

std::string_view consequence(const BundleAge& age) {
  switch (age.tier) {
    case AgeTier::ahead:
      return "it was issued later than this clock says it is: look at the clock";
    case AgeTier::second_look:
      return "booths send every traveller to a second look";
    case AgeTier::notice:
      return "booths show DATA_STALE";
    case AgeTier::fresh:
      break;
  }
  return "the next one was announced for an earlier time than now";
}

Result<int> run(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto clock = clock_of(options.at, home->settings(), commands);
  if (!clock) return std::unexpected(clock.error());
  const auto bundle = cli::of_own_file(open_published(*home, options.folder),
                                       std::filesystem::path(options.folder) / "trust.bundle");
  if (!bundle) return std::unexpected(bundle.error());
  const auto age = age_of(**bundle, (*clock)());
  print(age, options.json);
  if (age.in_order()) return cli::kOk;
  fmt::print(stderr, "warning: bundle {} grows old: {}\n", age.sequence, consequence(age));
  return cli::kRefused;
}

}  // namespace

void add_bundle_age(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* command = add_command(app, "bundle-age",
                                  "Whether the published bundle is still fresh; 1 when it is not");
  command
      ->add_option("folder", options->folder, "Folder of trust.bundle, as `bundle --out` named it")
      ->required();
  command->add_flag("--json", options->json, "For machines");
  add_home(*command, options->home);
  add_at(*command, options->at);
  command->callback([options, &commands] {
    commands.chosen = [options, &commands] { return run(*options, commands); };
  });
}

}  // namespace evisa::issuer
