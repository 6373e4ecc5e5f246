// What the commands on a service's home share: the folder, who administers, new PINs.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "cli/command_line.h"
#include "db/accounts.h"
#include "verifier/commands.h"
#include "verifier/service/service_home.h"

namespace evisa::verifier {

struct HomeOptions {
  std::string home = "/var/lib/evisa-verifier";
  std::string by;  ///< empty: the system's user
  bool json = false;
};
void add_home_options(CLI::App& command, HomeOptions& options);
/// `--by`, for commands that change something.
void add_administrator(CLI::App& command, HomeOptions& options);
void add_json(CLI::App& command, HomeOptions& options);

/// `--by`, or `os:NAME` of the user who runs this, through sudo too.
[[nodiscard]] db::AdminAct administrator(const HomeOptions& options, visa::Instant now);

/// An officer's new PIN: first line of the file, or typed twice. Errors: as read_passphrase;
/// malformed (typed differently).
[[nodiscard]] Result<crypto::SecretBytes> read_new_pin(const std::string& file,
                                                       const std::string& badge);

/// For `check` of an option: a text that `parse` does not take is a usage error.
template <class T>
[[nodiscard]] std::function<std::string(const std::string&)> accepted_by(
    Result<T> (*parse)(std::string_view)) {
  return [parse](const std::string& text) {
    const auto parsed = parse(text);
    return parsed ? std::string() : parsed.error().message;
  };
}

/// The instant of an option that `accepted_by(parse_instant)` has checked; none when it is empty.
[[nodiscard]] std::optional<visa::Instant> instant_of(const std::string& text);

/// Makes `run(options, now)`, which returns Result<int>, what is done when the command is chosen.
template <class Options>
void choose(CLI::App& command, Session& session, const std::shared_ptr<Options>& options,
            Result<int> (*run)(const Options&, visa::Instant)) {
  command.callback([&session, options, run] {
    session.chosen = [options, run, now = session.now] {
      const auto done = run(*options, now);
      return done ? *done : cli::report(kProgram, done.error());
    };
  });
}

/// The error of one of the service's own files as one that could not be carried out (exit code 3):
/// a damaged store is nothing that was asked about.
[[nodiscard]] Error home_fault(Error error);

/// The home that the options name. Errors: as ServiceHome::open, but nothing that counts as a
/// refusal; so below.
[[nodiscard]] Result<ServiceHome> open_home(const HomeOptions& options);
[[nodiscard]] Result<std::unique_ptr<db::Accounts>> open_accounts(const HomeOptions& options);

}  // namespace evisa::verifier
