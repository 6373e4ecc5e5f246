// evisa-verifier backup|restore: a copy of a service's home while it runs, and a home from a copy.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "verifier/service/backup.h"
#include "verifier/service/home_commands.h"
#include "verifier/service/home_options.h"

namespace evisa::verifier {
namespace {

struct BackupOptions {
  HomeOptions home;
  std::string to, from;
  std::size_t keep = 0;
  std::vector<std::string> lost_peers;
};

void tell_known(const LogState& log) {
  for (const auto& defect : log.known)
    fmt::print(stderr, "note: the log itself says at {}: {}\n", defect.event.text(), defect.detail);
}

Result<int> take(const BackupOptions& options, visa::Instant now) {
  const auto home = open_home(options.home);
  if (!home) return std::unexpected(home.error());
  const auto taken = back_up(*home, {.to = options.to, .keep = options.keep, .now = now});
  // A damaged store of its own is nothing that was asked about.
  if (!taken) return std::unexpected(home_fault(taken.error()));
  fmt::print("{}\n", taken->folder.string());
  tell_known(taken->log);
  fmt::print(stderr, "backup of service {}: {} event(s), every signature verified{}\n",
             home->identity().airport, taken->log.events,
             taken->removed > 0 ? fmt::format("; {} older backup(s) removed", taken->removed) : "");
  return cli::kOk;
}

void tell_next(const RestoredHome& restored, const std::string& home) {
  if (restored.awaited.empty()) {
    fmt::print(stderr,
               "note: no peer is awaited; what was recorded after the backup comes back "
               "from the booths alone\n");
  } else {
    fmt::print(stderr,
               "next: serve --home {} with peer {}: until its feed has been read, corrections "
               "answer 503 and entries are provisional\n",
               home, fmt::join(restored.awaited, ", "));
  }
  fmt::print(stderr,
             "then: what was revoked after {} counts again: repeat it (booth revoke, token revoke, "
             "officer disable)\n",
             visa::to_string(restored.note.taken));
}

Result<int> bring_back(const BackupOptions& options, visa::Instant now) {
  const auto restored = restore({.from = options.from,
                                 .home = options.home.home,
                                 .lost_peers = options.lost_peers,
                                 .act = administrator(options.home, now)});
  if (!restored) return std::unexpected(restored.error());
  fmt::print("service {} of {} restored in {}: {} event(s), every signature verified\n",
             restored->note.name, visa::to_string(restored->note.taken), options.home.home,
             restored->log.events);
  tell_known(restored->log);
  tell_next(*restored, options.home.home);
  return cli::kOk;
}

}  // namespace

void add_backup_commands(CLI::App& app, Session& session) {
  const auto options = std::make_shared<BackupOptions>();
  auto* backup = app.add_subcommand("backup", "Copy a service's home while it runs, and verify it");
  add_home_options(*backup, options->home);
  backup->add_option("--to", options->to, "Folder of the backups; each becomes a folder in it")
      ->required();
  backup->add_option("--keep", options->keep, "Remove the oldest beyond so many; all stay without")
      ->check(CLI::Range(1, 10'000));
  choose(*backup, session, options, take);
  auto* back =
      app.add_subcommand("restore", "Make a service's home from a backup; never overwrites");
  back->add_option("--from", options->from, "The backup, such as DIR/ALA-20261121T020000Z")
      ->required();
  back->add_option("--home", options->home.home, "The folder to make")->required();
  back->add_option("--peer-lost", options->lost_peers,
                   "A peer whose data are lost too: it is not waited for")
      ->allow_extra_args(false);
  add_administrator(*back, options->home);
  choose(*back, session, options, bring_back);
}

}  // namespace evisa::verifier
