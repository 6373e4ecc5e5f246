// The command line as all three programs share it.
#include "cli/command_line.h"

#include <fmt/core.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <string>

#include "cli/argument_text.h"
#include "visa/printable.h"

namespace evisa::cli {

ExitCode exit_code_of(Errc code) {
  switch (code) {
    case Errc::malformed:
    case Errc::out_of_range:
    case Errc::unsupported:
    case Errc::bad_signature:
    case Errc::untrusted:
    case Errc::rollback:
    case Errc::ineligible:
    case Errc::unreadable:
      return kRefused;
    case Errc::not_found:
    case Errc::conflict:
    case Errc::wrong_passphrase:
    case Errc::io:
    case Errc::unavailable:
      return kFailed;
  }
  return kFailed;
}

int report(std::string_view program, const Error& error) {
  fmt::print(stderr, "{}: error: {}\n", program, visa::printable(error.message));
  if (!error.hint.empty()) fmt::print(stderr, "hint: {}\n", visa::printable(error.hint));
  return exit_code_of(error.code);
}

void describe(CLI::App& app) {
  app.footer(
      "Exit codes: 0 done (a verdict: admitted), 1 refused, second look or invalid,\n"
      "2 usage, 3 could not be carried out.");
  app.set_version_flag("--version", app.get_name() + " " + EVISA_VERSION);
  app.require_subcommand(0, 1);
  app.fallthrough(false);
}

namespace {

/// What was printed counts once it has left the program: a full disk shows only now.
bool flush_output(const std::string& program) {
  errno = 0;
  if (std::fflush(stdout) == 0 && std::ferror(stdout) == 0) return true;
  const std::string why = errno != 0 ? std::strerror(errno) : "cannot be written";
  report(program, {Errc::io, "standard output: " + why, "what was printed is not complete"});
  return false;
}

/// The command that an error came from, as it is typed: `evisa-issuer signer renew`. A word that
/// nobody expected belongs to the level that is left with it.
std::string command_of(const CLI::App& app, const CLI::ParseError& error) {
  const bool extras = error.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError);
  std::string words = app.get_name();
  const CLI::App* at = &app;
  while (!at->get_subcommands().empty() && !(extras && at->remaining_size() > 0)) {
    at = at->get_subcommands().back();
    words += " " + at->get_name();
  }
  return words;
}

}  // namespace

int main_with(CLI::App& app, int argc, char** argv, const std::function<int()>& run) {
  const std::string program = app.get_name();
  try {
    app.parse(argc, argv);
    require_utf8(app);
    const int code = run();
    return flush_output(program) ? code : kFailed;
  } catch (const CLI::Success& done) {  // --help, --version
    const int code = app.exit(done);
    return flush_output(program) ? code : kFailed;
  } catch (const CLI::ParseError& error) {
    fmt::print(stderr, "{}: error: {}\n", program, visa::printable(error.what()));
    fmt::print(stderr, "hint: {} --help lists what there is\n", command_of(app, error));
    return kUsage;
  } catch (const std::exception& error) {
    fmt::print(stderr, "{}: error: {}\n", program, visa::printable(error.what()));
    fmt::print(stderr, "hint: this should have been a clearer message; please report it\n");
    return kFailed;
  }
}

}  // namespace evisa::cli
