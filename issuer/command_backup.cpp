// evisa-issuer backup|restore: a copy of the office's folder while it works, and a folder from it.
#include <fmt/core.h>

#include "cli/own_file.h"
#include "issuer/command_options.h"
#include "issuer/office_backup.h"
#include "issuer/office_files.h"

namespace evisa::issuer {
namespace {

struct Options {
  std::string home, to, from;
  std::size_t keep = 0;
};

Result<int> take(const Options& options, const Commands& commands) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  // A damaged register of its own is nothing that was asked about.
  const auto taken = cli::of_own_file(
      back_up(*home, {.to = options.to, .keep = options.keep, .now = commands.clock()}),
      home->folder());
  if (!taken) return std::unexpected(taken.error());
  fmt::print("{}\n", taken->folder.string());
  if (taken->removed > 0) fmt::print(stderr, "{} older backup(s) removed\n", taken->removed);
  return cli::kOk;
}

Result<int> bring_back(const Options& options) {
  const auto restored = restore(options.from, options.home);
  if (!restored) return std::unexpected(restored.error());
  fmt::print("office {} of {} restored in {}; the next trust bundle has number {}\n",
             restored->note.name, visa::to_string(restored->note.taken), options.home,
             restored->bundle + 1);
  fmt::print(stderr,
             "next: what was issued and revoked after {} is not in it; the airports' copies of the "
             "register know it (evisa-verifier register show)\n",
             visa::to_string(restored->note.taken));
  return cli::kOk;
}

}  // namespace

void add_backup(CLI::App& app, Commands& commands) {
  const auto options = std::make_shared<Options>();
  CLI::App* backup = add_command(app, "backup", "Copy the office's folder while it works");
  add_home(*backup, options->home);
  backup->add_option("--to", options->to, "Folder of the backups; each becomes a folder in it")
      ->required();
  backup->add_option("--keep", options->keep, "Remove the oldest beyond so many; all stay without")
      ->check(CLI::Range(1, 10'000));
  backup->callback([options, &commands] {
    commands.chosen = [options, &commands] { return take(*options, commands); };
  });
  CLI::App* back = add_command(app, "restore", "Make the folder from a backup; never overwrites");
  add_home(*back, options->home);
  back->add_option("--from", options->from, "The backup, such as DIR/KZVS-20261121T020000Z")
      ->required();
  back->callback(
      [options, &commands] { commands.chosen = [options] { return bring_back(*options); }; });
}

}  // namespace evisa::issuer
